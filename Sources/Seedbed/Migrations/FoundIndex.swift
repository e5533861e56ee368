internal import Postgres

/// An index that is there.
struct FoundIndex {
  /// Quoted, for use in a statement.
  let sql: String
  let isValid: Bool
  /// The session that is building it now.
  let builder: Int?

  /// - Parameter condition: on `pg_index` as `i` and `pg_class` as `c`.
  static func find(
    _ condition: String, on connection: Connection
  ) throws(PostgresError) -> [FoundIndex] {
    try connection.run(
      simple: """
        SELECT pg_catalog.format('%I.%I', n.nspname, c.relname), i.indisvalid,
          (SELECT p.pid FROM pg_catalog.pg_stat_progress_create_index p
           WHERE p.index_relid = c.oid LIMIT 1)
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE \(condition)
        ORDER BY 1
        """
    ).map {
      FoundIndex(sql: $0.string(0), isValid: $0.bool(1), builder: $0[2].flatMap { Int($0) })
    }
  }
}
