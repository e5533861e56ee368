/// Why a step was given up for the sake of those who use its tables.
struct LockVerdict: Sendable {
  let code: String
  let message: String
  let hint: String
  let notes: [String]
  let exitStatus: ExitStatus
}

extension LockVerdict {
  /// The lock was not to be had for as long as the run may try.
  static func blocked(
    _ request: LockRequest?, for duration: Duration, attempts: Int, by blockers: [Blocker]
  ) -> LockVerdict {
    LockVerdict(
      code: "lock.blocked",
      message: """
        \(request.map { "the lock \($0.description)" } ?? "a lock") was not to be had in \
        \(duration.seconds.twoDigits) s
        """,
      hint: """
        run again when these sessions are done, or end them with pg_terminate_backend; \
        --lock-timeout SECONDS waits longer
        """,
      notes: blockers.map { "held up by \($0.description)" } + account(of: attempts),
      exitStatus: .lockTimeout)
  }

  /// Without one, nobody was kept waiting at all.
  private static func account(of attempts: Int) -> [String] {
    let made =
      switch attempts {
      case 0: "it was not tried while they held it"
      case 1: "1 attempt was made"
      default: "\(attempts) attempts were made"
      }
    return [attempts == 0 ? made : "\(made); none kept others waiting for longer than a rung"]
  }

  /// Too many had to wait.
  static func queued(_ count: Int, _ request: LockRequest?) -> LockVerdict {
    LockVerdict(
      code: "lock.queue",
      message: """
        \(count) sessions waited behind it\(request.map { " for \($0.name)" } ?? ""), so it was \
        cancelled
        """,
      hint:
        "run it when there is less traffic, or look at what it does for so long: `seedbed migrate plan`",
      notes: [], exitStatus: .lockTimeout)
  }

  /// It began to do what nobody had planned.
  static func unplanned(_ work: String, _ lock: String) -> LockVerdict {
    LockVerdict(
      code: "lock.unplanned_work",
      message: "it began \(work) under \(lock), and was cancelled at once",
      hint: wayToAllow, notes: [], exitStatus: .refused)
  }

  static let wayToAllow = """
    write a form that does not hold others off for as long as it works, or say that they may wait: \
    -- seedbed: allow blocking because …, or --allow-blocking
    """
}
