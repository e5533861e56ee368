internal import Postgres

/// A history of Seedbed's own in another schema than this run's: `"ownSchema"` was changed since.
enum MovedHistory {
  /// - Throws: where this folder's migrations are recorded in another schema, so that they would be
  ///   run a second time. A history of other migrations is another project's.
  static func check(_ migrations: [Migration], on connection: Connection) throws {
    let known = Set(migrations.map { [$0.name, $0.checksum] })
    for schema in try others(than: connection.own, on: connection) {
      let table = "\(quoted(identifier: schema)).migrations"
      // One that may not be read is not this role's.
      let rows = try? connection.run(
        simple: "SELECT name, checksum FROM \(table) WHERE rolled_back_at IS NULL")
      guard rows?.contains(where: { known.contains([$0.string(0), $0.string(1)]) }) == true else {
        continue
      }
      let own = connection.own
      throw Problem(
        "migrate.moved_history",
        "this folder's migrations are recorded in the schema \(quoted(identifier: schema)), and the "
          + "schema of this run is \(quoted(identifier: own.name))",
        hint: """
          name that schema in seedbed.json, "ownSchema"; or rename it: \
          ALTER SCHEMA \(quoted(identifier: schema)) RENAME TO \(quoted(identifier: own.name))
          """,
        notes: [
          "where they are to be run beside that one's: `seedbed migrate adopt --none`"
        ], exitStatus: .attention)
    }
  }

  /// Schemas with a table that has the columns of Seedbed's history.
  private static func others(
    than own: OwnSchema, on connection: Connection
  ) throws(PostgresError) -> [String] {
    try connection.run(
      simple: """
        SELECT n.nspname FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname = 'migrations' AND c.relkind = 'r' AND n.nspname <> \(own.literal)
          AND 3 = (SELECT count(*) FROM pg_catalog.pg_attribute a
            WHERE a.attrelid = c.oid AND NOT a.attisdropped
              AND a.attname IN ('token_checksum', 'applied_statements', 'tool_version'))
        ORDER BY 1
        """
    ).map { $0.string(0) }
  }
}
