/// A session's advisory lock (manual 13.3.5) that is asked for and never waited on in the server.
///
/// A session that waits inside `pg_advisory_lock` holds a snapshot, and CREATE INDEX CONCURRENTLY of
/// the holder would wait for it: a deadlock. So the lock is tried, and the caller decides when to
/// try again.
public struct AdvisoryLock: Sendable, Equatable {
  public let key: Int

  public init(key: Int) { self.key = key }

  /// Who holds a lock, as `pg_stat_activity` knows it.
  public struct Holder: Sendable, Equatable {
    public var processID: Int
    public var application: String
    public var host: String
    public var statement: String
    /// Seconds since its transaction or, outside one, its last statement began.
    public var seconds: Int
  }

  /// Takes the lock for the session if it is free.
  public func tryLock(on connection: Connection) throws(PostgresError) -> Bool {
    try answer(connection, "SELECT pg_catalog.pg_try_advisory_lock(\(key))")
  }

  /// Takes the lock until the transaction ends, if it is free.
  public func tryLockForTransaction(on connection: Connection) throws(PostgresError) -> Bool {
    try answer(connection, "SELECT pg_catalog.pg_try_advisory_xact_lock(\(key))")
  }

  public func unlock(on connection: Connection) throws(PostgresError) {
    _ = try answer(connection, "SELECT pg_catalog.pg_advisory_unlock(\(key))")
  }

  /// True while this session holds the lock: statements like DISCARD ALL drop it silently.
  public func isHeld(by connection: Connection) throws(PostgresError) -> Bool {
    try answer(
      connection,
      """
      SELECT EXISTS (SELECT FROM pg_catalog.pg_locks l
        WHERE \(condition) AND l.pid = pg_catalog.pg_backend_pid())
      """)
  }

  /// The same for a session that has taken the lock twice, without a look at all that is locked on
  /// the server: one of its two holds is given back and taken again, and the other keeps everyone
  /// away meanwhile.
  ///
  /// Where the lock is gone, the server warns as well.
  public func isHeldTwice(by connection: Connection) throws(PostgresError) -> Bool {
    try answer(
      connection,
      """
      SELECT CASE WHEN pg_catalog.pg_advisory_unlock(\(key))
        THEN pg_catalog.pg_try_advisory_lock(\(key)) ELSE false END
      """)
  }

  public func holder(seenFrom connection: Connection) throws(PostgresError) -> Holder? {
    let rows = try connection.run(
      simple: """
        SELECT a.pid, a.application_name, coalesce(a.client_addr::text, 'local'),
          left(a.query, 200), greatest(0, extract(epoch FROM
            now() - coalesce(a.xact_start, a.query_start, a.backend_start)))::int
        FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_stat_activity a USING (pid)
        WHERE \(condition) LIMIT 1
        """)
    return rows.first.map {
      Holder(
        processID: $0.int(0), application: $0.string(1), host: $0.string(2),
        statement: $0.string(3), seconds: $0.int(4))
    }
  }

  /// A 64-bit key stands in `pg_locks` as its two halves, with `objsubid` 1.
  private var condition: String {
    let bits = UInt64(bitPattern: Int64(key))
    return """
      l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.classid = \(bits >> 32) AND l.objid = \(bits & 0xFFFF_FFFF)
        AND l.database = (SELECT oid FROM pg_catalog.pg_database
          WHERE datname = pg_catalog.current_database())
      """
  }

  /// The simple protocol, so that no open portal keeps a snapshot on this session.
  private func answer(_ connection: Connection, _ statement: String) throws(PostgresError) -> Bool {
    try connection.run(simple: statement).first?.bool(0) ?? false
  }
}
