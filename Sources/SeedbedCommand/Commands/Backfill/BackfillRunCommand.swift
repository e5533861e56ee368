import ArgumentParser
import Seedbed

struct BackfillRunCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run the backfills of applied migrations that are not done yet (the default).",
    discussion: """
      Several at once are safe: one does the work, the others wait for it. One that is paused is \
      waited for.

      EXAMPLES:
        seedbed backfill
        seedbed backfill run 20261123090000 --restart
      """)

  @Argument(help: "Only this migration's, by its name or number.")
  var name: String?

  @Flag(help: "Begin it anew, from the first key.")
  var restart = false

  @OptionGroup var lock: LockOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if restart, name == nil {
      throw ValidationError("--restart needs the name of the migration.")
    }
  }

  func report(_ run: CommandRun) throws -> any Report {
    var backfiller = try run.backfiller()
    backfiller.patience = lock.patience
    return try backfiller.run(name, restarting: restart)
  }
}
