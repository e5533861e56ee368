internal import Postgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The other tool's own lock, so that it does not begin while its history is taken over.
struct ForeignLock {
  private let locks: [AdvisoryLock]
  private let connection: Connection

  /// - Parameter patience: how long a run of that tool is waited for.
  init(
    _ table: ForeignTable, on connection: Connection, _ progress: any Progress,
    patience: Duration = .seconds(20)
  ) throws {
    self.connection = connection
    locks = (table.tool.historyReader?.locks(table, database: connection.database) ?? [])
      .map { AdvisoryLock(key: $0) }
    let start = ContinuousClock.now
    for lock in locks {
      while try !lock.tryLock(on: connection) {
        progress.activity("waiting for a run of \(table.tool.title)")
        guard ContinuousClock.now - start < patience else {
          let holder = try lock.holder(seenFrom: connection)
          throw Problem(
            "lock.timeout", "\(table.tool.title) is migrating this database",
            hint: "wait for it, or end its session with pg_terminate_backend",
            notes: holder.map { ["process \($0.processID), for \($0.seconds) s"] } ?? [],
            exitStatus: .lockTimeout)
        }
        usleep(100_000)
      }
    }
  }

  func release() throws(PostgresError) {
    for lock in locks { try lock.unlock(on: connection) }
  }
}
