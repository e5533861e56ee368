internal import Postgres

/// What a shadow has to have in common with the database that it stands for.
struct ShadowTraits {
  let mayCreate: Bool
  let majorVersion: Int
  private let encoding: String
  private let locale: String
  /// The database's own settings: a `search_path` among them decides where a migration makes its
  /// tables.
  private let settings: [DatabaseSetting]
  private let roles: [String]

  init(of connection: Connection) throws(PostgresError) {
    majorVersion = connection.serverVersion / 10_000
    // The columns for the locale have changed names from version to version.
    let answers = try connection.pipeline([
      """
      SELECT (SELECT rolcreatedb OR rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user),
        pg_catalog.pg_encoding_to_char(encoding), datcollate, datctype,
        coalesce(j ->> 'datlocprovider', 'c'), coalesce(j ->> 'datlocale', j ->> 'daticulocale')
      FROM pg_catalog.pg_database d, LATERAL pg_catalog.to_jsonb(d) j
      WHERE datname = pg_catalog.current_database()
      """,
      """
      SELECT pg_catalog.unnest(setconfig) FROM pg_catalog.pg_db_role_setting
      WHERE setrole = 0 AND setdatabase = (SELECT oid FROM pg_catalog.pg_database
        WHERE datname = pg_catalog.current_database())
      """,
      "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_'",
    ])
    let row = answers[0].first
    mayCreate = row?.bool(0) ?? false
    encoding = " ENCODING \(quoted(literal: row?.string(1) ?? "UTF8"))"
    locale = row.map(Self.locale) ?? ""
    settings = answers[1].map { DatabaseSetting(role: nil, text: $0.string(0)) }
    roles = answers[2].map { $0.string(0) }
  }

  private static func locale(_ row: Rows.Row) -> String {
    var text =
      " LC_COLLATE \(quoted(literal: row.string(2))) LC_CTYPE \(quoted(literal: row.string(3)))"
    if let name = row[5] {
      let isBuiltin = row.string(4) == "b"
      text += " LOCALE_PROVIDER \(isBuiltin ? "builtin BUILTIN_LOCALE" : "icu ICU_LOCALE")"
      text += " \(quoted(literal: name))"
    }
    return text
  }

  /// Makes the empty database; without the locale where this server's system does not have it.
  func create(_ name: String, on server: Connection) throws(PostgresError) {
    let statement = "CREATE DATABASE \(quoted(identifier: name)) TEMPLATE template0"
    do throws(PostgresError) {
      try server.run(simple: statement + encoding + locale)
    } catch {
      // 42809 wrong_object_type and 22023 invalid_parameter_value: the locale is not known here.
      guard ["42809", "22023", "42704"].contains(error.sqlState) else { throw error }
      try server.run(simple: statement + " ENCODING 'UTF8'")
    }
  }

  func applySettings(to name: String, on server: Connection) throws(PostgresError) {
    for setting in settings where setting.name != "default_transaction_read_only" {
      if let statement = setting.statement(for: name) { try server.run(simple: statement) }
    }
  }

  /// Grants and policies name roles; on a server of one's own they may be missing.
  func makeRoles(on server: Connection) throws(PostgresError) {
    let known = Set(
      try server.run(simple: "SELECT rolname FROM pg_catalog.pg_roles").map { $0.string(0) })
    for role in roles where !known.contains(role) {
      try server.run(simple: "CREATE ROLE \(quoted(identifier: role)) NOLOGIN")
    }
  }
}
