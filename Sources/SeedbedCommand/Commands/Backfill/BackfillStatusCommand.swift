import ArgumentParser
import Seedbed

struct BackfillStatusCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "How far the backfills are, how fast, and how long they will take.",
    discussion: """
      Exits with 2 where one is not done.

      EXAMPLES:
        seedbed backfill status
      """)

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    try run.backfiller().status()
  }
}
