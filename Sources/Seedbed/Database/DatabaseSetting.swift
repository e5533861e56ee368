internal import Postgres

/// A setting that belongs to a database, or to a role in it, and not to what is inside: a copy of the
/// database lacks it.
struct DatabaseSetting: Sendable, Equatable {
  /// Nil for every role.
  var role: String?
  /// `name=value`, as the catalog has it.
  var text: String

  /// Of the database of that name.
  static func all(
    of database: String, on server: Connection
  ) throws(PostgresError) -> [DatabaseSetting] {
    let rows = try server.execute(
      """
      SELECT pg_catalog.pg_get_userbyid(nullif(s.setrole, 0)), pg_catalog.unnest(s.setconfig)
      FROM pg_catalog.pg_db_role_setting s JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
      WHERE d.datname = \(database)
      """)
    return rows.map { DatabaseSetting(role: $0[0], text: $0.string(1)) }
  }

  var name: String { text.prefix { $0 != "=" }.lowercased() }

  /// The statement that makes it another database's.
  func statement(for database: String) -> String? {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    let value = String(text[text.index(after: equals)...])
    // A list is kept with its names quoted; any other value is not.
    let isList = ["search_path", "temp_tablespaces", "session_preload_libraries"].contains(name)
    let target = quoted(identifier: database)
    return
      (role.map { "ALTER ROLE \(quoted(identifier: $0)) IN DATABASE \(target)" }
      ?? "ALTER DATABASE \(target)")
      + " SET \(quoted(identifier: name)) TO "
      + (isList ? (value.isEmpty ? "''" : value) : quoted(literal: value))
  }
}
