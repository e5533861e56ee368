internal import Postgres

/// Brings the ledger in line with what a run did.
struct LedgerUpkeep {
  let entries: LedgerEntries
  var lookup: LedgerEntries.Lookup
  let number: Int
  let stage: String
  /// There are many entries or records.
  let isLarge: Bool
  let connection: Connection

  /// Runs a statement over all entries with their rows and records.
  func runOverAll(_ statement: SQL) throws(PostgresError) -> Rows {
    guard isLarge else { return try connection.execute(statement) }
    return try connection.pipeline([
      LedgerEntries.joining(byHash: true), statement, LedgerEntries.joining(byHash: false),
    ])[1]
  }

  private var seed: TableSeed { entries.seed }

  /// The number of entries that speak of rows which are gone, or by values that they no longer have.
  func outdated() throws(PostgresError) -> Int {
    let rows = try runOverAll(
      SQL(
        unsafe: """
          SELECT pg_catalog.count(*) FROM \(entries.source(lookup, stage: stage))
          WHERE \(entries.isInScope) AND (\(entries.isStale) OR \(entries.isRenamed))
          """))
    return rows.first?.int(0) ?? 0
  }

  /// Removes the entries of rows that are gone or have become others; before the run writes.
  func forget() throws(PostgresError) {
    let statement = SQL(
      unsafe: """
        DELETE FROM \(entries.scope.ledger) WHERE id IN (
          SELECT l.id FROM \(entries.source(lookup, stage: stage))
          WHERE \(entries.isInScope) AND \(entries.isStale))
        """)
    _ = try runOverAll(statement)
  }

  /// Removes the entries of rows that the run has deleted.
  func forgetDeleted() throws(PostgresError) {
    try connection.execute(
      SQL(
        unsafe: "DELETE FROM \(entries.scope.ledger) AS l USING \(DeletionTable.name) AS d "
          + "WHERE d.seed = \(number) AND l.id = d.entry"))
  }

  /// Keeps in mind which records have no row yet; before the run writes.
  func noteMissing() throws(PostgresError) {
    let expressions = RowExpressions(seed: seed)
    try connection.execute(
      SQL(
        unsafe: """
          CREATE TEMPORARY TABLE \(made) ON COMMIT DROP AS SELECT s._n FROM \(stage) AS s
          WHERE NOT EXISTS (SELECT FROM \(expressions.rows(of: entries.key))
            WHERE \(expressions.matches(entries.key)))
          """))
  }

  private var made: String { "pg_temp.seedbed_made_\(number)" }

  /// Puts down the rows that were made for those records.
  ///
  /// - Parameter label: what the records are called, as an expression over a staged row `s`.
  func record(label: String = "NULL") throws(PostgresError) {
    let expressions = RowExpressions(seed: seed)
    let table = seed.table.name
    let rows = """
      \(made) AS m JOIN \(stage) AS s ON s._n = m._n
      JOIN \(expressions.rows(of: entries.key)) ON \(expressions.matches(entries.key))
      """
    // Whoever put them down before spoke of others.
    try connection.execute(
      SQL(
        unsafe: """
          DELETE FROM \(entries.scope.ledger) AS l USING \(rows)
          WHERE l.table_schema = \(quoted(literal: table.schema))
            AND l.table_name = \(quoted(literal: table.name))
            AND (l.\(entries.identityColumn) = \(entries.identityObject)
              OR l.label = \(label))
          """))
    try connection.execute(
      SQL(
        unsafe: """
          INSERT INTO \(entries.scope.ledger)
            (table_schema, table_name, environment, primary_key, key, label, file)
          SELECT \(quoted(literal: table.schema)), \(quoted(literal: table.name)),
            \(quoted(literal: entries.scope.environment)),
            \(entries.primaryKeyObject), \(entries.keyObject), \(label), \(seed.fileExpression)
          FROM \(rows) ORDER BY s._n
          """))
  }

  /// Follows rows whose key reads differently now, while it is their record's all the same.
  func rename() throws(PostgresError) {
    let statement = SQL(
      unsafe: """
        UPDATE \(entries.scope.ledger) AS e SET key = f.key FROM (
          SELECT l.id, \(entries.keyObject) AS key
          FROM \(entries.source(lookup, stage: stage))
          WHERE \(entries.isInScope) AND \(entries.isRenamed)) AS f
        WHERE e.id = f.id
        """)
    _ = try runOverAll(statement)
  }
}

extension TableSeed {
  /// The file that a staged record `s` stands in.
  var fileExpression: String {
    let branches = starts.reversed().map { start in
      "WHEN s._n >= \(start.first) THEN \(quoted(literal: start.section.file.name))"
    }
    return "(CASE \(branches.joined(separator: " ")) END)"
  }
}
