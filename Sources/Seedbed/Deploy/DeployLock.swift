internal import Postgres

/// One deployment at a time in a database, from its first step to its last.
///
/// The lock is of its own: the runs of migrations, backfills and seeds inside take theirs.
struct DeployLock {
  static let lock = AdvisoryLock(key: RunLock.lock.key + 3)

  /// Holds the lock as long as it is open.
  let connection: Connection

  init(_ database: Database, patience: Duration, _ progress: any Progress) throws {
    let connection = try RunKeeper.session(with: database, "seedbed deploy", progress)
    var wait = RunLock(timeout: patience, progress: progress)
    wait.key = Self.lock
    wait.what = "another deployment"
    try wait.acquire(seenFrom: connection) { try Self.lock.tryLock(on: connection) }
    guard try Self.lock.isHeld(by: connection) else { throw RunKeeper.pooled(database) }
    self.connection = connection
  }
}
