extension Lexer {
  /// Skips white space and comments. What was skipped stays skipped when more is needed.
  @inline(__always)
  mutating func space() throws(Halt) {
    // Between two tokens stands nothing or a single space, most often.
    if byte == .space { cursor.index += 1 }
    if byte > .space, byte != .slash { return }
    try skipSpace()
  }

  private mutating func skipSpace() throws(Halt) {
    while true {
      switch byte {
      case .space, .tab, .carriageReturn:
        cursor.index += 1
      case .lineFeed:
        lineFeed()
      case .slash:
        let start = cursor
        do throws(Halt) {
          try comment()
        } catch {
          if case .needsMore = error { cursor = start }
          throw error
        }
      case 0 where cursor.index == end && !isLast:
        throw .needsMore
      default:
        return
      }
    }
  }

  @inline(__always)
  private mutating func lineFeed() {
    cursor.index += 1
    cursor.line += 1
    cursor.lineStart = origin + cursor.index
    cursor.continuations = 0
  }

  private mutating func comment() throws(Halt) {
    let opening = position
    cursor.index += 1
    switch byte {
    case .slash:
      try lineComment()
    case .asterisk:
      cursor.index += 1
      try blockComment(from: opening)
    default:
      throw unexpected(expected: "`/` or `*`, the start of a comment")
    }
  }

  private mutating func lineComment() throws(Halt) {
    while byte != .lineFeed {
      if cursor.index == end, isLast { return }
      try commentCharacter()
    }
  }

  private mutating func blockComment(from opening: TextPosition) throws(Halt) {
    while byte != .asterisk || base[cursor.index + 1] != .slash {
      if cursor.index == end, isLast {
        throw .syntax(
          JSONSyntaxError(
            .unterminatedComment, at: opening,
            "expected `*/` after `/*`, found the end of the text"))
      }
      try commentCharacter()
    }
    cursor.index += 2
  }

  private mutating func commentCharacter() throws(Halt) {
    switch byte {
    case 0:
      if cursor.index == end { throw .needsMore }
      throw nulByte()
    case .lineFeed:
      lineFeed()
    case 0x80...:
      try scalar()
    default:
      cursor.index += 1
    }
  }
}
