internal import Postgres

/// The whole sequence that a deploy job needs, in one run: status, plan, backup, migrations with their
/// backfills, seeds, and a look at the result.
///
/// It asks nobody anything. Several may run at once: one does the work, the others wait for it and
/// find nothing left. Every step does only what is not done yet, so a run that was stopped anywhere is
/// completed by the next one.
public struct Deployment {
  /// What a run may do.
  public struct Choice: Sendable {
    /// The migrations of which phase are run; those that remove something wait for `contract`.
    public var phase = Directives.Phase.expand
    /// Nil is what `seedbed.json` says for the environment.
    public var backup: Configuration.Backup?
    /// Where backups go, from the working folder; nil is `.seedbed/backups`.
    public var backupFolder: String?
    /// Lets statements run that hold off readers or writers for long.
    public var allowsBlocking = false
    /// See `Seeder.allowedDeletes`.
    public var allowedDeletes: Int?
    /// How long another run is waited for.
    public var patience: Duration = .seconds(600)

    public init() {}
  }

  let project: Project
  let database: Database
  let choice: Choice
  let progress: any Progress

  public init(
    _ project: Project, _ database: Database, _ choice: Choice, _ progress: any Progress
  ) {
    self.project = project
    self.database = database
    self.choice = choice
    self.progress = progress
  }

  /// Runs the steps until one fails; what was done before stands in the report, and so does the
  /// failure.
  public func run() -> DeployReport {
    var report = DeployReport(
      environment: database.environment.name, database: database.name, choice: choice)
    let start = ContinuousClock.now
    defer { progress.finished() }
    do {
      // Held until the end: the session goes with it.
      let keeper = try DeployLock(database, patience: choice.patience, progress)
      try withExtendedLifetime(keeper) { try run(keeper.connection, &report) }
    } catch {
      report.failure = Problem.describing(error)
    }
    report.seconds = (ContinuousClock.now - start).seconds
    return report
  }

  private func run(_ connection: Connection, _ report: inout DeployReport) throws {
    let folder = try project.migrations()
    try step(.status, &report) {
      $0.before = try StatusReader(folder).read(from: connection)
    }
    if folder.exists {
      var work: [PendingScript] = []
      try step(.plan, &report) {
        work = try self.work(folder, connection)
        $0.plan = try MigrationPreview(project, database, folder, progress).run(migrationChoice)
        try refuseBlocking(work, folder, connection)
      }
      try step(.backup, &report) {
        let rule = try choice.backup ?? project.backupRule(marker: .read(from: connection))
        $0.backupRule = rule
        if !work.isEmpty { $0.backup = try backUp(work, rule) }
      }
      try step(.migrate, &report) {
        $0.migrations = try migrate(folder, connection)
        if $0.migrations?.applied.isEmpty == false {
          project.updateSchemaFile(of: database, progress)
        }
      }
    }
    if FileStatus.isFolder(project.seedsFolder) {
      try step(.seed, &report) {
        var seeder = project.seeder(of: database, on: connection, progress)
        seeder.allowedDeletes = choice.allowedDeletes
        seeder.lockTimeout = choice.patience
        $0.seeds = try seeder.apply()
      }
    }
    try step(.verify, &report) {
      $0.after = try project.status(of: database, progress)
    }
  }

  private func step(
    _ name: DeployReport.Step.Name, _ report: inout DeployReport,
    _ body: (inout DeployReport) throws -> Void
  ) throws {
    let start = ContinuousClock.now
    report.steps.append(DeployReport.Step(name: name))
    let index = report.steps.count - 1
    progress.activity(name.activity)
    defer { report.steps[index].seconds = (ContinuousClock.now - start).seconds }
    try body(&report)
    report.steps[index].isDone = true
  }

  private var migrationChoice: MigrationChoice { MigrationChoice(phase: choice.phase) }

  /// What is to be run, and the scripts of it.
  private func work(
    _ folder: MigrationFolder, _ connection: Connection
  ) throws -> [PendingScript] {
    let plan = try StatusReader(folder).read(from: connection).plan
    return try MigrationWork(plan, of: folder.read(), migrationChoice).items.map { item in
      PendingScript(
        item.migration.name, try item.script(), appliedStatements: item.appliedStatements)
    }
  }

  /// What would hold others off for long is refused before anything is done, a backup included.
  private func refuseBlocking(
    _ work: [PendingScript], _ folder: MigrationFolder, _ connection: Connection
  ) throws {
    guard !choice.allowsBlocking, !work.isEmpty, try LockEngine.minds(connection) else { return }
    let effects = try forecast(folder)(work, connection)
    let problems = zip(work, effects).flatMap { pending, effects in
      pending.script.refusals(ScriptForecast(effects: effects))
    }
    if let problem = Problem.together(problems) { throw problem }
  }

  private func forecast(
    _ folder: MigrationFolder
  ) -> ([PendingScript], Connection) throws -> [[StatementEffect]] {
    let forecast = Forecast(of: project, database, folder, progress)
    return { try forecast.findings(for: $0, on: $1).effects }
  }

  /// Before the first statement runs, so that a backup that fails has cost nothing.
  private func backUp(
    _ work: [PendingScript], _ rule: Configuration.Backup
  ) throws -> BackupReport? {
    try project.backUp(
      before: work.map(\.script), in: database, rule, to: choice.backupFolder, progress)
  }

  private func migrate(
    _ folder: MigrationFolder, _ connection: Connection
  ) throws -> MigrationReport {
    var migrator = Migrator(database, folder, progress)
    migrator.patience = choice.patience
    migrator.backfills = .inOrder
    migrator.allowsBlocking = choice.allowsBlocking
    migrator.forecast = forecast(folder)
    return try migrator.run(migrationChoice, on: connection)
  }
}
