internal import Postgres

/// Compares the columns that the server works out with what records say of them: they are never
/// written, so that a record which says otherwise can never be right.
struct GeneratedValues {
  let seed: TableSeed
  let key: SeedKey
  let connection: Connection

  private var expressions: RowExpressions { RowExpressions(seed: seed) }

  /// What is wrong with rows that a run would leave alone.
  func problems(inUnchangedRowsOf stage: String) throws -> [Problem] {
    try problems(
      with: expressions.comparedGeneratedColumns, stage,
      " AND NOT \(expressions.differs(in: expressions.comparedColumns(key)))")
  }

  /// What is wrong with rows that a run has written.
  ///
  /// - Parameter source: the table with the staged rows that were.
  func problems(inRowsWrittenFrom source: String) throws -> [Problem] {
    try problems(with: expressions.generatedColumns, source, "")
  }

  private func problems(
    with columns: [Int], _ stage: String, _ unchanged: String
  ) throws -> [Problem] {
    try columns.flatMap { column in
      let name = seed.table.columns[column].name
      let rows = try connection.execute(
        SQL(
          unsafe: """
            SELECT s._n FROM \(stage) AS s
              JOIN \(expressions.rows(of: key)) ON \(expressions.matches(key))
            WHERE \(expressions.differs(in: [column]))\(unchanged) ORDER BY 1 LIMIT 20
            """))
      let places = try RecordPlaces(seed).locations(of: rows.map { $0.int(0) }, field: name)
      return rows.map { row in
        Problem(
          "seed.generated_column", "the server generates another value for \"\(name)\"",
          hint: "leave it out, or give the value that it comes to",
          at: places[row.int(0)] ?? seed.place)
      }
    }
  }
}
