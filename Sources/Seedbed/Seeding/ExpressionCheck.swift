internal import Postgres

/// Lets the server read every `$sql` expression before anything is written, without running it.
struct ExpressionCheck {
  let connection: Connection

  func problems(in seeds: [TableSeed]) throws -> [Problem] {
    var problems: [Problem] = []
    for seed in seeds {
      var seen: Set<FieldSource> = []
      for set in seed.layout.fieldSets {
        for (column, source) in set.sources.sorted(by: { $0.key < $1.key }) {
          guard case .expression(let sql, _) = source, seen.insert(source).inserted else {
            continue
          }
          if let error = try refusal(of: sql, seed.table.columns[column]) {
            problems.append(
              Problem(
                "seed.bad_expression",
                "\"\(seed.table.columns[column].name)\": \(error.redacted.message)",
                hint: error.hint, at: try place(of: sql, column, in: seed),
                notes: ["in the expression: \(sql)"]))
          }
        }
      }
    }
    return problems
  }

  private func refusal(of sql: String, _ column: Column) throws -> PostgresError? {
    try connection.execute("SAVEPOINT seedbed_expression")
    do {
      try connection.execute(SQL(unsafe: "EXPLAIN SELECT (\(sql))::\(column.typeText)"))
      try connection.execute("RELEASE SAVEPOINT seedbed_expression")
      return nil
    } catch {
      try connection.execute("ROLLBACK TO SAVEPOINT seedbed_expression")
      return error
    }
  }

  /// The first record that holds the expression is not known by number, so the section stands for it.
  private func place(of sql: String, _ column: Int, in seed: TableSeed) throws -> Problem.Location?
  {
    try RecordPlaces(seed).firstLocation(of: seed.table.columns[column].name, holding: sql)
  }
}
