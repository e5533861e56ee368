extension Lexer {
  /// Reads a number from its first character.
  mutating func number() throws(Halt) {
    if byte == .minus { cursor.index += 1 }
    if byte == .zero {
      cursor.index += 1
      if byte.isDigit {
        throw fault(.invalidNumber, "expected no digit after a leading zero, found one")
      }
    } else {
      try digits(after: "`-`")
    }
    if byte == .point {
      cursor.index += 1
      try digits(after: "`.`")
    }
    if byte | 0x20 == UInt8(ascii: "e") {
      cursor.index += 1
      if byte == .plus || byte == .minus { cursor.index += 1 }
      try digits(after: "the exponent's `e`")
    }
    if cursor.index == end, !isLast { throw .needsMore }
  }

  @inline(__always)
  private mutating func digits(after sign: StaticString) throws(Halt) {
    if !byte.isDigit { throw unexpected(.invalidNumber, expected: "a digit after \(sign)") }
    repeat { cursor.index += 1 } while byte.isDigit
  }

  /// Reads `true`, `false` or `null`.
  @inline(__always)
  mutating func literal(_ word: StaticString) throws(Halt) {
    let letters = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    for letter in letters {
      if byte != letter { throw unexpected(expected: "`\(word)`") }
      cursor.index += 1
    }
  }

  /// Reads the colon after a member's name, up to the member's value.
  @inline(__always)
  mutating func colon() throws(Halt) {
    try space()
    if byte != .colon { throw unexpected(expected: "`:` after a name") }
    cursor.index += 1
    try space()
  }
}
