internal import Postgres

/// The history that another tool keeps in the database.
enum ForeignHistory {
  /// Throws where Prisma has migrated this database: its migrations would be run a second time.
  static func refuse(on connection: Connection) throws {
    // Recognised by its columns, for a name proves nothing.
    let found = try connection.run(
      simple: """
        SELECT n.nspname FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname = '_prisma_migrations' AND c.relkind IN ('r', 'p') AND 3 = (
          SELECT count(*) FROM pg_catalog.pg_attribute a WHERE a.attrelid = c.oid
            AND a.attname IN ('migration_name', 'finished_at', 'applied_steps_count'))
        ORDER BY 1
        """)
    guard let schema = found.first?.string(0) else { return }
    throw Problem(
      "migrate.other_tool", "this database was migrated by Prisma: \(schema)._prisma_migrations",
      hint: """
        say how far Prisma has come, and Seedbed goes on from there: \
        `seedbed migrate resolve --applied-through NAME`
        """, exitStatus: .attention)
  }
}
