import ArgumentParser
import Seedbed

struct SeedPlanCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what differs, row by row and field by field; writes nothing.",
    discussion: """
      The server is told to refuse writes meanwhile. Exits with 2 where there is something to do.

      EXAMPLES:
        seedbed seed plan
        seedbed seed plan --json
        seedbed seed plan --table users - < users.jsonl
      """)

  @OptionGroup var options: SeedOptions
  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report { try run.seeder(options).plan() }
}
