import ArgumentParser
import Seedbed

struct MigratePlanCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what pending migrations would do: locks, scans, rewrites; nothing is changed.",
    discussion: """
      Every pending statement is run in a throw-away database that has the schema of the real one and \
      none of its rows: on the same server, or on the local one where the role may not create \
      databases. Where neither can be, the statements' texts have to do, and the plan says so. The \
      exit status is 2 where there is something to be done.

      EXAMPLES:
        seedbed migrate plan
        seedbed migrate plan --to 20261122153000
        seedbed migrate plan --phase contract
        seedbed migrate plan --safe
        seedbed migrate plan --env staging --json
      """)

  @Option(help: ArgumentHelp("The last migration to look at.", valueName: "name"))
  var to: String?

  @Option(
    help: ArgumentHelp(
      "Only the migrations of one phase: expand or contract.",
      discussion: "Default: both, in their order.", valueName: "phase"))
  var phase: MigrateApplyCommand.Phase?

  @Flag(
    help: ArgumentHelp(
      "Show the safe forms of pending migrations instead.",
      discussion: "`seedbed migrate new --safe` writes them."))
  var safe = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if safe, to != nil || phase != nil {
      throw ValidationError("--safe goes without --to and --phase.")
    }
  }

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let folder = try run.migrations(of: project)
    if safe {
      return try SafeForms(project, folder, run.terminal)
        .find(MigrationLint.Choice(), run.database(of: project))
    }
    return try MigrationPreview(project, run.database(of: project), folder, run.terminal)
      .run(
        MigrationChoice(
          target: to, phase: phase.flatMap { Directives.Phase(rawValue: $0.rawValue) }))
  }
}
