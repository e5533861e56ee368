import ArgumentParser
import Seedbed

struct MigrateRollbackCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "rollback",
    abstract: "Undo the newest migration by its way down.",
    discussion: """
      Only in a database that is marked disposable for this environment; any other needs its name \
      as the confirmation.

      EXAMPLES:
        seedbed migrate rollback
        seedbed migrate rollback --steps 3
        seedbed migrate rollback --to 20261122153000_add_users
      """)

  @Option(help: ArgumentHelp("How many migrations.", valueName: "number"))
  var steps: Int?

  @Option(help: ArgumentHelp("The migration that stays, undoing all after it.", valueName: "name"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "The database's name, where it is not marked disposable.", valueName: "database"))
  var confirm: String?

  @OptionGroup var lock: LockOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if steps != nil, to != nil { throw ValidationError("Give --steps or --to, not both.") }
    if let steps, steps < 1 { throw ValidationError("--steps must be 1 or more.") }
  }

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let folder = try run.migrations(of: project)
    let database = try run.database(of: project)
    var rollback = Rollback(database, folder, run.terminal)
    rollback.patience = lock.patience
    let report = try rollback.run(
      to.map { .to($0) } ?? .steps(steps ?? 1), confirmation: confirm)
    if !report.rolledBack.isEmpty { project.updateSchemaFile(of: database, run.terminal) }
    return report
  }
}
