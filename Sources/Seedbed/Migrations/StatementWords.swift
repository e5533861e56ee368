internal import SQLScript

/// A short statement word by word, without its comments.
struct StatementWords {
  private var words: ArraySlice<String>

  init(_ statement: Statement, of script: Script) {
    var text: [UInt8] = []
    // A statement cut out of a script is a script that was split without an error before.
    if let alone = try? Script(Array(script.bytes[statement.range])) {
      alone.streamTokenText { text += $0 }
    }
    words = text.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }[...]
  }

  mutating func take(_ keyword: String) -> Bool {
    guard words.first?.uppercased() == keyword else { return false }
    words.removeFirst()
    return true
  }

  /// Over what stands in parentheses, if they are next.
  mutating func skipParentheses() {
    guard words.first == "(" else { return }
    words = words.drop { $0 != ")" }.dropFirst()
  }

  /// A name, qualified or not, as it is written.
  mutating func takeName() -> String? {
    guard var name = words.popFirst() else { return nil }
    while words.first == ".", words.count > 1 {
      words.removeFirst()
      name += "." + (words.popFirst() ?? "")
    }
    return name
  }
}
