internal import Postgres

/// Settings of a transaction that reads or writes rows.
enum SessionText {
  /// Text means the same whatever the role's or the database's own settings are, none of their
  /// timeouts ends a run, and no statement is compiled first: that takes a second where the catalog
  /// is guessed to be large, and gains nothing.
  ///
  /// A statement each, to be sent together: one that makes them all takes the server several times
  /// as long.
  static let settings: [SQL] = [
    "SET LOCAL TimeZone = 'UTC'",
    "SET LOCAL DateStyle = 'ISO, YMD'",
    "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL extra_float_digits = 1",
    "SET LOCAL bytea_output = 'hex'",
    "SET LOCAL standard_conforming_strings = on",
    "SET LOCAL xmloption = 'content'",
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL lock_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
    "SET LOCAL row_security = off",
    "SET LOCAL client_min_messages = 'warning'",
    "SET LOCAL jit = off",
  ]

  /// Where unqualified names are looked for.
  static func path(_ schemas: [String]) -> SQL {
    let path = schemas.map { quoted(identifier: $0) }.joined(separator: ", ")
    return SQL(unsafe: "SET LOCAL search_path = \(path.isEmpty ? "''" : path)")
  }
}
