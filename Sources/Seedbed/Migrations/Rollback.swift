public import JSON
internal import Postgres
internal import SQLScript

/// Undoes the newest migrations by their way down.
public struct Rollback {
  /// How far down.
  public enum Extent: Sendable {
    case steps(Int)
    /// Down to this migration, which stays.
    case to(String)
  }

  let database: Database
  let folder: MigrationFolder
  let progress: any Progress
  public var patience: Duration = .seconds(600)

  public init(_ database: Database, _ folder: MigrationFolder, _ progress: any Progress) {
    self.database = database
    self.folder = folder
    self.progress = progress
  }

  /// - Parameter confirmation: the database's name, where it is not marked disposable.
  /// - Throws: before the first statement runs, everything that keeps the way down from being gone
  ///   to its end.
  public func run(_ extent: Extent, confirmation: String?) throws -> RollbackReport {
    defer { progress.finished() }
    let contents = try folder.read()
    let keeper = try RunKeeper(database, patience: patience, progress)
    let marker = try DatabaseMarker.read(from: keeper.connection)
    try Guard(
      database: database.name, environment: database.environment, marker: marker,
      ownSchema: database.ownSchema
    ).check(.rollback, confirmation: confirmation)
    let plan = MigrationPlan(migrations: contents.migrations, history: try keeper.history() ?? [])
    let steps = try Self.steps(extent, plan, contents)
    var report = RollbackReport(environment: database.environment.name)
    for step in steps {
      try run(step, keeper, report)
      report.rolledBack.append(step.name)
    }
    return report
  }

  private struct Step {
    let name: String
    let script: MigrationScript
  }

  private static func steps(
    _ extent: Extent, _ plan: MigrationPlan, _ contents: MigrationFolder.Contents
  ) throws(Problem) -> [Step] {
    if let problem = Problem.together(plan.partial.map(Problem.halfWay)) { throw problem }
    let repeatables = Set(contents.migrations.filter(\.isRepeatable).map(\.name))
    let newestFirst = plan.applied.reversed().map(\.name).filter { !repeatables.contains($0) }
    let names: [String]
    switch extent {
    case .steps(let count): names = Array(newestFirst.prefix(max(0, count)))
    case .to(let target):
      let wanted = contents.migrations[try contents.index(of: target)].name
      guard let place = newestFirst.firstIndex(of: wanted) else {
        throw Problem("migrate.not_applied", "\(wanted) is not applied", exitStatus: .usage)
      }
      names = Array(newestFirst[..<place])
    }
    let migrations = Dictionary(contents.migrations.map { ($0.name, $0) }) { one, _ in one }
    var steps: [Step] = []
    var problems: [Problem] = []
    for name in names {
      do throws(Problem) {
        steps.append(
          Step(name: name, script: try downScript(of: name, migrations[name], contents.layout)))
      } catch {
        problems += error.all
      }
    }
    if let problem = Problem.together(problems) { throw problem }
    return steps
  }

  private static func downScript(
    of name: String, _ migration: Migration?, _ layout: MigrationLayout
  ) throws(Problem) -> MigrationScript {
    guard let migration else {
      throw Problem(
        "migrate.missing", "\(name) is applied, but the folder has no such migration",
        hint: "bring the folder up to date", exitStatus: .attention)
    }
    guard try migration.script().directives.isReversible else {
      throw Problem(
        "migrate.irreversible", "\(name) says of itself that it is irreversible",
        hint: "write a new migration that goes forward", at: migration.file.location())
    }
    guard let down = migration.down else {
      throw Problem(
        "migrate.no_down", "\(name) has no way down",
        hint: "write \(layout.reader.formOfDown), or a new migration that goes forward",
        at: migration.file.location())
    }
    return try down.script()
  }

  private func run(_ step: Step, _ keeper: RunKeeper, _ report: RollbackReport) throws {
    let session = try MigrationSession(
      to: database, as: keeper.identity, lockTimeout: step.script.directives.lockTimeout, progress)
    let record = RollbackRecord(
      name: step.name, statements: step.script.script.statements.count,
      table: database.ownSchema.migrations)
    var runner = ScriptRunner(
      step.script, in: session, keeper: keeper, title: "\(step.name) down",
      record: record, progress)
    do {
      try runner.run()
    } catch let failure as StatementFailure {
      var problem = failure.problem(step.script)
      if runner.record.exists {
        problem.exitStatus = .attention
        problem.notes += ["\(runner.applied) statements of it took effect before, and stay"]
        problem.notes += Problem.ways(out: step.name)
      } else {
        problem.notes.append("\(step.name) is still applied: its way down was rolled back")
      }
      if !report.rolledBack.isEmpty {
        problem.notes.append("undone before it: \(report.rolledBack.joined(separator: ", "))")
      }
      problem.hint = failure.hint ?? problem.hint
      throw problem
    }
  }
}

/// Which migrations were undone, newest first.
public struct RollbackReport: Report, Sendable {
  public let environment: String
  public internal(set) var rolledBack: [String] = []

  public var json: JSONValue {
    [
      "command": "migrate rollback", "environment": .string(environment),
      "rolledBack": .array(rolledBack.map { .string($0) }),
    ]
  }

  public func text(_ style: Style) -> String {
    let lines = rolledBack.map { "  \(style.yellow("-")) \($0)" }
    return (lines + ["migrations  \(rolledBack.count) rolled back"]).joined(separator: "\n")
  }
}

extension Problem {
  /// A migration that failed half-way is never undone by guess.
  fileprivate static func halfWay(_ partial: MigrationPlan.Partial) -> Problem {
    Problem(
      "migrate.partial", "\(partial.applied.name) stopped half-way; nothing is rolled back over it",
      hint: "bring it to its end with `seedbed migrate`, or settle it",
      at: partial.migration?.file.location(),
      notes: partial.applied.account + ways(out: partial.applied.name), exitStatus: .attention)
  }
}
