internal import Postgres
internal import SQLScript

/// One segment of a script on its way to its locks: it looks before it asks, asks for a moment, goes
/// away and comes back.
final class LockedStep {
  private let engine: LockEngine
  private let policy: StepPolicy
  private let kind: Segment.Kind
  private let session: Connection
  private let mayRunAgain: Bool
  /// The script speaks of these settings itself.
  private let keepsSettings: Bool
  private let settings: SessionLevels
  private let workGuard: WorkGuard?
  private let start = ContinuousClock.now
  private var ladder: LockLadder
  private var requests: [LockRequest]
  private var blockers: [Blocker] = []
  private var attempts = 0
  private var cancels = 0
  private var rung = Duration.zero
  private var waitsSince: ContinuousClock.Instant?
  private var isSaid = false
  /// Why it was cancelled.
  private var verdict: LockVerdict?

  /// What the session had before.
  struct SessionLevels: Sendable {
    /// Milliseconds; 0 is none.
    var lockTimeout: Int
    var clientMessages: String
  }

  init(
    _ segment: Segment, of script: MigrationScript, in session: Connection,
    _ settings: SessionLevels, forecast: ScriptForecast?, _ engine: LockEngine
  ) throws(PostgresError) {
    self.engine = engine
    self.session = session
    self.settings = settings
    kind = segment.kind
    policy = StepPolicy(segment, of: script, effects: forecast?.effects(of: segment))
    firstToLock = forecast?.effects(of: segment)?.firstIndex { effect in
      effect.locks.contains { $0.mode.blocksReads || $0.mode.blocksWrites }
    }.map { $0 + segment.statements.lowerBound }
    requests = try engine.watch.requests(for: policy.locks)
    ladder = LockLadder(
      limit: script.directives.lockTimeout.map { .milliseconds($0) },
      deadlockTimeout: engine.deadlockTimeout)
    let statements = script.script.statements[segment.statements]
    // What may commit on its way is not run twice.
    mayRunAgain =
      !statements.contains { ["CALL", "DO"].contains($0.firstWord) } || kind == .transaction
    keepsSettings = statements.contains {
      !["INSERT", "UPDATE", "DELETE"].contains($0.firstWord) && $0.words.contains("LOCK_TIMEOUT")
    }
    let isAllowed = engine.allowsBlocking || script.allowsBlocking
    workGuard =
      isAllowed
      ? nil : WorkGuard(watch: engine.watch, connection: session, isLarge: engine.isLarge)
  }

  /// The first statement that is known to ask for a strong lock, by its place in the script.
  let firstToLock: Int?

  var isPatient: Bool { policy.manner == .patient }

  // MARK: - Before an attempt

  /// Waits outside of the queue until nobody is in the way who has been there for long.
  ///
  /// - Throws: a `LockVerdict` where the budget is used up.
  func approach() throws {
    if isPatient { return }
    while true {
      let inTheWay = try engine.watch.holders(against: requests, besides: session.backendProcessID)
        .filter { holder in
          if holder.isAutovacuum { return holder.preventsWraparound }
          return holder.seconds > 1 || blockers.contains { $0.process == holder.process }
        }
      guard let oldest = inTheWay.first else { return }
      blockers = inTheWay
      guard ContinuousClock.now - start < engine.budget else { throw blocked() }
      say(oldest)
      Duration.milliseconds(50).rest()
    }
  }

  /// Makes the settings of an attempt.
  func enter() throws(PostgresError) {
    attempts += 1
    verdict = nil
    waitsSince = nil
    if isPatient { return }
    rung = ladder.next(against: blockers)
    let values = ["lock_timeout = \(rung.milliseconds)", "client_min_messages = debug1"]
    switch kind {
    case .transaction:
      let begin = session.transactionStatus == .idle ? ["BEGIN"] : []
      try session.run(simple: (begin + values.map { "SET LOCAL \($0)" }).joined(separator: "; "))
    case .alone, .ownTransaction:
      if keepsSettings { return }
      try session.run(simple: values.map { "SET \($0)" }.joined(separator: "; "))
    }
  }

  /// Takes them back where they outlive a transaction.
  func leave() throws(PostgresError) {
    stopWaiting()
    if isPatient || kind == .transaction || keepsSettings { return }
    try session.run(
      simple: """
        SET lock_timeout = \(settings.lockTimeout); \
        SET client_min_messages = \(settings.clientMessages)
        """)
  }

  // MARK: - During an attempt

  /// Called again and again while a statement of it runs.
  func look() {
    let process = session.backendProcessID
    if let wait = try? engine.watch.wait(of: process) {
      if waitsSince == nil { waitsSince = .now }
      if let request = wait.request, !requests.contains(request) { requests.append(request) }
      if !wait.blockers.isEmpty { blockers = wait.blockers }
      if isPatient, let first = blockers.first {
        engine.progress.activity("waiting for \(first.description)")
      }
    } else {
      stopWaiting()
    }
    // Who holds nobody off has nobody behind him but his like.
    if isPatient { return }
    guard let count = try? engine.watch.waiters(for: process), count > engine.queueLimit else {
      return
    }
    verdict = .queued(count, requests.last)
    session.cancel()
  }

  private func stopWaiting() {
    if let waitsSince { engine.stood(for: ContinuousClock.now - waitsSince) }
    waitsSince = nil
  }

  /// Why the statement that has just ended must not stay, though it was over before it could be
  /// cancelled: with a larger table it will not be. What has committed stays.
  func objection() -> LockVerdict? {
    kind == .alone || verdict?.exitStatus != .refused ? nil : verdict
  }

  func hear(_ notice: PostgresError) {
    if verdict == nil, let found = workGuard?.receive(notice) { verdict = found }
  }

  // MARK: - After an attempt

  /// What is to become of a step that failed.
  ///
  /// - Returns: normally where it is to be tried again, after a rest.
  /// - Throws: the failure, with the reason where it was not the statement's own.
  func retreat(_ failure: StatementFailure) throws {
    stopWaiting()
    var failure = failure
    let state = failure.error.sqlState
    if let verdict, state == "57014" {
      cancels += 1
      if verdict.exitStatus == .refused || cancels > 2 {
        failure.verdict = verdict
        throw failure
      }
    } else if !["55P03", "40P01"].contains(state) {
      throw failure
    }
    guard !isPatient, mayRunAgain else { throw failure }
    if state == "55P03" { engine.stood(for: rung) }
    engine.retreated()
    do {
      try rest()
    } catch let verdict as LockVerdictError {
      failure.verdict = verdict.verdict
      throw failure
    }
  }

  private func rest() throws {
    guard ContinuousClock.now - start < engine.budget else { throw blocked() }
    if let first = blockers.first { say(first) }
    let left = engine.budget - (ContinuousClock.now - start)
    let end = ContinuousClock.now + min(ladder.rest(after: rung), left)
    // Nobody is in the way any more: there is nothing to stay away for.
    while ContinuousClock.now < end {
      Duration.milliseconds(50).rest()
      let holders = try engine.watch.holders(
        against: requests, besides: session.backendProcessID)
      if !requests.isEmpty, holders.isEmpty { return }
    }
  }

  private func blocked() -> LockVerdictError {
    LockVerdictError(
      verdict: .blocked(
        requests.last, for: ContinuousClock.now - start, attempts: attempts, by: blockers))
  }

  private func say(_ blocker: Blocker) {
    if !isSaid {
      isSaid = true
      engine.progress.note("waiting, outside of the queue, for \(blocker.description)")
    }
    engine.progress.activity("waiting for \(blocker.description)")
  }
}

/// A step that was given up.
struct LockVerdictError: Error {
  let verdict: LockVerdict
}
