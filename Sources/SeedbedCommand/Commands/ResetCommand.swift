import ArgumentParser
import Seedbed

struct ResetCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract: "Drop the database and bring it up again, migrated and seeded.",
    discussion: """
      Only a database that is marked disposable for this environment; any other needs its name as \
      the confirmation, and a protected one is never reset.

      EXAMPLES:
        seedbed reset
        seedbed reset --env test --force
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("The database's name, to say that it may go.", valueName: "database"))
  var confirm: String?

  @Flag(help: "End the sessions that use the database.")
  var force = false

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    return try project.reset(
      run.database(of: project), confirmation: confirm, force: force, run.terminal)
  }
}
