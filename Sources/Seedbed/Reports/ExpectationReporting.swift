internal import JSON

// What an assertion shows beside the numbers.

extension SeedReport {
  /// `"changes"`, and `"extra":[{"table","key"}]` where no other rows are expected.
  func expectationBody(_ expectation: SeedExpectation) -> [(String, JSONValue)] {
    let changes: (String, JSONValue) = ("changes", .array(changes.map(\.json)))
    return expectation.isExact ? [changes, ("extra", .array(extra.map(\.json)))] : [changes]
  }

  /// The rows that differ, field by field, and those that should not be there.
  func expectationLines(_ style: Style) -> [String] {
    let all = changes.map { $0.expectedText(style) } + extra.map { $0.text(style) }
    let hidden = totals.updated + totals.inserted + totals.extra - min(all.count, Self.shownRows)
    return all.prefix(Self.shownRows) + (hidden > 0 ? ["… and \(hidden.grouped) more"] : [])
  }

  private static let shownRows = 50
}

extension RowChange {
  /// As a plan shows it, but what is there and what should be told apart by words.
  fileprivate func expectedText(_ style: Style) -> String {
    let place = source.map { "  " + style.dim($0.description) } ?? ""
    guard action == .update else {
      return "\(style.green("+")) \(style.bold(displayName)) \(Self.text(key)) is missing\(place)"
    }
    let lines = fields.map { field in
      let found = style.red(field.from ?? "null")
      return "    \(field.column): \(found), expected \(style.green(field.to))"
    }
    return (["\(style.yellow("~")) \(style.bold(displayName)) \(Self.text(key))\(place)"] + lines)
      .joined(separator: "\n")
  }

  /// The schema that everybody has goes without saying.
  var displayName: String { Self.displayName(of: table) }

  static func displayName(of table: String) -> String {
    table.hasPrefix("public.") ? String(table.dropFirst("public.".count)) : table
  }

  static func text(_ key: [(column: String, value: String)]) -> String {
    key.map { "\($0.column)=\($0.value)" }.joined(separator: " ")
  }
}

extension ExtraRow {
  fileprivate var json: JSONValue {
    var key: JSONObject = [:]
    for part in self.key { key[part.column] = .parsed(part.value) }
    return ["table": .string(table), "key": .object(key)]
  }

  fileprivate func text(_ style: Style) -> String {
    let name = RowChange.displayName(of: table)
    return "\(style.red("-")) \(style.bold(name)) \(RowChange.text(key)) is in no fixture"
  }
}
