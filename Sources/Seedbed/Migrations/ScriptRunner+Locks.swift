internal import Postgres
internal import SQLScript

extension ScriptRunner {
  /// Runs a segment as one that may not keep others waiting, again and again until it has its locks.
  ///
  /// What an attempt did is rolled back with it; nothing of it is left when the next one begins.
  mutating func run(_ segment: Segment, from start: Int, with locks: ScriptLocks) throws {
    let step = try attempt(nil) { () throws(PostgresError) in
      try locks.step(for: segment, of: script, in: session.connection)
    }
    self.step = step
    let notices = notices
    notices.level = locks.levels.clientMessages
    session.connection.onNotice = { notice in
      notices.receive(notice)
      step.hear(notice)
    }
    defer {
      self.step = nil
      // The session would keep itself alive through the step.
      session.connection.onNotice = { notices.receive($0) }
    }
    var blocked = step.firstToLock ?? max(start, segment.statements.lowerBound)
    while true {
      let mark = notices.mark
      do {
        try step.approach()
      } catch let given as LockVerdictError {
        let error = PostgresError(sqlState: "55P03", message: given.verdict.message)
        throw StatementFailure(error, at: blocked, verdict: given.verdict)
      }
      do {
        try attempt(nil) { () throws(PostgresError) in try step.enter() }
        try run(segment, from: start)
        try attempt(nil) { () throws(PostgresError) in try step.leave() }
        return
      } catch let failure as StatementFailure {
        if failure.error.isConnectionFailure { throw failure }
        if session.connection.transactionStatus != .idle {
          _ = try? session.connection.run(simple: "ROLLBACK")
        }
        try step.leave()
        blocked = failure.statement ?? blocked
        try step.retreat(failure)
        notices.forget(after: mark)
      }
    }
  }
}

/// How one script's segments come by their locks.
struct ScriptLocks {
  let engine: LockEngine
  let forecast: ScriptForecast?
  let levels: LockedStep.SessionLevels

  init(
    _ engine: LockEngine, _ forecast: ScriptForecast?, of script: MigrationScript,
    in session: Connection
  ) throws(PostgresError) {
    self.engine = engine
    self.forecast = forecast
    let level = try session.run(simple: "SHOW client_min_messages").first?.string(0)
    levels = LockedStep.SessionLevels(
      lockTimeout: script.directives.lockTimeout ?? 0, clientMessages: level ?? "notice")
  }

  func step(
    for segment: Segment, of script: MigrationScript, in session: Connection
  ) throws(PostgresError) -> LockedStep {
    try LockedStep(segment, of: script, in: session, levels, forecast: forecast, engine)
  }
}
