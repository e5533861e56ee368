internal import Postgres

/// Puts a copy of a template right by its rows: versions that came later go, those that are missing
/// are read from the template and written, in one statement.
///
/// The end is known exactly: the rows of the template, all at once. So nothing should react to single
/// steps on the way there. A superuser, or one who was given the right to set
/// `session_replication_role`, puts triggers and foreign keys aside for this session. For everybody
/// else foreign keys are checked, which the end passes as the template did; what would do more than
/// check (triggers of the application's, and keys that would change or refuse to let go other rows
/// than the statement speaks of) is looked for beforehand, and there is no restoration where it is
/// found.
struct RowRestoration {
  let tables: [RestoredTable]
  let deviation: Deviation
  private let bypasses: Bool

  /// More transactions than these are no longer told apart cheaply.
  private static let maximumRepairs = 100

  /// Looks at what would react.
  ///
  /// - Parameter connection: a session with the copy.
  init(of deviation: Deviation, on connection: Connection) throws(PostgresError) {
    self.deviation = deviation
    guard deviation.obstacle == nil, !deviation.tables.isEmpty else {
      (tables, bypasses) = ([], false)
      return
    }
    let mayBypass = try connection.run(
      simple: connection.serverVersion >= 150_000
        ? "SELECT pg_catalog.has_parameter_privilege('session_replication_role', 'SET')"
        : "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user")
    bypasses = mayBypass.first?.bool(0) ?? false
    tables = try RestoredTable.read(
      deviation.tables, bypassing: bypasses, on: connection)
  }

  /// Why it is not to be done, in words; nil where it can.
  var obstacle: String? {
    if let obstacle = deviation.obstacle { return obstacle }
    if deviation.count.repairs.count >= Self.maximumRepairs {
      return "rows were put right too often"
    }
    return tables.lazy.compactMap(\.obstacle).first
  }

  /// Works inside the transaction that the deviation was found in, and ends it.
  ///
  /// - Parameters:
  ///   - template: a session with the template.
  ///   - limit: how long the statement may take. What keys cost that lack an index on the other side
  ///     is not known beforehand.
  /// - Returns: why the rows did not come out as they should; nil where they did.
  func run(
    on connection: Connection, from template: Connection, limit: Duration
  ) throws -> String? {
    try connection.run(simple: settings)
    try template.run(simple: "BEGIN READ ONLY;" + Self.textSettings)
    let missing = try MissingRows(
      connection: connection, template: template, count: deviation.count
    ).find(for: tables)
    try template.run(simple: "COMMIT")
    guard let missing else { return try undo("rows are too large", connection) }
    var statement = RestorationStatement(count: deviation.count)
    for (table, rows) in zip(tables, missing) { statement.add(table, missing: rows) }
    if !bypasses {
      try connection.run(
        simple: "SET LOCAL statement_timeout = \(Int(limit.seconds * 1000))")
    }
    try connection.execute(statement.sql(deviation.sequences, in: connection.own))
    guard try isRight(on: connection) else {
      return try undo("rows changed meanwhile", connection)
    }
    try connection.run(simple: "COMMIT")
    return nil
  }

  private func undo(_ reason: String, _ connection: Connection) throws(PostgresError) -> String {
    try connection.run(simple: "ROLLBACK")
    return reason
  }

  /// Nobody else writes from here on.
  private var settings: String {
    let names = tables.map { "ONLY " + $0.name }
    return (bypasses ? "SET LOCAL session_replication_role = replica;" : "")
      + "SET LOCAL lock_timeout = '2s';" + Self.textSettings
      + (names.isEmpty
        ? "" : "; LOCK TABLE \(names.joined(separator: ", ")) IN SHARE ROW EXCLUSIVE MODE")
  }

  /// A value's text means the same to both sessions, and the whole value.
  private static let textSettings = """
    SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';
    SET LOCAL TimeZone = 'UTC'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex';
    SET LOCAL xmloption = 'content'; SET LOCAL row_security = off; SET LOCAL statement_timeout = 0;
    SET LOCAL search_path = pg_catalog; SET LOCAL jit = off
    """

  /// Counts again: what the statement did is not taken for granted.
  private func isRight(on connection: Connection) throws(PostgresError) -> Bool {
    guard let state = try BaselineState.read(on: connection) else { return false }
    let count = BaselineCount(horizon: state.horizon, repairs: state.repairs)
    let found = try count.read(deviation.tables.map(\.relation), on: connection)
    return zip(deviation.tables, found).allSatisfy { table, found in
      found.rows == table.original && found.all == table.original
    }
  }
}
