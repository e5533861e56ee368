internal import Postgres

/// The settings of a session with the real database that decide what a statement does, to be made
/// in sessions with its shadow: whether `timestamp` becomes `timestamptz` without a rewrite is
/// decided by the time zone.
struct SessionTraits {
  private let settings: [(name: String, value: String)]

  init(of connection: Connection) throws(PostgresError) {
    let names = Self.names.map(quoted(literal:)).joined(separator: ", ")
    settings = try connection.run(
      simple: "SELECT name, setting FROM pg_catalog.pg_settings WHERE name IN (\(names))"
    ).map { (name: $0.string(0), value: $0.string(1)) }
  }

  private static let names = [
    "TimeZone", "search_path", "DateStyle", "IntervalStyle", "default_table_access_method",
    "default_toast_compression", "default_transaction_isolation", "check_function_bodies",
    "row_security", "array_nulls", "xmloption", "bytea_output", "extra_float_digits",
  ]

  var statement: String {
    settings.map { name, value in
      "SELECT pg_catalog.set_config(\(quoted(literal: name)), \(quoted(literal: value)), false)"
    }.joined(separator: "; ")
  }
}
