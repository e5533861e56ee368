import ArgumentParser
import Seedbed

struct DatabaseStatusCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show which database is used, by which setting, and whether it is there.",
    discussion: """
      Starts nothing. Exits with 2 where the database cannot be reached or does not exist yet.

      EXAMPLES:
        seedbed db status
        seedbed db status --env test --json
      """)

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project(required: false)
    let database = try run.database(of: project)
    return try DatabaseStatus(of: database, in: project)
  }
}
