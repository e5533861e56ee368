/// For how long each attempt waits in a lock's queue, and how long it stays away after it.
///
/// Whoever comes while it waits waits behind it; so what an application notices of a migration is one
/// rung.
struct LockLadder: Sendable {
  /// The longest wait that was asked for; nil for the ladder's own.
  let limit: Duration?
  /// An autovacuum yields to a waiter after this, and not before (manual, "Automatic Vacuuming").
  let deadlockTimeout: Duration
  private var attempts = 0

  init(limit: Duration? = nil, deadlockTimeout: Duration = .seconds(1)) {
    self.limit = limit
    self.deadlockTimeout = deadlockTimeout
  }

  private static let rungs: [Duration] = [
    .milliseconds(100), .milliseconds(250), .milliseconds(500), .seconds(1),
  ]

  /// How long the next attempt may wait.
  ///
  /// - Parameter blockers: who was in the way.
  mutating func next(against blockers: [Blocker]) -> Duration {
    let rung = Self.rungs[min(attempts, Self.rungs.count - 1)]
    attempts += 1
    let yields = blockers.contains { $0.isAutovacuum && !$0.preventsWraparound }
    let wait = yields ? max(rung, deadlockTimeout + .milliseconds(300)) : rung
    return limit.map { min($0, wait) } ?? wait
  }

  /// How long to stay away after an attempt: at random, so that two who are in each other's way do
  /// not meet again.
  func rest(after wait: Duration) -> Duration {
    min(wait * Double.random(in: 2...10), .seconds(30))
  }
}
