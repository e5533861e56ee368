/// Takes row values out of the texts in which a server quotes them, in any language it speaks.
enum Redaction {
  /// `invalid input syntax for type integer: "abc"` → `invalid input syntax for type integer`, and
  /// `value "99999999999" is out of range for type integer` → `value "…" is out of range …`.
  ///
  /// What follows a colon is the value, and quoted before it stand names; without one, all that is
  /// between the first quote and the last goes, for a value may hold quotes itself.
  static func quotedValues(in message: String) -> String {
    if let colon = colonBeforeQuote(in: message) {
      return String(message[..<colon]).trimmingSuffix(" ")
    }
    guard let first = message.firstIndex(where: isQuote),
      let last = message.lastIndex(where: isQuote), first < last
    else { return message }
    return String(message[...first]) + "…" + String(message[last...])
  }

  /// The detail of a constraint's violation.
  ///
  /// `Key (email)=(ada@example.com) already exists.` → `Key (email) already exists.`
  static func detailOfViolation(_ detail: String, sqlState: String) -> String {
    // not_null_violation, check_violation (of partitions too), with_check_option_violation
    if ["23502", "23514", "44000"].contains(sqlState) { return "Failing row not shown." }
    guard let open = detail.firstIndex(ofText: ")=("),
      let close = detail.lastIndex(of: ")"), close > open
    else { return detailOfData(detail) }
    return String(detail[...open]) + String(detail[detail.index(after: close)...])
  }

  /// The detail of a value that its type does not take.
  static func detailOfData(_ detail: String) -> String {
    detail.contains(where: isQuote) || detail.contains("<")
      ? "Not shown: it quotes a value." : detail
  }

  /// `COPY stage, line 3, column age: "abc"` → `COPY stage, line 3, column age`.
  ///
  /// Lines of other kinds may be the rest of a statement that holds values, and are left out.
  static func context(_ context: String) -> String? {
    let kinds = ["COPY ", "JSON data", "PL/pgSQL function ", "SQL function ", "SQL statement "]
    let lines = context.split(separator: "\n").map(String.init)
      .filter { line in kinds.contains { line.hasPrefix($0) } }
      .map { line in
        let end = line.firstIndex(ofText: ": ") ?? line.endIndex
        return String(line[..<end].prefix { !isQuote($0) }).trimmingSuffix(" ")
      }
    return lines.isEmpty ? nil : lines.joined(separator: "\n")
  }

  private static func isQuote(_ character: Character) -> Bool { "\"«»„“”‘’「」".contains(character) }

  private static func colonBeforeQuote(in message: String) -> String.Index? {
    message.indices.first { index in
      guard message[index] == ":" || message[index] == "：" else { return false }
      let rest = message[message.index(after: index)...].drop { $0 == " " || $0 == "\u{A0}" }
      return rest.first.map(isQuote) ?? false
    }
  }
}

extension String {
  /// Where a text first stands in this one.
  func firstIndex(ofText text: String) -> String.Index? {
    indices.first { self[$0...].hasPrefix(text) }
  }

  fileprivate func trimmingSuffix(_ character: Character) -> String {
    var text = self
    while text.last == character { text.removeLast() }
    return text
  }
}
