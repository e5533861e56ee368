import ArgumentParser
import Seedbed

struct UpCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "up",
    abstract: "Make the database where it is missing, migrate it, seed it.",
    discussion: """
      As often as you like: what is done already is left alone. Several at once are safe.

      EXAMPLES:
        seedbed up
        seedbed up --env test
        seedbed up --json
      """)

  @OptionGroup var deletes: DeleteOptions
  @OptionGroup var lock: LockOptions
  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    return try project.up(
      run.database(of: project), allowedDeletes: deletes.allowDeletes, patience: lock.patience,
      run.terminal)
  }
}
