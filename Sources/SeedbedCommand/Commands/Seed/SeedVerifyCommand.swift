import ArgumentParser
import Seedbed

struct SeedVerifyCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that the database holds what the fixtures say.",
    discussion: """
      Exits with 2 where it does not; writes nothing.

      EXAMPLES:
        seedbed seed verify --env staging
      """)

  @OptionGroup var options: SeedOptions
  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report { try run.seeder(options).verify() }
}
