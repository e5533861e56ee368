internal import Postgres
internal import SQLScript

/// A `REINDEX … CONCURRENTLY` of an index or a table.
///
/// Cut short, it leaves invalid indexes beside those that it was to replace, their names ending in
/// `_ccnew` or `_ccold` and maybe a number; another run of it makes more, and takes none away (manual,
/// REINDEX, "Rebuilding Indexes Concurrently").
struct ConcurrentRebuild {
  private enum Target { case index, table }

  private let target: Target
  /// As it is written.
  private let name: String

  /// Nil for any other statement.
  init?(_ statement: Statement, of script: Script) {
    guard statement.standsAlone else { return nil }
    var words = StatementWords(statement, of: script)
    guard words.take("REINDEX") else { return nil }
    // What stands alone and reindexes one thing does so concurrently, by whichever spelling.
    words.skipParentheses()
    if words.take("INDEX") {
      target = .index
    } else if words.take("TABLE") {
      target = .table
    } else {
      return nil
    }
    _ = words.take("CONCURRENTLY")
    guard let name = words.takeName() else { return nil }
    self.name = name
  }

  func remains(on connection: Connection) throws(PostgresError) -> [FoundIndex] {
    let named = "pg_catalog.to_regclass(\(quoted(literal: name)))"
    let table =
      switch target {
      case .table: named
      case .index:
        "(SELECT x.indrelid FROM pg_catalog.pg_index x WHERE x.indexrelid = \(named))"
      }
    return try FoundIndex.find(
      "NOT i.indisvalid AND i.indrelid = \(table) AND c.relname ~ '_cc(new|old)[0-9]*$'",
      on: connection)
  }
}
