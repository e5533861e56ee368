extension Lexer {
  /// Reads a string from its opening quote; true if its text has to be unescaped.
  @inline(__always)
  mutating func string() throws(Halt) -> Bool {
    let opening = cursor.index
    cursor.index += 1
    var hasEscapes = false
    while true {
      let special = Self.special(
        UnsafeRawPointer(base + cursor.index).loadUnaligned(as: UInt64.self))
      if special == 0 {
        cursor.index += 8
        continue
      }
      cursor.index += special.trailingZeroBitCount >> 3
      if byte == .quote {
        cursor.index += 1
        return hasEscapes
      }
      if byte == .backslash {
        try escape(openedAt: opening)
        hasEscapes = true
      } else {
        try scalars(openedAt: opening)
      }
    }
  }

  /// Marks the first of eight bytes that is a quote, a backslash, a control character or not
  /// ASCII by its highest bit; marks above that one mean nothing.
  @inline(__always)
  private static func special(_ word: UInt64) -> UInt64 {
    let bytes = UInt64(littleEndian: word)
    let ones: UInt64 = 0x0101_0101_0101_0101
    let highs: UInt64 = 0x8080_8080_8080_8080
    let quotes = bytes ^ (ones &* UInt64(UInt8.quote))
    let backslashes = bytes ^ (ones &* UInt64(UInt8.backslash))
    let below = (quotes &- ones) | (backslashes &- ones) | (bytes &- ones &* 0x20)
    return (below & ~bytes | bytes) & highs
  }

  /// Reads a run of scalars beyond ASCII, or says what is wrong with a control character.
  @inline(never)
  private mutating func scalars(openedAt opening: Int) throws(Halt) {
    if byte < 0x80 { throw control(openedAt: opening) }
    repeat { try scalar() } while byte >= 0x80
  }

  private func control(openedAt opening: Int) -> Halt {
    switch byte {
    case 0:
      cursor.index == end ? endInside(openedAt: opening) : nulByte()
    case .lineFeed, .carriageReturn:
      fault(.controlCharacter, "found a line break inside a string, expected `\"` or `\\n`")
    case .tab:
      fault(.controlCharacter, "found a tab inside a string, expected `\\t`")
    default:
      fault(.controlCharacter, "found a control character inside a string, expected an escape")
    }
  }

  private func endInside(openedAt opening: Int) -> Halt {
    guard isLast else { return .needsMore }
    return .syntax(
      JSONSyntaxError(
        .unterminatedString, at: position(earlier: opening),
        "expected a closing `\"`, found the end of the text"))
  }

  @inline(never)
  private mutating func escape(openedAt opening: Int) throws(Halt) {
    switch base[cursor.index + 1] {
    case .quote, .backslash, .slash, UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
      UInt8(ascii: "r"), UInt8(ascii: "t"):
      cursor.index += 2
    case UInt8(ascii: "u"):
      try unicodeEscape(openedAt: opening)
    default:
      cursor.index += 1
      if cursor.index == end { throw endInside(openedAt: opening) }
      throw unexpected(
        .invalidEscape, expected: #"one of `"`, `\`, `/`, `b`, `f`, `n`, `r`, `t`, `u` after `\`"#)
    }
  }

  private mutating func unicodeEscape(openedAt opening: Int) throws(Halt) {
    let start = cursor.index
    let code = try codeUnit(openedAt: opening)
    if code == 0 {
      throw earlierFault(start, .nulCharacter, #"found `\u0000`, which no text may hold"#)
    }
    guard code & 0xF800 == 0xD800 else { return }
    let lone = earlierFault(
      start, .loneSurrogate, "found half of a surrogate pair, expected a pair")
    if code & 0xFC00 == 0xDC00 { throw lone }
    if cursor.index == end { throw endInside(openedAt: opening) }
    if byte != .backslash { throw lone }
    if cursor.index + 1 == end {
      cursor.index += 1
      throw endInside(openedAt: opening)
    }
    if base[cursor.index + 1] != UInt8(ascii: "u") { throw lone }
    if try codeUnit(openedAt: opening) & 0xFC00 != 0xDC00 { throw lone }
  }

  private func earlierFault(
    _ index: Int, _ kind: JSONSyntaxError.Kind, _ message: String
  ) -> Halt {
    .syntax(JSONSyntaxError(kind, at: position(earlier: index), message))
  }

  /// Reads `\uXXXX`.
  private mutating func codeUnit(openedAt opening: Int) throws(Halt) -> UInt32 {
    cursor.index += 2
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = byte.hexadecimalDigit else {
        if cursor.index == end { throw endInside(openedAt: opening) }
        throw unexpected(.invalidEscape, expected: #"four hexadecimal digits after `\u`"#)
      }
      code = code << 4 | digit
      cursor.index += 1
    }
    return code
  }

  /// Reads one scalar of two to four bytes, by the table of well-formed UTF-8 in the Unicode
  /// Standard (section 3.9).
  @inline(__always)
  mutating func scalar() throws(Halt) {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch byte {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: throw invalidUTF8()
    }
    for step in 1..<length {
      let follower = base[cursor.index + step]
      let isRight = step == 1 ? second.contains(follower) : follower.continuesScalar
      if !isRight {
        if cursor.index + step == end, !isLast { throw .needsMore }
        throw invalidUTF8()
      }
    }
    cursor.index += length
    cursor.continuations += length - 1
  }

  private func invalidUTF8() -> Halt {
    fault(.invalidUTF8, "found a byte that is not UTF-8, expected UTF-8: save the file as UTF-8")
  }
}
