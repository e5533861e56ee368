internal import Postgres

/// Lets the server look at the values for columns of domains before anything is written: a stage holds
/// them in the types beneath, as records may leave out what a domain asks for.
struct DomainCheck {
  let seed: TableSeed
  /// The table with the staged rows to be written.
  let source: String
  let connection: Connection

  private struct Value {
    let column: Column
    /// A staged row `s`'s value, as the domain.
    let sql: String
  }

  /// What the domains do not take, each with its record and field.
  func problems() throws -> [Problem] {
    let values = values
    let halving = Halving(connection: connection)
    guard !values.isEmpty, try halving.refusal(of: look(at: values)) != nil else { return [] }
    var problems: [Problem] = []
    for value in values where try halving.refusal(of: look(at: [value])) != nil {
      let refused = try halving.refused(among: seed.count) { look(at: [value], records: $0) }
      let places = try RecordPlaces(seed).locations(
        of: refused.map(\.number), field: value.column.name)
      problems += refused.map { number, error in
        let redacted = error.redacted
        return Problem(
          "seed.type_mismatch", "\"\(value.column.name)\": \(redacted.message)",
          hint: redacted.hint, at: places[number] ?? seed.place,
          notes: ["SQLSTATE \(error.sqlState)"])
      }
    }
    return problems
  }

  private var values: [Value] {
    let layout = seed.layout
    return seed.table.columns.enumerated().compactMap { index, column in
      guard column.type.isDomain else { return nil }
      var sets: [Int: [Int]] = [:]
      for (number, set) in layout.fieldSets.enumerated() {
        if case .staged(let slot) = set.sources[index] { sets[slot, default: []].append(number) }
      }
      guard !sets.isEmpty else { return nil }
      let branches = sets.sorted { $0.key < $1.key }.map { slot, sets in
        "WHEN s._g IN (\(sets.map(String.init).joined(separator: ", "))) "
          + "THEN s.c\(slot)::\(column.typeText)"
      }
      return Value(column: column, sql: "CASE \(branches.joined(separator: " ")) END")
    }
  }

  private func look(at values: [Value], records range: ClosedRange<Int>? = nil) -> SQL {
    let counts = values.map { "pg_catalog.count(\($0.sql))" }
    let condition =
      range.map { " WHERE s._n BETWEEN \($0.lowerBound) AND \($0.upperBound)" } ?? ""
    return SQL(
      unsafe: "SELECT \(counts.joined(separator: ", ")) FROM \(source) AS s\(condition)")
  }
}
