import ArgumentParser
import Seedbed

struct CreateCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Create the database where it is missing.",
    discussion: """
      A new database is marked with its environment, and as disposable where that says so.

      EXAMPLES:
        seedbed db create
        seedbed db create --env test
      """)

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    let database = try run.database(of: run.project(required: false))
    return DatabaseChange(
      database: database.name, action: try database.create(run.terminal) ? .created : .present)
  }
}
