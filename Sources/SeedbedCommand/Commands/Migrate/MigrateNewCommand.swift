import ArgumentParser
import Seedbed

struct MigrateNewCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Make the files of a new, empty migration; nothing is run.",
    discussion: """
      EXAMPLES:
        seedbed migrate new add_users
        seedbed migrate new 'users have an address' --down
      """)

  @Argument(help: "What it does, in a few words.")
  var name: String

  @Flag(help: "Make a down.sql as well, to undo it.")
  var down = false

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    try NewMigration(in: run.project().migrations()).create(name, withDown: down)
  }
}
