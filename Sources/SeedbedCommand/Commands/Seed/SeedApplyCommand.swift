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
        seedbed seed --allow-deletes 12
      """)

  @OptionGroup var options: SeedOptions
  @OptionGroup var deletes: DeleteOptions
  @OptionGroup var lock: LockOptions
  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    var seeder = try run.seeder(options, writing: true)
    seeder.allowedDeletes = deletes.allowDeletes
    seeder.lockTimeout = lock.patience
    return try seeder.apply()
  }
}

/// What the commands that delete rows have in common.
struct DeleteOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How many rows may be deleted, those included that go with others.",
      discussion: "Without it at most 100, and at most 10 % of each table.",
      valueName: "number"))
  var allowDeletes: Int?

  func validate() throws {
    if let allowDeletes, allowDeletes < 0 {
      throw ValidationError("--allow-deletes takes a number of rows.")
    }
  }
}
