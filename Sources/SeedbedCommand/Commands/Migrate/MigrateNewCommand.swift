import ArgumentParser
import FoundationEssentials
import Seedbed

struct MigrateNewCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract:
      "Make the files of a new migration: empty, from drift, or the safe form of another; nothing is run.",
    discussion: """
      EXAMPLES:
        seedbed migrate new add_users
        seedbed migrate new 'users have an address' --down
        seedbed migrate new 'posts have a slug' --backfill
        seedbed migrate new --from-drift 'take over what was done by hand'
        seedbed migrate new --safe migrations/20261123090000_phones/migration.sql
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

  @Flag(
    help: ArgumentHelp(
      "Write the safe form of the migration that is named instead.",
      discussion: "Name its file, or its name or number."))
  var safe = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if safe, down || fromDrift {
      throw ValidationError("--safe goes with neither --down nor --from-drift.")
    }
  }

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let folder = try project.migrations()
    if safe {
      var choice = MigrationLint.Choice()
      choice.names = [name]
      choice.workingFolder = FileManager.default.currentDirectoryPath
      return try SafeForms(project, folder, run.terminal)
        .write(choice, run.database(of: project))
    }
    guard fromDrift else {
      return try NewMigration(in: folder).create(
        name, withDown: down, withBackfill: backfill)
    }
    return try DriftVerification(project, run.database(of: project), folder, run.terminal)
      .writeMigration(name, withDown: down)
  }
}
