internal import Postgres

/// The sessions that others have with a database.
struct DatabaseSessions {
  let database: String

  init(of database: String) { self.database = database }

  /// Throws, and says who they are, where there are any: the server itself would wait five seconds
  /// and then not say it.
  ///
  /// - Parameter server: a session with another database.
  func expectNone(seenFrom server: Connection) throws {
    let sessions = try remaining(after: 0.5, seenFrom: server)
    if !sessions.isEmpty { throw inUse(sessions) }
  }

  /// Waits for sessions that were just closed, which are seen for some milliseconds more: the server
  /// itself, where it waits for them, looks ten times a second only.
  ///
  /// - Parameter patience: in seconds.
  /// - Returns: those that are there still.
  @discardableResult
  func remaining(
    after patience: Double = 0.5, seenFrom server: Connection
  ) throws(PostgresError) -> [String] {
    var sessions = try described(seenFrom: server)
    var (pause, waited) = (0.001, 0.0)
    while !sessions.isEmpty, waited < patience {
      try server.execute("SELECT pg_catalog.pg_sleep(\(String(pause))::pg_catalog.float8)")
      waited += pause
      pause = min(pause * 2, 0.05)
      sessions = try described(seenFrom: server)
    }
    return sessions
  }

  /// Throws, and says who they are, where sessions other than this one are in a transaction.
  func expectNoTransactions(seenFrom connection: Connection) throws {
    let sessions = try described(
      seenFrom: connection, "AND (state = 'active' OR xact_start IS NOT NULL)")
    if !sessions.isEmpty { throw inUse(sessions) }
  }

  private func described(
    seenFrom connection: Connection, _ condition: String = ""
  ) throws(PostgresError) -> [String] {
    try connection.execute(
      """
      SELECT pg_catalog.format('process %s, %s from %s', pid,
        coalesce(nullif(application_name, ''), 'unnamed'), coalesce(client_addr::text, 'local'))
      FROM pg_catalog.pg_stat_activity
      WHERE datname = \(database) AND pid <> pg_catalog.pg_backend_pid()
        AND backend_type = 'client backend' \(unsafe: condition) ORDER BY pid
      """
    ).map { $0.string(0) }
  }

  /// Ends them, this one left out, and waits until they are gone.
  ///
  /// - Parameter connection: not in a transaction, which would see what it has seen before.
  func end(seenFrom connection: Connection) throws(PostgresError) {
    let ended = try connection.execute(
      """
      SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
      WHERE datname = \(database) AND pid <> pg_catalog.pg_backend_pid()
        AND backend_type = 'client backend'
      """)
    if !ended.isEmpty { try remaining(after: 5, seenFrom: connection) }
  }

  func inUse(_ sessions: [String]) -> Problem {
    Problem(
      "database.in_use", "the database \"\(database)\" is in use",
      hint: "close these sessions, or end them with --force", notes: sessions)
  }
}
