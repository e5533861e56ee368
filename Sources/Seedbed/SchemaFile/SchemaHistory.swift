internal import Postgres

/// The history as statements, without the times and the names that differ from machine to machine.
enum SchemaHistory {
  /// A line for each migration, so that two branches' files are merged line by line.
  static func statements(from connection: Connection) throws(PostgresError) -> String {
    let own = connection.own
    let applied = try History.readIfPresent(on: connection)?.filter { $0.finishedAt != nil } ?? []
    let insertions = applied.map { entry in
      let values = [
        quoted(literal: entry.name), literal(entry.checksum), literal(entry.tokenChecksum), "now()",
        "\(entry.statements)", "\(entry.appliedStatements)", quoted(literal: "schema file"),
        quoted(literal: entry.origin),
      ]
      return """
        INSERT INTO \(own.migrations) (name, checksum, token_checksum, finished_at, statements, \
        applied_statements, tool_version, origin) VALUES (\(values.joined(separator: ", ")));

        """
    }
    return """

      -- The migrations that this schema holds, so that none of them is run again.

      CREATE SCHEMA IF NOT EXISTS \(own);
      \(History.definition(in: own));

      \(insertions.joined())
      """
  }

  private static func literal(_ text: String?) -> String { text.map(quoted(literal:)) ?? "NULL" }
}
