import ArgumentParser
import Seedbed

struct SeedVerifyCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check that the database holds what the fixtures say.",
    discussion: """
      Exits with 2 where it does not, and shows what differs, field by field; writes nothing. \
      Fields and rows that no fixture speaks of may be anything: --exact wants no other rows.

      EXAMPLES:
        seedbed seed verify --env staging
        seedbed seed verify --exact --only countries
        seedbed seed verify --against expected/ --exact --ignore updated_at
        seedbed seed verify --against expected/orders.json --ignore orders.id
      """)

  @Flag(help: "The tables of the fixtures hold no other rows.")
  var exact = false

  @Option(
    help: ArgumentHelp(
      "A column that may hold anything; may be given several times.",
      discussion: "updated_at is that of every table, orders.updated_at that of one.",
      valueName: "column"))
  var ignore: [String] = []

  @Option(
    help: ArgumentHelp(
      "A fixture, or a folder of them, instead of the project's.", valueName: "path"),
    completion: .file())
  var against: String?

  @OptionGroup var options: SeedOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if against != nil, options.input != nil {
      throw ValidationError(
        "Rows are compared with standard input or with --against, not with both.")
    }
  }

  func report(_ run: CommandRun) throws -> any Report {
    try run.seeder(options, against: against)
      .verify(SeedExpectation(isExact: exact, ignored: ignore))
  }
}
