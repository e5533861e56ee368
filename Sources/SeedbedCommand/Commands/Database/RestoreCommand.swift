import ArgumentParser
import Seedbed

struct RestoreCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put the database back to the state of a snapshot.",
    discussion: """
      What the database holds now is lost; the snapshot stays. Only a database that is marked \
      disposable for this environment; any other needs its name as the confirmation.

      EXAMPLES:
        seedbed db restore before-checkout
        seedbed db restore before-checkout --force
      """)

  @Argument(help: "The snapshot's name.")
  var name: String

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("The database's name, to say that it may go.", valueName: "database"))
  var confirm: String?

  @Flag(help: "End the sessions that use the database.")
  var force = false

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    return try project.restore(
      run.database(of: project), from: name, confirmation: confirm, force: force, run.terminal)
  }
}
