extension Tape {
  /// Appends the value as standard compact JSON: comments, trailing commas and insignificant white
  /// space gone, numbers and string escapes exactly as written, members in their order.
  public func appendCompact(at token: Int, to out: inout [UInt8]) {
    var open: [(end: Int, bracket: UInt8)] = []
    var needsComma = false
    var index = token
    let end = Int(tokens[token].next)
    while index < end {
      if needsComma { out.append(.comma) }
      switch tokens[index].kind {
      case .object:
        out.append(.openBrace)
        open.append((Int(tokens[index].next), .closeBrace))
        needsComma = false
      case .array:
        out.append(.openBracket)
        open.append((Int(tokens[index].next), .closeBracket))
        needsComma = false
      case .name:
        appendQuoted(index, to: &out)
        out.append(.colon)
        needsComma = false
      case .string:
        appendQuoted(index, to: &out)
        needsComma = true
      case .number, .true, .false, .null:
        out.append(contentsOf: source(of: index))
        needsComma = true
      }
      index += 1
      while let innermost = open.last, innermost.end == index {
        out.append(innermost.bracket)
        open.removeLast()
        needsComma = true
      }
    }
  }

  private func appendQuoted(_ token: Int, to out: inout [UInt8]) {
    out.append(.quote)
    out.append(contentsOf: source(of: token))
    out.append(.quote)
  }
}
