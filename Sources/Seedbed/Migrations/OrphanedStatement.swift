internal import Postgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A statement of a run that was killed, which its server process still works on.
///
/// The run lock is free as soon as the client is dead, for its session idles; the statement's
/// session notices later. So every session that runs a migration shares a second lock, and a new
/// run begins when nobody shares it any more.
enum OrphanedStatement {
  static let lock = AdvisoryLock(key: RunLock.lock.key + 1)

  /// Waits until no statement of an earlier run is at work.
  static func waitForEnd(
    seenFrom connection: Connection, timeout: Duration, _ progress: any Progress
  ) throws {
    let start = ContinuousClock.now
    var isNamed = false
    while try !lock.tryLock(on: connection) {
      let holder = try lock.holder(seenFrom: connection)
      let who = holder.map { "process \($0.processID), for \($0.seconds) s" } ?? "unknown"
      if !isNamed {
        isNamed = true
        progress.note("waiting for a statement that an earlier run left behind: \(who)")
      }
      guard ContinuousClock.now - start < timeout else {
        throw Problem(
          "lock.orphaned_statement", "a statement of an earlier run is still at work",
          hint: "wait for it, or end its session with pg_terminate_backend", notes: [who],
          exitStatus: .lockTimeout)
      }
      progress.activity("waiting for a statement that an earlier run left behind")
      usleep(100_000)
    }
    try lock.unlock(on: connection)
  }
}
