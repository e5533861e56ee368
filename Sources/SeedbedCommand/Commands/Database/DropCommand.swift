import ArgumentParser
import Seedbed

struct DropCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop",
    abstract: "Drop the database, with all that is in it.",
    discussion: """
      Only a database that is marked disposable for this environment; any other needs its name as \
      the confirmation, and a protected one is never dropped.

      EXAMPLES:
        seedbed db drop --env test
        seedbed db drop --confirm shop_development --force
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("The database's name, to say that it may go.", valueName: "database"))
  var confirm: String?

  @Flag(help: "End the sessions that use the database.")
  var force = false

  func report(_ run: CommandRun) throws -> any Report {
    let database = try run.database(of: run.project(required: false))
    guard try database.exists(run.terminal) else {
      return DatabaseChange(database: database.name, action: .absent)
    }
    try database.check(.drop, confirmation: confirm, run.terminal)
    let dropped = try database.drop(force: force, run.terminal)
    return DatabaseChange(database: database.name, action: dropped ? .dropped : .absent)
  }
}
