internal import Postgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// One run at a time in a database: migrations and seeds share this lock.
///
/// It is polled, never waited on in the server (see `AdvisoryLock`), and whoever waits says for
/// whom.
struct RunLock {
  /// Advisory locks are per database, so one key does for all; it spells `seedbed`.
  static let lock = AdvisoryLock(key: 0x73_6565_6462_6564)

  /// How long another run may hold it before this one gives up with exit status 5.
  var timeout: Duration = .seconds(600)
  let progress: any Progress
  /// Which lock, and what it is called: backfills have one of their own.
  var key = RunLock.lock
  var what = "another run"

  /// Tries until the lock is taken.
  ///
  /// - Parameters:
  ///   - connection: asks who holds the lock; may be the one that tries.
  ///   - attempt: takes the lock if it is free; must leave no transaction open if it is not.
  /// - Returns: true where it had to wait: what was to be done may be done by now.
  @discardableResult
  func acquire(seenFrom connection: Connection, attempt: () throws -> Bool) throws -> Bool {
    let start = ContinuousClock.now
    var pause: UInt32 = 20_000
    var named: AdvisoryLock.Holder?
    while try !attempt() {
      let holder = try holder(seenFrom: connection)
      if let holder, holder.processID != named?.processID {
        named = holder
        progress.note("waiting for \(what): \(Self.describe(holder))")
      }
      guard ContinuousClock.now - start < timeout else { throw timedOut(holder ?? named) }
      progress.activity("waiting for \(what)")
      usleep(pause)
      pause = min(pause * 2, 250_000)
    }
    return named != nil || pause > 20_000
  }

  /// Whoever holds the lock, with the statement of the run's other session, which does the work.
  private func holder(
    seenFrom connection: Connection
  ) throws(PostgresError) -> AdvisoryLock.Holder? {
    guard var holder = try key.holder(seenFrom: connection) else { return nil }
    if key == Self.lock, let worker = try OrphanedStatement.lock.holder(seenFrom: connection) {
      holder.statement = worker.statement
      holder.seconds = worker.seconds
    }
    return holder
  }

  private static func describe(_ holder: AdvisoryLock.Holder) -> String {
    """
    process \(holder.processID), \(holder.application.isEmpty ? "unnamed" : holder.application) \
    from \(holder.host), for \(holder.seconds) s, at: \(StatementSummary.text(of: holder.statement))
    """
  }

  private func timedOut(_ holder: AdvisoryLock.Holder?) -> Problem {
    Problem(
      "lock.timeout", "\(what) holds the lock on this database",
      hint: "wait longer with --lock-timeout SECONDS, or end its session with pg_terminate_backend",
      notes: holder.map { [Self.describe($0)] } ?? [], exitStatus: .lockTimeout)
  }
}
