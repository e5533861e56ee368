import ArgumentParser
import Seedbed

struct SeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seed",
    abstract: "Bring the rows to what the fixtures say.",
    discussion: """
      Only what differs is written, in one transaction; a run that finds no difference writes nothing.

      EXAMPLES:
        seedbed seed                        write what differs
        seedbed seed --only countries       one table's fixtures
        seedbed seed plan                   show every difference, write nothing
        seedbed seed verify                 exit with 2 where something differs
      """,
    subcommands: [SeedApplyCommand.self, SeedPlanCommand.self, SeedVerifyCommand.self],
    defaultSubcommand: SeedApplyCommand.self)
}

/// What the seed commands have in common.
struct SeedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only this table's fixtures; may be given several times.", valueName: "table"))
  var only: [String] = []
}

extension CommandRun {
  /// What seeds the project's database, which has to be there.
  func seeder(_ options: SeedOptions) throws -> Seeder {
    let project = try project()
    let database = try database(of: project)
    let connection = try database.connect(terminal)
    var seeder = project.seeder(of: database, on: connection, terminal)
    seeder.only = options.only
    return seeder
  }
}
