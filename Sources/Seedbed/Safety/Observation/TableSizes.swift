internal import Postgres

/// How large the relations of a real database are.
struct TableSizes {
  private struct Size {
    /// With its large values, without its indexes.
    let table: Int
    let total: Int
    let rows: Int?
  }

  private var sizes: [String: Size] = [:]

  /// Looks at relations by the names that reports show; one that is not there has no size.
  init(of names: Set<String>, on connection: Connection) throws(PostgresError) {
    guard !names.isEmpty else { return }
    let list = names.sorted().map { "(\(quoted(literal: $0)))" }.joined(separator: ", ")
    let rows: Rows
    do throws(PostgresError) {
      // To measure a table is to wait for who has it to himself, and this is no time to wait.
      rows = try connection.run(
        simple: "SET lock_timeout = '1s'; \(Self.query(list, isExact: true))")
    } catch {
      guard error.sqlState == "55P03" else { throw error }
      rows = try connection.run(simple: Self.query(list, isExact: false))
    }
    for row in rows {
      sizes[row.string(0)] = Size(
        table: row.int(1), total: row.int(2), rows: row[3].flatMap { Int($0) })
    }
  }

  func size(
    of kind: StatementEffect.Work.Kind, on relation: String
  ) -> StatementEffect.Size? {
    sizes[relation].map {
      StatementEffect.Size(bytes: kind == .rewrite ? $0.total : $0.table, rows: $0.rows)
    }
  }

  /// Of a partitioned table, that of all its partitions together.
  private static func query(_ names: String, isExact: Bool) -> String {
    let pages = "c.relpages * pg_catalog.current_setting('block_size')::bigint"
    let table = isExact ? "pg_catalog.pg_table_size(c.oid)" : pages
    let total =
      isExact
      ? "pg_catalog.pg_total_relation_size(c.oid)"
      : """
      \(pages) + (SELECT coalesce(sum(x.relpages), 0) FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid WHERE i.indrelid = c.oid)
        * pg_catalog.current_setting('block_size')::bigint
      """
    return """
      SELECT w.name, sum(\(table))::bigint, sum(\(total))::bigint,
        CASE WHEN bool_and(c.reltuples >= 0) THEN sum(c.reltuples)::bigint END
      FROM (VALUES \(names)) w (name)
      JOIN pg_catalog.pg_class top ON true
      JOIN pg_catalog.pg_namespace n ON n.oid = top.relnamespace
        AND w.name = CASE n.nspname WHEN 'public' THEN top.relname::text
          ELSE n.nspname || '.' || top.relname END
      JOIN LATERAL (SELECT top.oid WHERE top.relkind NOT IN ('p', 'I') UNION
        SELECT relid FROM pg_catalog.pg_partition_tree(top.oid) WHERE isleaf) part ON true
      JOIN pg_catalog.pg_class c ON c.oid = part.oid
      WHERE top.relkind IN ('r', 'p', 'm', 'i', 'I', 'S', 'f')
      GROUP BY w.name
      """
  }
}
