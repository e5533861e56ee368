extension Tape {
  /// Appends the value as standard compact JSON: comments, trailing commas and insignificant white
  /// space gone, numbers and string escapes exactly as written, members in their order.
  public func appendCompact(at token: Int, to out: inout [UInt8]) {
    withContents { bytes, tokens in
      _ = CompactText(bytes: bytes, tokens: tokens).append(token, to: &out)
    }
  }
}

/// Writes values of a tape; as deep as the scanner lets them be.
private struct CompactText {
  let bytes: UnsafeBufferPointer<UInt8>
  let tokens: UnsafeBufferPointer<Tape.Token>

  /// - Returns: the token after the value.
  func append(_ token: Int, to out: inout [UInt8]) -> Int {
    let value = tokens[token]
    switch value.kind {
    case .object, .array:
      let isObject = value.kind == .object
      out.append(isObject ? .openBrace : .openBracket)
      var part = token + 1
      while part < Int(value.next) {
        if part > token + 1 { out.append(.comma) }
        if isObject {
          appendQuoted(tokens[part], to: &out)
          out.append(.colon)
          part += 1
        }
        part = append(part, to: &out)
      }
      out.append(isObject ? .closeBrace : .closeBracket)
    case .string, .name: appendQuoted(value, to: &out)
    case .number, .true, .false, .null: out.append(contentsOf: source(of: value))
    }
    return Int(value.next)
  }

  private func appendQuoted(_ text: Tape.Token, to out: inout [UInt8]) {
    out.append(.quote)
    out.append(contentsOf: source(of: text))
    out.append(.quote)
  }

  private func source(of token: Tape.Token) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(rebasing: bytes[Int(token.start)..<Int(token.end)])
  }
}
