internal import SQLScript

/// A statement token by token, without its comments.
struct StatementTokens {
  private var tokens: ArraySlice<String>

  init(_ statement: Statement, of script: Script) {
    // COPY's data is no part of the statement.
    self.init(String(decoding: script.bytes[statement.range], as: UTF8.self))
  }

  /// Of a text that may hold several statements, each ended by `;`.
  init(_ text: String) {
    var bytes: [UInt8] = []
    // What cannot be split was refused before, or is the body of a block in another language.
    if let script = try? Script(text) { script.streamTokenText { bytes += $0 } }
    tokens = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }[...]
    if tokens.last == ";" { tokens.removeLast() }
  }

  var isAtEnd: Bool { tokens.isEmpty }

  /// Whether a key word or a mark is next.
  func isNext(_ keyword: String) -> Bool { tokens.first?.uppercased() == keyword }

  func contains(anyOf keywords: Set<String>) -> Bool {
    tokens.contains { keywords.contains($0.uppercased()) }
  }

  func contains(sequence keywords: [String]) -> Bool {
    tokens.indices.contains { index in
      tokens[index...].prefix(keywords.count).map { $0.uppercased() } == keywords
    }
  }

  mutating func skip() { _ = tokens.popFirst() }

  /// From `(` to the `)` that closes it.
  mutating func skipParentheses() {
    var depth = 0
    repeat {
      if isNext("(") { depth += 1 }
      if isNext(")") { depth -= 1 }
      skip()
    } while depth > 0 && !isAtEnd
  }

  /// Takes all of these words, or none.
  mutating func take(_ keywords: String...) -> Bool {
    guard tokens.prefix(keywords.count).map({ $0.uppercased() }) == keywords else { return false }
    tokens.removeFirst(keywords.count)
    return true
  }

  /// A name, qualified or not, as it is written.
  mutating func takeName() -> String? {
    guard let first = tokens.first, Self.isName(first) else { return nil }
    var name = first
    skip()
    while isNext("."), tokens.count > 1 {
      skip()
      name += "." + (tokens.popFirst() ?? "")
    }
    return name
  }

  /// A column's name as the catalog has it: without quotes, or in small letters. What follows it in a
  /// field or an element of it is passed over.
  mutating func takeColumn() -> String? {
    guard let first = tokens.first, Self.isName(first) else { return nil }
    skip()
    guard first.hasPrefix("\"") else { return first.lowercased() }
    return String(first.dropFirst().dropLast()).replacing("\"\"", with: "\"")
  }

  /// The contents of a string, in quotes or between dollars.
  mutating func takeText() -> String? {
    guard let first = tokens.first else { return nil }
    if first.hasPrefix("'"), first.count >= 2 {
      skip()
      return String(first.dropFirst().dropLast()).replacing("''", with: "'")
    }
    guard first.hasPrefix("$"), let end = first.dropFirst().firstIndex(of: "$") else { return nil }
    let tag = first[...end]
    guard first.count >= 2 * tag.count, first.hasSuffix(tag) else { return nil }
    skip()
    return String(first.dropFirst(tag.count).dropLast(tag.count))
  }

  private static func isName(_ token: String) -> Bool {
    guard let first = token.unicodeScalars.first else { return false }
    return first == "\"" || first == "_" || first.properties.isAlphabetic
  }
}
