internal import Postgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A lock for a database's name, taken in the server's maintenance database by a session that lives
/// as long as the name is worked on or the database is in use: it frees itself when its holder dies.
enum NameLock {
  static func of(_ name: String) -> AdvisoryLock {
    AdvisoryLock(key: 0x5EED << 48 | Int(PathHash.of(name) & 0xFFFF_FFFF_FFFF))
  }

  /// Waits for whoever has it, and says for whom.
  ///
  /// - Returns: true where it had to wait: what was to be done may be done by now.
  @discardableResult
  static func acquire(
    _ name: String, on server: Connection, timeout: Duration, _ progress: any Progress
  ) throws -> Bool {
    let lock = of(name)
    let start = ContinuousClock.now
    var pause: UInt32 = 5_000
    while try !lock.tryLock(on: server) {
      let holder = try lock.holder(seenFrom: server)
      if pause == 5_000, let holder {
        progress.note("waiting for another run: process \(holder.processID), from \(holder.host)")
      }
      guard ContinuousClock.now - start < timeout else {
        throw Problem(
          "lock.timeout", "another run works on the database \"\(name)\"",
          hint: "wait longer with --lock-timeout SECONDS, or end its session",
          notes: holder.map { ["process \($0.processID), from \($0.host)"] } ?? [],
          exitStatus: .lockTimeout)
      }
      progress.activity("waiting for another run")
      usleep(pause)
      pause = min(pause * 2, 250_000)
    }
    return pause > 5_000
  }
}
