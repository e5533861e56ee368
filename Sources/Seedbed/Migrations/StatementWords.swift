internal import SQLScript

/// A short statement word by word, without its comments.
struct StatementWords {
  private var words: ArraySlice<String>

  init(_ statement: Statement, of script: Script) {
    var text: [UInt8] = []
    // A statement cut out of a script is a script that was split without an error before.
    if let alone = try? Script(script.bytes[statement.range]) {
      alone.streamTokenText { text += $0 }
    }
    words = text.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }[...]
    if words.last == ";" { words.removeLast() }
  }

  /// The next word in capitals.
  var peek: String? { words.first?.uppercased() }

  /// The name that is next.
  var peekName: String? {
    var rest = self
    return rest.takeName()
  }

  mutating func take(_ keyword: String) -> Bool {
    guard words.first?.uppercased() == keyword else { return false }
    words.removeFirst()
    return true
  }

  /// The next word in capitals.
  mutating func takeWord() -> String? { words.popFirst()?.uppercased() }

  /// A name, qualified or not, as it is written.
  mutating func takeName() -> String? {
    guard var name = words.popFirst() else { return nil }
    while words.first == ".", words.count > 1 {
      words.removeFirst()
      name += "." + (words.popFirst() ?? "")
    }
    return name
  }

  /// `IF EXISTS` and `IF NOT EXISTS`.
  mutating func takeIfExists() -> Bool {
    guard take("IF") else { return false }
    _ = take("NOT")
    return take("EXISTS")
  }

  /// Past the next `keyword`; false, and at the end, if there is none.
  mutating func skip(past keyword: String) -> Bool {
    while !words.isEmpty {
      if take(keyword) { return true }
      words.removeFirst()
    }
    return false
  }

  /// Past a list in parentheses, if one is next.
  mutating func skipParentheses() {
    guard words.first == "(" else { return }
    var depth = 0
    repeat {
      if words.first == "(" { depth += 1 }
      if words.first == ")" { depth -= 1 }
      words.removeFirst()
    } while depth > 0 && !words.isEmpty
  }
}

extension StatementWords {
  func contains(_ keyword: String) -> Bool { words.contains { $0.uppercased() == keyword } }

  func ends(with keywords: [String]) -> Bool {
    words.suffix(keywords.count).map { $0.uppercased() } == keywords
  }

  /// What stands in the parentheses that are next, in capitals.
  var parenthesized: [String] {
    guard words.first == "(" else { return [] }
    return words.dropFirst().prefix { $0 != ")" }.map { $0.uppercased() }
  }

  /// The names that follow a key word.
  func names(after keyword: String) -> [String] {
    var rest = self
    var names: [String] = []
    while rest.skip(past: keyword) {
      _ = rest.take("(")
      _ = rest.take("ONLY")
      if let name = rest.peekName { names.append(name) }
    }
    return names
  }

  func name(after keyword: String) -> String? { names(after: keyword).first }
}
