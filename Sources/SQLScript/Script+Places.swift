extension Script {
  /// The place of a byte offset; one past the end is the end.
  public func position(of offset: Int) -> SourcePosition {
    let target = min(max(offset, 0), bytes.count)
    var position = statements.landmark { $0.offset <= target }
    position.advance(to: target, in: bytes)
    return position
  }

  /// The place the server speaks of.
  ///
  /// - Parameter character: counted from 1 in the statement's text, as the server's error field
  ///   `P` (`PG_DIAG_STATEMENT_POSITION`) has it.
  public func position(ofCharacter character: Int, in statement: Statement) -> SourcePosition {
    var offset = statement.range.lowerBound
    var remaining = max(character, 1) - 1
    while remaining > 0, offset < statement.range.upperBound {
      offset += 1
      while offset < statement.range.upperBound, bytes[offset].isContinuation { offset += 1 }
      remaining -= 1
    }
    var position = statement.position
    position.advance(to: offset, in: bytes)
    return position
  }

  /// The beginning of a line of the dollar-quoted body in a statement, as procedural languages count
  /// them: the first is the one in which the body begins. Nil where the statement has no such line.
  public func position(ofLine line: Int, inBodyOf statement: Statement) -> SourcePosition? {
    var lexer = Lexer(bytes, in: statement.range)
    while let token = lexer.next() {
      guard token.kind == .dollarString else { continue }
      var position = statement.position
      position.advance(to: token.range.lowerBound, in: bytes)
      let wanted = position.line + line - 1
      while position.line < wanted, position.offset < token.range.upperBound {
        position.advance(to: position.offset + 1, in: bytes)
      }
      guard position.line == wanted else { return nil }
      while position.offset < token.range.upperBound, bytes[position.offset].isSpace {
        if bytes[position.offset] == .newline { break }
        position.advance(to: position.offset + 1, in: bytes)
      }
      return position
    }
    return nil
  }

  /// The text of a line, counted from 1, without its line feed; empty past the last line.
  public func line(_ number: Int) -> String {
    guard number > 0 else { return "" }
    var position = statements.landmark { $0.line <= number }
    while position.line < number, position.offset < bytes.count {
      position.advance(to: position.offset + 1, in: bytes)
    }
    guard position.line == number else { return "" }
    return bytes.line(around: position.offset)
  }
}

extension SourceText {
  /// The line that a place lies in, without its line feed.
  ///
  /// - Parameter limit: of its bytes from the first.
  func line(around place: Int, atMost limit: Int = .max) -> String {
    let start = self[..<place].lastIndex(of: .newline).map { $0 + 1 } ?? startIndex
    let rest = self[start...].prefix(limit)
    return String(decoding: rest.prefix { $0 != .newline }, as: UTF8.self)
  }
}
