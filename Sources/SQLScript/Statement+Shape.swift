extension Statement {
  /// Of an `INSERT`, `UPDATE` or `DELETE` what it names and calls, in its order, and nothing of its
  /// values: two of one shape do the same, to other rows. Nil for every other statement.
  public var shapeOfChange: String? {
    guard ["INSERT", "UPDATE", "DELETE"].contains(firstWord) else { return nil }
    var lexer = Lexer(source, in: range)
    var shape: [UInt8] = []
    while let token = lexer.next() {
      switch token.kind {
      case .word:
        let word = uppercased(token)
        if Self.values.contains(word) { continue }
        shape += word.utf8
      case .quotedIdentifier: shape += source[token.range]
      case .symbol where !source[token.range].allSatisfy { $0.isSign || $0 == Self.comma }:
        shape += source[token.range]
      default: continue
      }
      shape.append(0x20)
    }
    return String(decoding: shape, as: UTF8.self)
  }

  private static let values: Set = ["NULL", "TRUE", "FALSE", "DEFAULT"]
  private static let comma = UInt8(ascii: ",")
}
