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
    var sessions: [String] = []
    // A session that was just closed is seen for some milliseconds more.
    for attempt in 0..<10 {
      if attempt > 0 { _ = try server.execute("SELECT pg_catalog.pg_sleep(0.05)") }
      sessions = try described(seenFrom: server)
      if sessions.isEmpty { return }
    }
    throw inUse(sessions)
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

  /// Ends them, this one left out.
  func end(seenFrom connection: Connection) throws(PostgresError) {
    try connection.execute(
      """
      SELECT pg_catalog.pg_terminate_backend(pid, 5000) FROM pg_catalog.pg_stat_activity
      WHERE datname = \(database) AND pid <> pg_catalog.pg_backend_pid()
        AND backend_type = 'client backend'
      """)
  }

  func inUse(_ sessions: [String]) -> Problem {
    Problem(
      "database.in_use", "the database \"\(database)\" is in use",
      hint: "close these sessions, or end them with --force", notes: sessions)
  }
}
