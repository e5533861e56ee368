/// What stands between quotes, and comments. Each function begins behind the opening mark, leaves
/// the index behind the closing one and says whether there was one.
extension Lexer {
  /// Up to `mark`, where two of them stand for one.
  mutating func skipQuoted(by mark: UInt8) -> Bool {
    while index < end {
      if bytes[index] != mark {
        index += 1
      } else if peek(1) == mark {
        index += 2
      } else {
        index += 1
        return true
      }
    }
    return false
  }

  /// Up to a quote that no backslash precedes.
  mutating func skipEscapeString() -> Bool {
    while index < end {
      switch bytes[index] {
      case .backslash: index = min(index + 2, end)
      case .quote where peek(1) == .quote: index += 2
      case .quote:
        index += 1
        return true
      default: index += 1
      }
    }
    return false
  }

  /// Comments nest (section 4.1.5). Begins at the opening mark.
  mutating func skipBlockComment() -> Bool {
    index += 2
    var depth = 1
    while index < end {
      if bytes[index] == .asterisk, peek(1) == .slash {
        index += 2
        depth -= 1
        if depth == 0 { return true }
      } else if bytes[index] == .slash, peek(1) == .asterisk {
        index += 2
        depth += 1
      } else {
        index += 1
      }
    }
    return false
  }

  /// `$1`, `$$…$$`, `$tag$…$tag$`, or a dollar sign that begins none of them. A dollar sign inside
  /// an identifier never comes here.
  mutating func advanceOverDollar() -> (Token.Kind, isClosed: Bool) {
    let start = index
    index += 1
    if peek(0).isDigit {
      while index < end, bytes[index].isDigit { index += 1 }
      if peek(0).isIdentifierStart {
        while index < end, bytes[index].isIdentifierPart { index += 1 }
      }
      return (.parameter, true)
    }
    if peek(0).isIdentifierStart {
      while index < end, bytes[index].isTagPart { index += 1 }
    }
    guard peek(0) == .dollar else {
      index = start + 1
      return (.symbol, true)
    }
    index += 1
    return (.dollarString, skipDollarBody(delimiter: start..<index))
  }

  private mutating func skipDollarBody(delimiter: Range<Int>) -> Bool {
    while index < end {
      if bytes[index] == .dollar, isDelimiter(delimiter) {
        index += delimiter.count
        return true
      }
      index += 1
    }
    return false
  }

  private func isDelimiter(_ delimiter: Range<Int>) -> Bool {
    guard end - index >= delimiter.count else { return false }
    for place in 1..<delimiter.count
    where bytes[index + place] != bytes[delimiter.lowerBound + place] {
      return false
    }
    return true
  }
}
