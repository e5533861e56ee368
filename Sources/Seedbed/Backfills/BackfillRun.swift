internal import Postgres

/// Goes through the rows of one backfill, batch by batch, until nothing is left.
final class BackfillRun {
  private let batch: BackfillBatch
  private let script: BackfillScript
  private let watch: BackfillWatch
  private let progress: any Progress
  /// Rests between batches for the sake of others.
  private let isNice: Bool
  /// Waits while somebody has paused it; else it ends.
  private let waitsWhilePaused: Bool
  /// How long a batch is tried that others' locks keep from being done.
  private let patience: Duration
  private var rate: Double?
  /// When the rate was taken last, and how much had been read by then.
  private var measured = (time: ContinuousClock.now, read: 0)
  private var shown = ContinuousClock.now
  private var blockers: [Blocker] = []

  /// How it ended.
  enum End { case verified, paused }

  init(
    _ batch: BackfillBatch, isNice: Bool, waitsWhilePaused: Bool, patience: Duration,
    _ progress: any Progress
  ) {
    self.batch = batch
    script = batch.script
    watch = batch.watch
    self.isNice = isNice
    self.waitsWhilePaused = waitsWhilePaused
    self.patience = patience
    self.progress = progress
  }

  /// How often the keys are gone through in one run before what is left is somebody's fault.
  private static let passes = 5

  func run(from state: BackfillState) throws -> End {
    rate = state.rate
    measured = (.now, state.read)
    var size = BatchSize(state.batchSize)
    var isChecked = script.verification != .condition
    var passes = 1
    while true {
      if try rest() == .paused { return .paused }
      let start = ContinuousClock.now
      let outcome = try attempt(&size, checksCondition: !isChecked || passes > 1)
      guard let outcome else {
        if try BackfillVerification(batch).finish(mayGoOn: passes < Self.passes) {
          return .verified
        }
        passes += 1
        continue
      }
      if outcome.changed > 0 { isChecked = true }
      show(outcome.state)
      pause(after: ContinuousClock.now - start)
    }
  }

  /// One batch, tried again where only others' locks kept it from being done.
  private func attempt(
    _ size: inout BatchSize, checksCondition: Bool
  ) throws -> BackfillBatch.Outcome? {
    let start = ContinuousClock.now
    var failures = 0
    while true {
      let begin = ContinuousClock.now
      var next = size
      do {
        let outcome = try batch.run(
          size: size, checksCondition: checksCondition, whileWaiting: lookForBlockers
        ) { outcome in
          if outcome.waiters > 0 {
            next.yield()
          } else if outcome.isFull {
            next.adapt(to: ContinuousClock.now - begin)
          }
          outcome.state.batchSize = next.rows
          outcome.state.rate = rate(of: outcome.state)
        }
        size = next
        return outcome
      } catch let error as PostgresError {
        try rollBack(error)
        guard error.mayPass else { throw try failure(error) }
        guard ContinuousClock.now - start < patience else { throw blocked() }
        failures += 1
        size.halve()
        progress.activity("\(script.name): \(error.redacted.message); trying a smaller batch")
        min(Duration.milliseconds(100) * (1 << min(failures, 6)), .seconds(5)).jittered.rest()
      } catch {
        _ = try? batch.worker.run(simple: "ROLLBACK")
        throw error
      }
    }
  }

  private func rollBack(_ error: PostgresError) throws {
    if error.isConnectionFailure { throw lost() }
    try batch.worker.run(simple: "ROLLBACK")
  }

  private func lookForBlockers() {
    let wait = try? LockWatch(connection: watch.connection).wait(
      of: batch.worker.backendProcessID)
    if let found = wait?.blockers, !found.isEmpty { blockers = found }
  }

  // MARK: - Resting

  /// Waits for as long as others are to come first.
  private func rest() throws -> End? {
    var told: BackfillWatch.Rest?
    while let rest = try watch.rest(of: script, table: batch.table) {
      if rest != told {
        told = rest
        progress.note("\(script.name) rests: \(rest.description)")
        try say(rest)
      }
      if case .paused = rest, !waitsWhilePaused { return .paused }
      progress.activity("\(script.name) rests: \(rest.description)")
      Duration.milliseconds(200).rest()
    }
    if told != nil {
      progress.note("\(script.name) goes on")
      try watch.connection.run(
        simple: BackfillLedger.update(
          script.name, [("waits_for", "NULL")], in: watch.connection.own))
    }
    return nil
  }

  private func say(_ rest: BackfillWatch.Rest) throws(PostgresError) {
    if case .paused = rest { return }
    try watch.connection.run(
      simple: BackfillLedger.update(
        script.name, [("waits_for", quoted(literal: rest.description))],
        in: watch.connection.own))
  }

  /// A share of the time that the batch took, so that a busy server gets longer rests.
  private func pause(after batch: Duration) {
    max(script.options.pause ?? .zero, isNice ? batch * 0.25 : .zero).rest()
  }

  // MARK: - Telling

  /// In the time of late, rests included.
  private func rate(of state: BackfillState) -> Double? {
    let now = ContinuousClock.now
    let span = now - measured.time
    guard span > .seconds(1) else { return rate ?? state.rate }
    let current = Double(state.read - measured.read) / span.seconds
    measured = (now, state.read)
    rate = rate.map { $0 * 0.7 + current * 0.3 } ?? current
    return rate
  }

  private func show(_ state: BackfillState) {
    guard ContinuousClock.now - shown > .seconds(5) else { return }
    shown = ContinuousClock.now
    progress.activity("backfill \(script.name): \(state.progress)")
  }

  // MARK: - Failing

  private func lost() -> Problem {
    Problem(
      "backfill.connection_lost", "the connection was lost in a batch of \(script.name)",
      hint: "run `seedbed backfill run` again: it goes on after the last batch that was finished")
  }

  private func blocked() -> Problem {
    Problem(
      "backfill.blocked",
      "the rows of a batch of \(script.name) were locked for \(patience.seconds.twoDigits) s",
      hint: "end these sessions, or wait for them, and run `seedbed backfill run` again",
      notes: blockers.map(\.description) + ["all batches before it are done, and stay"],
      exitStatus: .lockTimeout)
  }

  private func failure(_ error: PostgresError) throws -> Problem {
    let said = error.redacted
    _ = try? watch.connection.run(
      simple: BackfillLedger.update(
        script.name,
        [("error", quoted(literal: "\(said.message) (SQLSTATE \(said.sqlState))"))],
        in: watch.connection.own))
    var problem = script.problem(said)
    problem.notes += ["all batches before it are done, and stay"]
    problem.hint =
      problem.hint
        ?? """
        mend the rows, or the statement and run `seedbed backfill run --restart \(script.name)`; the \
        batch begins after cursor_key in \(watch.connection.own.backfills)
        """
    return problem
  }
}

extension PostgresError {
  /// A lock that was not to be had, a deadlock, a serialization failure or a statement that took too
  /// long: a later or a smaller attempt may succeed.
  fileprivate var mayPass: Bool {
    isRetryable || sqlState == "55P03" || sqlState == "57014"
  }
}
