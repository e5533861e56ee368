import ArgumentParser
import Seedbed

struct MigrateNewCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Make the files of a new migration, empty or from drift; nothing is run.",
    discussion: """
      EXAMPLES:
        seedbed migrate new add_users
        seedbed migrate new 'users have an address' --down
        seedbed migrate new 'posts have a slug' --backfill
        seedbed migrate new --from-drift 'take over what was done by hand'
      """)

  @Argument(help: "What it does, in a few words.")
  var name: String

  @Flag(help: "Make a down.sql as well, to undo it.")
  var down = false

  @Flag(help: "Make a backfill.sql as well, for rows that are changed in batches.")
  var backfill = false

  @Flag(
    help: ArgumentHelp(
      "Write what brings the folder up to the database.",
      discussion: "What is not certain is written as comments."))
  var fromDrift = false

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let folder = try project.migrations()
    guard fromDrift else {
      return try NewMigration(in: folder).create(
        name, withDown: down, withBackfill: backfill)
    }
    return try DriftVerification(project, run.database(of: project), folder, run.terminal)
      .writeMigration(name, withDown: down)
  }
}
