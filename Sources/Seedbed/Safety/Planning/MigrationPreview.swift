internal import Postgres
internal import SQLScript

/// Shows what the next run of migrations would do, statement by statement.
public struct MigrationPreview {
  let project: Project
  let database: Database
  let folder: MigrationFolder
  let progress: any Progress

  public init(
    _ project: Project, _ database: Database, _ folder: MigrationFolder, _ progress: any Progress
  ) {
    self.project = project
    self.database = database
    self.folder = folder
    self.progress = progress
  }

  /// Nothing is written to the database.
  ///
  /// - Throws: what would keep the run from beginning, all of it together.
  public func run(_ choice: MigrationChoice = MigrationChoice()) throws -> PlanReport {
    defer { progress.finished() }
    let start = ContinuousClock.now
    let connection = try database.connect(applicationName: "seedbed plan", progress)
    let contents = try folder.read()
    let status = try StatusReader(folder).read(from: connection)
    if let problem = Problem.together(status.adoptionProblems) { throw problem }
    let work = try MigrationWork(status.plan, of: contents, choice)
    for note in work.notes { progress.note(note) }
    let scripts = try scripts(of: work, contents)
    let findings = try Forecast(of: project, database, folder, progress)
      .findings(for: scripts, on: connection)
    var report = PlanReport(
      environment: database.environment.name, database: database.name,
      serverVersion: connection.serverVersionText, means: findings.means,
      migrations: zip(scripts, findings.effects).map(PlanReport.Migration.init))
    report.left = work.left
    if report.holdsOthersOff {
      report.markSafeForms(
        of: scripts, among: Set(status.plan.pending.map(\.migration.name)),
        try KnowledgeReader(connection: connection).read(schema: database.schema),
        knowsBackfills: contents.layout == .native)
    }
    report.seconds = (ContinuousClock.now - start).seconds
    return report
  }

  /// In the order in which they run, with the hooks around them.
  private func scripts(
    of work: MigrationWork, _ contents: MigrationFolder.Contents
  ) throws -> [PendingScript] {
    guard !work.items.isEmpty else { return [] }
    var problems: [Problem] = []
    var scripts: [PendingScript] = []
    let items = work.items.filter { !$0.migration.isRepeatable || $0.isPartial }
    let repeatables = work.items.filter { $0.migration.isRepeatable && !$0.isPartial }
    for item in items + repeatables {
      do throws(Problem) {
        scripts.append(
          PendingScript(
            item.migration.name, try item.script(), appliedStatements: item.appliedStatements))
      } catch {
        problems += error.all
      }
    }
    var hooks: MigrationHooks.Scripts?
    do throws(Problem) { hooks = try contents.hooks.scripts() } catch { problems += error.all }
    if let problem = Problem.together(problems) { throw problem }
    func hook(_ script: MigrationScript?) -> [PendingScript] {
      script.map { $0.script.statements.isEmpty ? [] : [PendingScript($0.file.name, $0)] } ?? []
    }
    return hook(hooks?.before) + scripts + hook(hooks?.after)
  }
}
