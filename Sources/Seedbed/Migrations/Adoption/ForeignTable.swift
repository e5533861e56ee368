internal import Postgres

/// A table in which another tool keeps its history.
struct ForeignTable: Sendable, Hashable, CustomStringConvertible {
  let tool: MigrationLayout
  let schema: String
  let name: String

  var description: String { "\(schema).\(name)" }

  /// For statements.
  var sql: String { "\(quoted(identifier: schema)).\(quoted(identifier: name))" }

  /// All such tables of the database. They are recognised by their columns, for a name proves
  /// nothing: four tools call theirs `schema_migrations`.
  static func find(on connection: Connection) throws(PostgresError) -> [ForeignTable] {
    let rows = try connection.run(
      simple: """
        SELECT n.nspname, c.relname,
          string_agg(a.attname || ' ' || a.atttypid::regtype, ',' ORDER BY a.attname)
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
        WHERE c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped
          AND \(connection.own.leavesOut("n"))
          AND EXISTS (SELECT FROM pg_catalog.pg_attribute k WHERE k.attrelid = c.oid
            AND k.attname IN ('migration_name', 'installed_rank', 'version', 'version_id',
              'previous_hash'))
        GROUP BY 1, 2 ORDER BY 1, 2
        """)
    return rows.compactMap { row in
      let columns = Set(row.string(2).split(separator: ",").map(String.init))
      return tool(with: columns).map {
        ForeignTable(tool: $0, schema: row.string(0), name: row.string(1))
      }
    }
  }

  /// - Parameter columns: each as its name and type, `version bigint`.
  static func tool(with columns: Set<String>) -> MigrationLayout? {
    MigrationLayout.allCases.first { layout in
      guard let reader = layout.historyReader else { return false }
      return reader.hasOnlyThese
        ? columns == reader.columns : columns.isSuperset(of: reader.columns)
    }
  }
}

extension MigrationLayout {
  /// Reads what the layout's tool has written; nil for Seedbed's own.
  var historyReader: (any ForeignHistoryReader)? {
    switch self {
    case .native: nil
    case .prisma: PrismaHistory()
    case .dbmate: DbmateHistory()
    case .goose: GooseHistory()
    case .golangMigrate: GolangMigrateHistory()
    case .flyway: FlywayHistory()
    case .sqlx: SqlxHistory()
    case .diesel: DieselHistory()
    case .graphileMigrate: GraphileMigrateHistory()
    }
  }
}
