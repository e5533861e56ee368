public import Postgres
internal import SQLScript

/// Brings a database to the state of a folder of migrations.
public struct Migrator {
  let database: Database
  let folder: MigrationFolder
  let progress: any Progress
  /// How long another run is waited for.
  public var patience: Duration = .seconds(600)
  /// Run once before the first statement, where there is anything to run; what it throws ends the
  /// run.
  var beforeWork: (() throws -> Void)?
  /// What becomes of the backfills beside migrations.
  public var backfills = BackfillHandling.leave
  /// Foretells what each statement of these scripts does; nil where nobody looks ahead.
  public var forecast: (([PendingScript], Connection) throws -> [[StatementEffect]])?
  /// Runs what holds others off for as long as it works.
  public var allowsBlocking = false
  /// More sessions than this do not have to wait behind a statement: it is cancelled.
  public var queueLimit = 25
  /// Nobody else uses the database.
  public var isAlone = false
  /// Called once before the first migration of the phase contract, with all of that phase that are
  /// to be run: what they take away can be kept here. Where it throws, none of them is run.
  public var beforeContract: (([Migration]) throws -> Void)?

  public init(_ database: Database, _ folder: MigrationFolder, _ progress: any Progress) {
    self.database = database
    self.folder = folder
    self.progress = progress
  }

  /// Runs what is pending; where nothing is, takes no lock and writes nothing.
  @discardableResult
  public func run(_ choice: MigrationChoice = MigrationChoice()) throws -> MigrationReport {
    try run(choice, from: MigrationStart(database, folder, progress))
  }

  /// The same where it has been started already.
  @discardableResult
  public func run(
    _ choice: MigrationChoice = MigrationChoice(), from start: MigrationStart
  ) throws -> MigrationReport {
    try run(choice, start.contents, history: start.history, on: start.connection)
  }

  /// The same on an open session, which is used for reading alone.
  @discardableResult
  public func run(
    _ choice: MigrationChoice = MigrationChoice(), on connection: Connection
  ) throws -> MigrationReport {
    try run(choice, folder.read(), history: History.read(on: connection).history, on: connection)
  }

  /// The same for a folder and a history that have been read.
  ///
  /// - Parameter history: nil where the database has none.
  func run(
    _ choice: MigrationChoice, _ contents: MigrationFolder.Contents, history: [AppliedMigration]?,
    on connection: Connection
  ) throws -> MigrationReport {
    var report = try run(choice, contents, history: history)
    try lookAtBackfills(of: contents, on: connection, &report)
    return report
  }

  /// Runs, or tells of, the backfills that are not done, whether or not a migration was applied.
  private func lookAtBackfills(
    of contents: MigrationFolder.Contents, on connection: Connection,
    _ report: inout MigrationReport
  ) throws {
    guard contents.migrations.contains(where: { $0.backfill != nil }) else {
      return
    }
    let scripts = try contents.backfills()
    if backfills == .inOrder {
      var backfiller = Backfiller(database, folder, progress)
      backfiller.patience = patience
      backfiller.waitsWhilePaused = false
      let done = try backfiller.run(scripts)
      if !done.items.isEmpty {
        report.backfills = report.backfills ?? BackfillReport(environment: report.environment)
        report.backfills?.add(done)
      }
    }
    report.pendingBackfills = try BackfillPlan(scripts, on: connection).unfinished.map(
      \.script.name)
  }

  /// The same without a look at backfills that are left over from earlier runs.
  ///
  /// - Parameter history: nil where the database has none.
  public func run(
    _ choice: MigrationChoice, _ contents: MigrationFolder.Contents, history: [AppliedMigration]?
  ) throws -> MigrationReport {
    let start = ContinuousClock.now
    defer { progress.finished() }
    var scripts = ReadScripts()
    var hooks: MigrationHooks.Scripts?
    // Without a history another tool's may have to be adopted first, so nothing is known yet.
    if history != nil || contents.migrations.isEmpty {
      let (work, report) = try prepare(choice, contents, history ?? [])
      if work.isEmpty {
        for note in work.notes { progress.note(note) }
        return report.lasting(ContinuousClock.now - start)
      }
      try scripts.read(work.items)
      hooks = try contents.hooks.scripts()
    }
    try beforeWork?()
    let keeper = try RunKeeper(database, patience: patience, progress)
    // Another run may have done it all while this one waited.
    let current = try keeper.history()
    let (adoption, (work, report)) = try Adopter(contents: contents).take(
      keeper, beside: current, for: database, progress
    ) { adoption in
      let plan = try prepare(choice, contents, (current ?? []) + (adoption?.applied ?? []))
      // All that can be wrong with a script is found before the first statement runs.
      try scripts.read(plan.0.items)
      if hooks == nil { hooks = try contents.hooks.scripts() }
      return plan
    }
    var done = report
    if let adoption, !adoption.rows.isEmpty {
      done.adoption = AdoptionReport(adoption, environment: database.environment.name)
      progress.note(done.adoption?.summary ?? "")
    }
    for note in work.notes { progress.note(note) }
    if current == nil, adoption == nil { try keeper.createHistory(for: database) }
    try realign(work.realigned, keeper, &done)
    let engine = try lockEngine(keeper)
    let forecasts = engine == nil ? [:] : try forecasts(of: work.items, scripts, keeper)
    var gate = try ContractGate(self, contents, keeper)
    try gate.begin(&done)
    if !work.items.isEmpty { try run(hook: hooks?.before, keeper) }
    let contracts = work.items.filter { scripts.phase(of: $0) == .contract }.map(\.migration)
    let repeatables = work.items.filter { $0.migration.isRepeatable && !$0.isPartial }
    let items = work.items.filter { !$0.migration.isRepeatable || $0.isPartial }
    var session: MigrationSession?
    for (index, item) in items.enumerated() {
      let script = try scripts.take(item)
      if script.directives.phase == .contract {
        let name = item.migration.name
        try gate.admit(
          item.migration, further: Array(contracts.drop { $0.name != name }), done)
      }
      session = try self.session(
        after: session, for: script, keeper,
        beginsTransaction: !item.isPartial && script.segments.first?.kind == .transaction)
      if let session {
        let locks = try engine.map {
          try ScriptLocks(
            $0, forecasts[item.migration.name], of: script, in: session.connection)
        }
        try run(
          item, script, in: session, keeper, &done, locks: locks,
          before: items.dropFirst(index + 1).first.map { scripts.isAtHand($0) ? .atHand : .later })
      }
      try gate.pass(item.migration.name, &done)
      if index + 1 == items.count || !script.leavesNothingInSession { session = nil }
    }
    try run(repeatables: repeatables, scripts, keeper, &done, engine)
    if !work.items.isEmpty { try run(hook: hooks?.after, keeper, after: done) }
    if let engine, engine.retreats > 0 {
      done.retreats = engine.retreats
      done.longestWait = engine.longestWait.seconds
    }
    return done.lasting(ContinuousClock.now - start)
  }

  private func prepare(
    _ choice: MigrationChoice, _ contents: MigrationFolder.Contents, _ history: [AppliedMigration]
  ) throws(Problem) -> (MigrationWork, MigrationReport) {
    let plan = MigrationPlan(migrations: contents.migrations, history: history)
    let work = try MigrationWork(plan, of: contents, choice)
    var report = MigrationReport(
      environment: database.environment.name, layout: contents.layout,
      alreadyApplied: plan.applied.count)
    report.pending = work.left
    return (work, report)
  }

  private func realign(
    _ migrations: [Migration], _ keeper: RunKeeper, _ report: inout MigrationReport
  ) throws {
    for migration in migrations {
      try keeper.connection.run(
        simple: """
          UPDATE \(database.ownSchema.migrations) SET checksum = \(quoted(literal: migration.checksum))
          WHERE name = \(quoted(literal: migration.name)) AND rolled_back_at IS NULL
          """)
      report.realigned.append(migration.name)
    }
  }

  /// The last one made as good as new, or another.
  func session(
    after last: MigrationSession?, for script: MigrationScript, _ keeper: RunKeeper,
    beginsTransaction: Bool = false
  ) throws -> MigrationSession {
    let lockTimeout = script.directives.lockTimeout
    if let last {
      do throws(PostgresError) {
        try last.renew(lockTimeout: lockTimeout, beginning: beginsTransaction)
        return last
      } catch {
        // One that cannot be made new is left to close.
      }
    }
    return try MigrationSession(
      to: database, as: keeper.identity, lockTimeout: lockTimeout, progress)
  }

  /// - Parameter postpones: throws a `PostponedScript`, and records nothing, where another script
  ///   may mend the failure.
  func run(
    _ item: MigrationWork.Item, _ script: MigrationScript, in session: MigrationSession,
    _ keeper: RunKeeper, _ report: inout MigrationReport, postpones: Bool = false,
    locks: ScriptLocks? = nil, before successor: Successor? = nil
  ) throws {
    let start = ContinuousClock.now
    let name = item.migration.name
    if item.replacesRow { try keeper.forget(name) }
    let entry = HistoryEntry(
      item.migration, script, in: database.ownSchema, exists: item.isPartial)
    var runner = ScriptRunner(
      script, in: session, keeper: keeper, title: name, record: entry, progress)
    runner.locks = locks
    if let successor {
      runner.durability = .withLater
      // The session is inside a transaction then, and a backfill may keep it waiting for hours.
      runner.renewsSession =
        successor == .atHand && script.leavesNothingInSession && item.migration.backfill == nil
    }
    runner.recordsFailure = { !postpones || !$0.mayBePostponed }
    if item.appliedStatements > 0 || item.isInterrupted {
      progress.note("\(name) goes on at statement \(item.appliedStatements + 1)")
    }
    do {
      try runner.run(from: item.appliedStatements, isInterrupted: item.isInterrupted)
    } catch let failure as StatementFailure {
      var problem = failure.problem(
        in: script, of: name, before: report, applied: runner.applied,
        isPartial: runner.record.exists)
      if item.migration.isRepeatable, let way = StatementFailure.wayToReplace(failure.error) {
        problem.hint = way
      }
      if postpones, failure.mayBePostponed, !runner.record.exists {
        throw PostponedScript(problem: problem)
      }
      throw problem
    }
    report.applied.append(
      MigrationReport.Applied(
        name: name, statements: script.script.statements.count,
        seconds: (ContinuousClock.now - start).seconds))
  }
}

extension Migrator {
  /// A script that is run after another.
  enum Successor {
    /// Right after it.
    case atHand
    case later
  }
}

extension MigrationWork.Item {
  /// Split, and checked to go on where it stopped.
  func script() throws(Problem) -> MigrationScript {
    let script = try migration.script()
    guard let appliedPrefix else { return script }
    let isKnown =
      appliedStatements <= script.script.statements.count
      && TokenPrefix.checksum(ofFirst: appliedStatements, of: script.script) == appliedPrefix
    if !isKnown { throw Problem.changedBeginning(migration, appliedStatements) }
    return script
  }
}
