import ArgumentParser
import Seedbed

struct BackfillResumeCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract: "Let paused backfills go on.",
    discussion: """
      EXAMPLES:
        seedbed backfill resume
      """)

  @Argument(help: "Only this migration's, by its name or number.")
  var name: String?

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    try run.backfiller().resume(name)
  }
}
