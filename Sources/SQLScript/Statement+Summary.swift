extension Statement {
  /// The statement's beginning on one line, for progress and errors: 60 characters at most, without
  /// comments. Holds no row values: strings, and numbers outside definitions, are shown as `…`.
  public var summary: String {
    var lexer = Lexer(source, in: range)
    var summary = ""
    var length = 0
    var isDefinition = false
    while let token = lexer.next() {
      let piece = text(of: token, isDefinition: isDefinition)
      if length == 0 { isDefinition = Self.definitions.contains(piece.uppercased()) }
      if piece == " ", summary.hasSuffix(" ") { continue }
      summary += piece
      length += piece.count
      if length > 60 { return summary.prefix(59) + "…" }
    }
    return summary
  }

  private static let definitions: Set = ["CREATE", "ALTER", "DROP", "COMMENT", "GRANT", "REVOKE"]

  private func text(of token: Token, isDefinition: Bool) -> String {
    switch token.kind {
    case .whitespace, .lineComment, .blockComment: " "
    case .string, .dollarString: "'…'"
    case .number where !isDefinition: "…"
    default: shown(source[token.range])
    }
  }

  /// No more than the summary has room for, and nothing that would move a terminal's cursor.
  private func shown(_ bytes: SourceText) -> String {
    String(
      decoding: bytes.prefix(61 * 4).map { $0 < 0x20 || $0 == 0x7F ? 0x20 : $0 }, as: UTF8.self)
  }
}
