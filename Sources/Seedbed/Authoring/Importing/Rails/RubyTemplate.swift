internal import JSON

/// The Ruby in a fixture (ERB), which is not run: every expression becomes a mark in the text, so
/// that the rest can be read, and lines keep their numbers.
struct RubyTemplate {
  /// The text with marks for expressions, and nothing in place of statements.
  private(set) var text: [UInt8] = []
  /// What stands between `<%=` and `%>`, without the spaces around it.
  private(set) var expressions: [String] = []
  /// The lines where statements stood.
  private(set) var statementLines: [Int] = []

  // Of Unicode's private use, which no fixture holds by chance.
  private static let opening = "\u{E0B5}"
  private static let closing = "\u{E0B6}"

  init(_ bytes: [UInt8]) {
    var line = 1
    var rest = bytes[...]
    while let first = rest.first {
      guard first == UInt8(ascii: "<"), rest.dropFirst().first == UInt8(ascii: "%") else {
        if first == UInt8(ascii: "\n") { line += 1 }
        text.append(first)
        rest.removeFirst()
        continue
      }
      let body = rest.dropFirst(2)
      let end = Self.end(of: body)
      let code = body[..<end]
      switch code.first {
      case UInt8(ascii: "="):
        expressions.append(Self.trimmed(code.dropFirst()))
        text += "\(Self.opening)\(expressions.count - 1)\(Self.closing)".utf8
      case UInt8(ascii: "#"): break
      default: statementLines.append(line)
      }
      let lineBreaks = code.count { $0 == UInt8(ascii: "\n") }
      text.append(contentsOf: repeatElement(UInt8(ascii: "\n"), count: lineBreaks))
      line += lineBreaks
      rest = bytes[min(end + 2, bytes.endIndex)...]
    }
  }

  /// Where `%>` stands, or the end.
  private static func end(of body: ArraySlice<UInt8>) -> Int {
    var index = body.startIndex
    while index + 1 < body.endIndex {
      if body[index] == UInt8(ascii: "%"), body[index + 1] == UInt8(ascii: ">") { return index }
      index += 1
    }
    return body.endIndex
  }

  private static func trimmed(_ code: ArraySlice<UInt8>) -> String {
    let text = String(decoding: code, as: UTF8.self)
    let body = text.drop(while: \.isWhitespace).reversed()
      .drop { $0.isWhitespace || $0 == "-" }.reversed()
    return String(body)
  }

  /// Whether a value of the text holds any Ruby.
  static func isMarked(_ value: String) -> Bool { value.contains(opening) }

  /// The Ruby expression that is all of a value.
  func expression(in value: String) -> String? {
    guard value.hasPrefix(Self.opening), value.hasSuffix(Self.closing),
      let number = Int(value.dropFirst().dropLast()), expressions.indices.contains(number)
    else { return nil }
    return expressions[number]
  }

  /// What a fixture can say of an expression: moments, and no value.
  static func directive(for expression: String) -> JSONValue? {
    let parts = expression.split(separator: ".").map(String.init)
    switch expression {
    case "nil": return .null
    case "Time.now", "Time.current", "Time.zone.now", "DateTime.now", "DateTime.current",
      "Date.today", "Date.current", "Time.zone.today":
      return ["$now": "0 days"]
    default: break
    }
    guard parts.count == 3, let count = Int(parts[0]), units.contains(parts[1]),
      ["ago", "from_now"].contains(parts[2])
    else { return nil }
    return ["$now": .string("\(parts[2] == "ago" ? -count : count) \(parts[1])")]
  }

  private static let units: Set = [
    "second", "seconds", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks",
    "month", "months", "year", "years",
  ]

  /// `ActiveRecord::FixtureSet.identify(:ada)` → `ada`.
  static func identifiedLabel(in expression: String) -> String? {
    guard
      let call = expression.firstRange(of: "FixtureSet.identify(")
        ?? expression
        .firstRange(of: "Fixtures.identify("), expression.hasSuffix(")")
    else { return nil }
    let argument = expression[call.upperBound...].dropLast()
    let quotes: Set<Character> = ["\"", "'", ":"]
    let label = argument.filter { !quotes.contains($0) }
    return label.isEmpty || label.contains(where: { ",( ".contains($0) }) ? nil : label
  }
}
