internal import Postgres

/// Lets the server read every `$sql` expression before anything is written, without running it.
struct ExpressionCheck {
  let connection: Connection

  private struct Expression: Hashable {
    let sql: String
    let column: Int
  }

  func problems(in seeds: [TableSeed]) throws -> [Problem] {
    var problems: [Problem] = []
    for seed in seeds {
      let expressions = Set(
        seed.layout.fieldSets.flatMap { set in
          set.sources.compactMap { column, source -> Expression? in
            guard case .expression(let sql, _) = source else { return nil }
            return Expression(sql: sql, column: column)
          }
        })
      try check(
        expressions.sorted { ($0.column, $0.sql) < ($1.column, $1.sql) }[...], of: seed, &problems)
    }
    return problems
  }

  /// All at once; where the server refuses that, by halves down to the refused ones.
  private func check(
    _ expressions: ArraySlice<Expression>, of seed: TableSeed, _ problems: inout [Problem]
  ) throws {
    guard !expressions.isEmpty, problems.count < RecordReader.problemLimit,
      let error = try refusal(of: expressions, seed.table)
    else { return }
    if expressions.count > 1 {
      let middle = expressions.startIndex + expressions.count / 2
      try check(expressions[..<middle], of: seed, &problems)
      try check(expressions[middle...], of: seed, &problems)
    } else if let expression = expressions.first {
      let name = seed.table.columns[expression.column].name
      problems.append(
        Problem(
          "seed.bad_expression", "\"\(name)\": \(error.redacted.message)", hint: error.hint,
          at: try RecordPlaces(seed).firstLocation(of: name, holding: expression.sql)))
    }
  }

  /// In a condition an expression can only be one value: no aggregate, and no set of rows.
  private func refusal(
    of expressions: ArraySlice<Expression>, _ table: Table
  ) throws(PostgresError) -> PostgresError? {
    let conditions = expressions.map {
      "(\($0.sql)\n)::\(table.columns[$0.column].typeText) IS NULL"
    }
    try connection.execute("SAVEPOINT seedbed_expression")
    do {
      try connection.execute(
        SQL(unsafe: "EXPLAIN SELECT WHERE \(conditions.joined(separator: " OR "))"))
      try connection.execute("RELEASE SAVEPOINT seedbed_expression")
      return nil
    } catch {
      // A parameter, as $1, is a breach of the protocol, in a session that goes on.
      let isParameter = error.sqlState == "08P01" && connection.transactionStatus == .failed
      guard isParameter || !error.endsTheRun else { throw error }
      try connection.execute("ROLLBACK TO SAVEPOINT seedbed_expression")
      guard isParameter else { return error }
      return PostgresError(sqlState: "42P02", message: "there are no parameters, as $1, here")
    }
  }
}
