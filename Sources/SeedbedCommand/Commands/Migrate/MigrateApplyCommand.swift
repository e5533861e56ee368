import ArgumentParser
import Seedbed

struct MigrateApplyCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Apply what is pending (the default).",
    discussion: """
      EXAMPLES:
        seedbed migrate --to 20261122153000
        seedbed migrate apply --strict --env staging
        seedbed migrate --phase expand
      """)

  @Option(help: ArgumentHelp("The last migration to apply.", valueName: "name"))
  var to: String?

  @Flag(help: "Refuse migrations out of order, and files that are missing.")
  var strict = false

  @Flag(help: "Take over files in which only comments or white space have changed.")
  var accept = false

  @Option(
    help: ArgumentHelp(
      "Only the migrations of one phase: expand or contract.",
      discussion: "Default: both, in their order.", valueName: "phase"))
  var phase: Phase?

  enum Phase: String, ExpressibleByArgument, CaseIterable {
    case expand, contract
  }

  @Flag(
    help: ArgumentHelp(
      "Run statements that hold others off for as long as they work.",
      discussion: "As -- seedbed: allow blocking because … does for one file."))
  var allowBlocking = false

  @OptionGroup var lock: LockOptions
  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let folder = try run.migrations(of: project)
    let start = try MigrationStart(run.database(of: project), folder, run.terminal)
    let database = start.database
    let choice = MigrationChoice(
      target: to, isStrict: strict, acceptsLayout: accept,
      phase: phase.flatMap { Directives.Phase(rawValue: $0.rawValue) })
    var migrator = Migrator(database, folder, run.terminal)
    migrator.patience = lock.patience
    migrator.allowsBlocking = allowBlocking
    let forecast = Forecast(of: project, database, folder, run.terminal)
    migrator.forecast = { try forecast.findings(for: $0, on: $1).effects }
    let report = try migrator.run(choice, from: start)
    if !report.applied.isEmpty { project.updateSchemaFile(of: database, run.terminal) }
    return report
  }
}
