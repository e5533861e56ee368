/// Takes row values out of the texts in which a server quotes them.
enum Redaction {
  /// `invalid input syntax for type integer: "abc"` → `invalid input syntax for type integer`.
  ///
  /// Only what follows `: "` is a value; quoted names elsewhere (`relation "users"`) stay.
  static func quotedValues(in message: String) -> String {
    guard let cut = message.firstIndex(ofText: ": \"") else { return message }
    return String(message[..<cut])
  }

  /// `Key (email)=(ada@example.com) already exists.` → `Key (email) already exists.`
  static func detail(_ detail: String) -> String {
    if detail.hasPrefix("Failing row contains") { return "Failing row not shown." }
    guard let open = detail.firstIndex(ofText: ")=("),
      let close = detail.lastIndex(of: ")"), close > open
    else { return detail.contains("\"") ? "Not shown: it quotes a value." : detail }
    return String(detail[...open]) + String(detail[detail.index(after: close)...])
  }

  /// `COPY stage, line 3, column age: "abc"` → `COPY stage, line 3, column age`.
  static func copyContext(_ context: String) -> String {
    context.split(separator: "\n").map { quotedValues(in: String($0)) }.joined(separator: "\n")
  }
}

extension String {
  /// Where a text first stands in this one.
  func firstIndex(ofText text: String) -> String.Index? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start }
      formIndex(after: &start)
    }
    return nil
  }
}
