internal import Postgres

/// Looks from one session at the locks of another.
///
/// It speaks the simple protocol and is never inside a transaction (see `RunKeeper`).
struct LockWatch {
  let connection: Connection

  /// What a session waits for, and whom.
  struct Wait {
    /// Nil where it waits for a row, or for another session's end.
    var request: LockRequest?
    var blockers: [Blocker]
  }

  /// Nil where it does not wait.
  func wait(of process: Int) throws(PostgresError) -> Wait? {
    let rows = try connection.run(
      simple: """
        WITH asked AS MATERIALIZED (
          SELECT locktype, relation, mode FROM pg_catalog.pg_locks
          WHERE pid = \(process) AND NOT granted LIMIT 1)
        SELECT \(Blocker.columns(lock: Self.lock)),
          CASE WHEN q.locktype = 'relation' THEN q.relation END, q.mode,
          \(Self.name(of: "q.relation"))
        FROM asked q
        CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.pg_blocking_pids(\(process))) AS b(pid)
        JOIN pg_catalog.pg_stat_activity a ON a.pid = b.pid
        LEFT JOIN LATERAL (
          SELECT h.mode, h.relation FROM pg_catalog.pg_locks h
          WHERE h.pid = a.pid AND h.locktype = 'relation' AND h.relation = q.relation
          ORDER BY h.granted DESC LIMIT 1) l ON true
        ORDER BY 5 DESC
        """)
    guard let first = rows.first else { return nil }
    let mode = first[9].flatMap(LockMode.init(catalogName:))
    let request = first[8].flatMap { Int($0) }.flatMap { relation in
      mode.map { LockRequest(relation: relation, name: first.string(10), mode: $0) }
    }
    return Wait(request: request, blockers: rows.map { Blocker($0) })
  }

  /// Who holds a lock that one of these requests would have to wait for, the oldest first.
  func holders(against requests: [LockRequest], besides process: Int) throws(PostgresError)
    -> [Blocker]
  {
    let conditions = requests.map { request in
      let modes = LockMode.allCases.filter(request.mode.conflicts).map { "'\($0.catalogName)'" }
      return "l.relation = \(request.relation) AND l.mode IN (\(modes.joined(separator: ", ")))"
    }
    if conditions.isEmpty { return [] }
    return try connection.run(
      simple: """
        SELECT DISTINCT ON (a.pid) \(Blocker.columns(lock: Self.lock))
        FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
        WHERE l.granted AND l.locktype = 'relation' AND l.pid <> \(process)
          AND l.database = (SELECT oid FROM pg_catalog.pg_database
            WHERE datname = pg_catalog.current_database())
          AND (\(conditions.map { "(\($0))" }.joined(separator: " OR ")))
        ORDER BY a.pid
        """
    ).map { Blocker($0) }.sorted { $0.seconds > $1.seconds }
  }

  /// How many sessions wait for this one, or in the queue behind it.
  func waiters(for process: Int) throws(PostgresError) -> Int {
    try connection.run(
      simple: """
        SELECT count(DISTINCT w.pid) FROM pg_catalog.pg_locks w
        WHERE NOT w.granted AND w.pid <> \(process)
          AND \(process) = ANY (pg_catalog.pg_blocking_pids(w.pid))
        """
    ).first?.int(0) ?? 0
  }

  /// How long a waiter has to wait before an autovacuum yields to it.
  func deadlockTimeout() throws(PostgresError) -> Duration {
    let text = try connection.run(
      simple: """
        SELECT setting FROM pg_catalog.pg_settings WHERE name = 'deadlock_timeout'
        """
    ).first?.string(0)
    return .milliseconds(text.flatMap { Int($0) } ?? 1_000)
  }

  private static let lock = """
    CASE WHEN l.relation IS NOT NULL THEN \
    pg_catalog.upper(pg_catalog.btrim(pg_catalog.regexp_replace( \
    pg_catalog.replace(l.mode, 'Lock', ''), '([A-Z])', ' \\1', 'g'))) \
    || ' on ' || \(name(of: "l.relation")) END
    """

  private static func name(of relation: String) -> String {
    """
    (SELECT CASE WHEN n.nspname = 'public' THEN '' ELSE n.nspname || '.' END || c.relname \
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace \
    WHERE c.oid = \(relation))
    """
  }
}

/// A lock that a step needs on a table that others use.
struct LockRequest: Sendable, Hashable {
  let relation: Int
  /// As people write it.
  let name: String
  let mode: LockMode

  /// `ACCESS EXCLUSIVE on users`
  var description: String { "\(mode.name) on \(name)" }
}
