/// What a migration that takes drift over consists of.
struct DriftMigrationText {
  let body: String

  init(_ trial: DriftTrial, layout: MigrationLayout) {
    var parts = trial.statements.map { Self.sql($0, layout) }
    let left = trial.diff.outermost
    if !left.isEmpty {
      parts.append(
        left.flatMap { Self.comment($0, refusal: trial.refusal(of: $0.identity)) }
          .reduce("-- Not certain, and left to you:\n") { $0 + "-- " + $1 + "\n" })
    }
    body = parts.joined(separator: "\n")
  }

  /// goose takes every semicolon for an end, unless it is told.
  private static func sql(_ statement: String, _ layout: MigrationLayout) -> String {
    let text = statement + ";\n"
    guard layout == .goose, statement.contains(";") else { return text }
    return "-- +goose StatementBegin\n\(text)-- +goose StatementEnd\n"
  }

  private static func comment(
    _ difference: SchemaDiff.Difference, refusal: String?
  ) -> [String] {
    var lines: [String] = []
    let name = difference.identity.description
    switch difference {
    case .added: lines.append("\(name): only in the database")
    case .removed(let object):
      let loss = object.identity.kind.holdsData ? "; dropping it loses what it holds" : ""
      lines.append("\(name): missing in the database\(loss)")
    case .changed:
      lines += difference.changes.map {
        "\(name): \($0.attribute) \($0.from ?? "none") → \($0.to ?? "none")"
      }
    }
    if let refusal { lines.append("  the server says: \(refusal)") }
    let statements =
      DriftSteps.statements(for: difference) ?? DriftSteps.suggestions(for: difference)
    lines += statements.map { "  \($0);" }
    // A comment ends with its line.
    return lines.flatMap { $0.split(whereSeparator: \.isNewline).map(String.init) }
  }
}
