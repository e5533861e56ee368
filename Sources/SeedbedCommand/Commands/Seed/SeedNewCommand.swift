import ArgumentParser
import Seedbed

struct SeedNewCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Make a fixture for a table, with one record to fill in; writes no row.",
    discussion: """
      The record has the fields that a new row needs, each with a value that its column takes, and \
      references by the other tables' unique keys. A file that is there is never overwritten.

      EXAMPLES:
        seedbed seed new users                seeds/users.json
        seedbed seed new users --env staging  seeds/staging/users.json
      """)

  @Argument(help: "The table: users, or billing.plans.")
  var table: String

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let database = try run.database(of: project)
    return try project.skeletons(of: database, on: database.connect(run.terminal))
      .write(table, in: project.authoredLayer(chosen: global.env != nil))
  }
}
