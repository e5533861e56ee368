extension Lexer {
  func fault(_ kind: JSONSyntaxError.Kind, _ message: String) -> Halt {
    .syntax(JSONSyntaxError(kind, at: position, message))
  }

  /// What to say of the character at the cursor, which is none of those `expected`; or that it
  /// cannot be said before more of the text is there.
  func unexpected(
    _ kind: JSONSyntaxError.Kind = .unexpectedCharacter, expected: String
  ) -> Halt {
    if cursor.index == end {
      guard isLast else { return .needsMore }
      return fault(.unexpectedEnd, "expected \(expected), found the end of the text")
    }
    if byte == 0 { return nulByte() }
    if byte < 0x80 { return fault(kind, "expected \(expected), found \(shown(byte))") }
    var after = self
    do {
      try after.scalar()
    } catch {
      return error
    }
    let character = UnsafeBufferPointer(
      start: base + cursor.index, count: after.cursor.index - cursor.index)
    let text = String(decoding: character, as: UTF8.self)
    return fault(kind, "expected \(expected), found \(shown(text))")
  }

  func nulByte() -> Halt {
    fault(.nulCharacter, "found a zero byte, which no text may hold")
  }

  private func shown(_ byte: UInt8) -> String {
    switch byte {
    case .lineFeed, .carriageReturn: "a line break"
    case .tab: "a tab"
    case .space: "a space"
    case 0x21...0x7E: "`\(Character(UnicodeScalar(byte)))`"
    default: named(UInt32(byte))
    }
  }

  /// Letters and signs as they are; what cannot be seen by its code.
  private func shown(_ text: String) -> String {
    guard let scalar = text.unicodeScalars.first else { return "nothing" }
    switch scalar.properties.generalCategory {
    case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .unassigned,
      .privateUse, .nonspacingMark, .enclosingMark, .spacingMark, .surrogate:
      return named(scalar.value)
    default:
      return "`\(text)`"
    }
  }

  private func named(_ code: UInt32) -> String {
    let digits = String(code, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
