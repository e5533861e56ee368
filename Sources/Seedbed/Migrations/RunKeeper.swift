internal import Postgres

/// The session that holds the run lock for as long as a run lasts.
///
/// It speaks the simple protocol only and is never inside a transaction between two calls: an open
/// snapshot here would make a CREATE INDEX CONCURRENTLY of the run wait for ever.
struct RunKeeper {
  let connection: Connection
  let identity: SessionIdentity
  private let seen: LastSeen

  private final class LastSeen {
    var time = ContinuousClock.now
  }

  /// Waits for the lock, and for what a run that died has left running.
  init(_ database: Database, patience: Duration, _ progress: any Progress) throws {
    let connection = try Self.session(with: database, "seedbed migrate", progress)
    let wait = RunLock(timeout: patience, progress: progress)
    try wait.acquire(seenFrom: connection) { try RunLock.lock.tryLock(on: connection) }
    try OrphanedStatement.waitForEnd(seenFrom: connection, timeout: patience, progress)
    // Taken twice, so that a script that is about to commit can ask for it cheaply.
    guard try RunLock.lock.isHeld(by: connection), try RunLock.lock.tryLock(on: connection) else {
      throw Self.pooled(database)
    }
    self.connection = connection
    identity = try SessionIdentity(of: connection)
    seen = LastSeen()
  }

  /// A session that can hold a lock for as long as it is open.
  static func session(
    with database: Database, _ application: String, _ progress: any Progress
  ) throws -> Connection {
    if database.isPooled { throw pooled(database) }
    let connection = try database.connectForWriting(applicationName: application, progress)
    let isPooled = try SessionAffinity.isMissing(on: connection) {
      try database.connect(applicationName: application, progress)
    }
    if isPooled { throw pooled(database) }
    try connection.run(together: SessionSettings.neutral(on: connection))
    return connection
  }

  /// Whether the lock is still held.
  ///
  /// The server is asked once a second. In between it is enough that it has said nothing: it does
  /// when it ends a session, and nothing but the end of this one gives the lock away.
  func holdsLock() throws(PostgresError) -> Bool {
    if !connection.mayBeOver, ContinuousClock.now - seen.time < .seconds(1) { return true }
    guard try RunLock.lock.isHeldTwice(by: connection) else { return false }
    seen.time = .now
    return true
  }

  /// Nil where the database has none yet.
  func history() throws(PostgresError) -> [AppliedMigration]? {
    try History.readIfPresent(on: connection)
  }

  /// Makes the history, and the database's marker with it.
  func createHistory(for database: Database) throws {
    try DatabaseMarker.establish(
      for: database.environment, isLocal: database.isLocal, on: connection)
    try History.create(on: connection)
  }

  /// Lets a row stand as the record of an attempt, which the migration's next one does not meet.
  func forget(_ name: String) throws(PostgresError) {
    try connection.run(
      simple: """
        UPDATE \(connection.own.migrations) SET rolled_back_at = pg_catalog.clock_timestamp()
        WHERE name = \(quoted(literal: name)) AND rolled_back_at IS NULL
        """)
  }

  static func pooled(_ database: Database) -> Problem {
    Problem(
      "lock.pooler", "the connection goes through a pooler that does not keep a session's locks",
      hint: """
        give the server's own URL with --database-url (\(database.source) names a pooler), or let \
        the pooler keep sessions: pool_mode = session
        """)
  }
}
