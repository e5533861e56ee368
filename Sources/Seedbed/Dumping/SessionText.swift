internal import Postgres

/// Settings under which values have the text that fixtures hold, whatever the role's or the
/// database's own are.
enum SessionText {
  static let settings: SQL = """
    SELECT pg_catalog.set_config(name, value, true) FROM (VALUES
      ('TimeZone', 'UTC'), ('DateStyle', 'ISO, YMD'), ('IntervalStyle', 'postgres'),
      ('extra_float_digits', '1'), ('bytea_output', 'hex'), ('standard_conforming_strings', 'on'),
      ('xmloption', 'content'), ('statement_timeout', '0'), ('lock_timeout', '0'),
      ('idle_in_transaction_session_timeout', '0'), ('row_security', 'off'),
      ('client_min_messages', 'warning'), ('jit', 'off'),
      ('search_path', 'pg_catalog')) AS s(name, value)
    """

  static func path(_ schemas: [String]) -> SQL {
    let path = schemas.map { quoted(identifier: $0) }.joined(separator: ", ")
    return "SELECT pg_catalog.set_config('search_path', \(path), true)"
  }
}
