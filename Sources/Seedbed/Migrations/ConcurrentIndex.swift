internal import Postgres
internal import SQLScript

/// The index that a `CREATE INDEX CONCURRENTLY` is to make.
///
/// Cut short, the statement leaves an index that is invalid: it costs every write and serves no
/// query, and `IF NOT EXISTS` takes it for the real one (manual, CREATE INDEX, "Building Indexes
/// Concurrently").
struct ConcurrentIndex {
  /// As it is written; nil where the server is to find one.
  let name: String?
  /// As it is written, with its schema if there is one.
  let table: String

  /// Nil for any other statement.
  init?(_ statement: Statement, of script: Script) {
    var words = StatementWords(statement, of: script)
    guard words.take("CREATE") else { return nil }
    _ = words.take("UNIQUE")
    guard words.take("INDEX"), words.take("CONCURRENTLY") else { return nil }
    if words.take("IF") { _ = words.take("NOT") && words.take("EXISTS") }
    name = words.take("ON") ? nil : words.takeName()
    if name != nil, !words.take("ON") { return nil }
    _ = words.take("ONLY")
    guard let table = words.takeName() else { return nil }
    self.table = table
  }

  /// The index of that name on that table, as the session's search path finds it.
  func find(on connection: Connection) throws(PostgresError) -> FoundIndex? {
    guard let name else { return nil }
    return try FoundIndex.find(
      """
      i.indrelid = pg_catalog.to_regclass(\(quoted(literal: table)))
        AND c.relname = (pg_catalog.parse_ident(\(quoted(literal: name))))[1]
      """, on: connection
    ).first
  }

  /// All indexes of the table.
  func siblings(on connection: Connection) throws(PostgresError) -> [FoundIndex] {
    try FoundIndex.find(
      "i.indrelid = pg_catalog.to_regclass(\(quoted(literal: table)))", on: connection)
  }

  /// How far the build of a session is, as `building index: scanning table, 42 %`.
  static func progress(of processID: Int, seenFrom connection: Connection) -> String? {
    let rows = try? connection.run(
      simple: """
        SELECT phase, CASE WHEN blocks_total > 0 THEN 100 * blocks_done / blocks_total
          WHEN tuples_total > 0 THEN 100 * tuples_done / tuples_total END
        FROM pg_catalog.pg_stat_progress_create_index WHERE pid = \(processID)
        """)
    return rows?.first.map { row in row.string(0) + (row[1].map { ", \($0) %" } ?? "") }
  }
}
