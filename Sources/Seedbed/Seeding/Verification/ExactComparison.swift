internal import Postgres

/// Finds the rows of a table that no record means.
struct ExactComparison {
  let seed: TableSeed
  /// Nil where there are no records, and so no key: every row is another one then.
  let key: SeedKey?
  /// The stage's name.
  let stage: String

  /// How many such rows there are, and the first of them by what tells them apart.
  func run(_ connection: Connection) throws(PostgresError) -> (count: Int, rows: [ExtraRow]) {
    let columns = shownColumns
    let values = columns.map { "pg_catalog.to_jsonb(x.\(seed.table.columns[$0].sql))" }
    let rows = try connection.execute(
      SQL(
        unsafe: """
          SELECT pg_catalog.count(*) OVER (), \(values.map { $0 + "::text" }.joined(separator: ", "))
          FROM \(seed.table.rows) AS x WHERE \(isMeant.map { "NOT \($0)" } ?? "true")
          ORDER BY \(values.joined(separator: ", "))
          LIMIT \(SeedExpectation.shownRows)
          """))
    let extra = rows.map { row in
      ExtraRow(
        table: seed.table.name.description,
        key: columns.enumerated().map { offset, column in
          (seed.table.columns[column].name, row[offset + 1] ?? "null")
        })
    }
    return (rows.first?.int(0) ?? 0, extra)
  }

  /// Some record means the row `x`. The key may be of expressions or of some rows only, so rows are
  /// told apart by where they lie.
  private var isMeant: String? {
    guard let key, seed.count > 0 else { return nil }
    let expressions = RowExpressions(seed: seed)
    guard seed.table.kind != .view else {
      return "EXISTS (SELECT FROM \(stage) AS s WHERE \(expressions.matches(key, target: "x")))"
    }
    return """
      EXISTS (SELECT FROM \(stage) AS s JOIN \(expressions.rows(of: key)) ON \(expressions.matches(key))
        WHERE t.ctid = x.ctid AND t.tableoid = x.tableoid)
      """
  }

  private var shownColumns: [Int] {
    if let key { return key.parts.map(\.column) }
    let unique = (seed.table.primaryKey ?? seed.table.keys.first { $0.identifiesRows })
      .map { FixtureKey.columns(of: $0, in: seed.table) }
    return unique ?? Array(seed.table.columns.indices)
  }
}

/// A row of a fixture's table that no record means.
public struct ExtraRow: Sendable {
  public var table: String
  /// The columns that tell it apart and their values, as JSON texts.
  public var key: [(column: String, value: String)]
}

extension StagedSeeds {
  /// Adds to a report what an assertion shows: the differences, and the rows that no record means.
  func account(
    for differences: [Difference], _ expectation: SeedExpectation, in report: inout SeedReport
  ) throws {
    for (index, difference) in differences.enumerated() {
      if !difference.isEmpty {
        report.changes += try changes(index, in: difference, limit: SeedExpectation.shownRows)
      }
      guard expectation.isExact else { continue }
      progress.activity("looking for other rows in \(seeds[index].table.name)")
      let comparison = ExactComparison(
        seed: seeds[index], key: seeds[index].key, stage: stages[index].name)
      let extra = try comparison.run(connection)
      report.tables[index].extra = extra.count
      report.extra += extra.rows
    }
  }
}
