import ArgumentParser
import Seedbed

struct BackfillPauseCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause",
    abstract: "Stop backfills before their next batch, until they are resumed.",
    discussion: """
      The run stays and waits; nothing is held meanwhile.

      EXAMPLES:
        seedbed backfill pause
      """)

  @Argument(help: "Only this migration's, by its name or number.")
  var name: String?

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    try run.backfiller().pause(name)
  }
}
