import ArgumentParser
import Seedbed

struct SeedApplyCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "apply",
    abstract: "Write what differs (the default).",
    discussion: """
      EXAMPLES:
        seedbed seed apply --env test
        seedbed seed --only users --only countries
      """)

  @OptionGroup var options: SeedOptions
  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    try run.seeder(options, writing: true).apply()
  }
}
