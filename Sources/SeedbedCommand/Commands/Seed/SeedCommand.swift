import ArgumentParser
import Postgres
import Seedbed

struct SeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seed",
    abstract: "Bring the rows to what the fixtures say.",
    discussion: """
      Only what differs is written, in one transaction; a run that finds no difference writes nothing.
      Rows are deleted only in tables whose $mode is "sync", and only those that Seedbed has made.

      EXAMPLES:
        seedbed seed                        write what differs
        seedbed seed --only countries       one table's fixtures
        seedbed seed plan                   show every difference, write nothing
        seedbed seed verify                 exit with 2 where something differs
        seedbed seed --table users - < users.jsonl
        seedbed seed new users              a fixture to fill in
        seedbed seed format                 lay the fixtures out
        seedbed seed import users.csv       from CSV, Django or Rails
        seedbed seed dump countries         write rows as fixtures
      """,
    subcommands: [
      SeedApplyCommand.self, SeedPlanCommand.self, SeedVerifyCommand.self, SeedNewCommand.self,
      SeedFormatCommand.self, SeedImportCommand.self, SeedDumpCommand.self, SeedSchemaCommand.self,
    ],
    defaultSubcommand: SeedApplyCommand.self)
}

/// What the seed commands have in common.
struct SeedOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only this table's fixtures; may be given several times.", valueName: "table"))
  var only: [String] = []

  @Option(help: ArgumentHelp("The table that standard input is for.", valueName: "table"))
  var table: String?

  @Argument(
    help: ArgumentHelp(
      "Standard input, alone: one fixture for --table.",
      discussion: "JSON, or one record a line; either may be compressed with gzip.",
      valueName: "-"))
  var input: String?

  func validate() throws {
    if let input, input != "-" {
      throw ValidationError(
        "Fixtures lie in the folder of seeds; only - can be named here, for standard input.")
    }
    if (input == nil) != (table == nil) {
      throw ValidationError("Standard input and its table go together: --table users -")
    }
    if input != nil, !only.isEmpty {
      throw ValidationError("--only chooses among the folder's fixtures; standard input has one.")
    }
  }
}

extension CommandRun {
  /// What seeds the project's database, which has to be there.
  ///
  /// - Parameters:
  ///   - writing: the run is to write; not into another environment's database.
  ///   - path: a fixture or a folder of them instead of the project's, from the working folder.
  func seeder(
    _ options: SeedOptions, writing: Bool = false, against path: String? = nil
  ) throws -> Seeder {
    let project = try project()
    let fixture = try options.table.map { try project.standardInput(table: $0) }
    func open() throws -> (Database, Connection) {
      let database = try database(of: project)
      return (
        database, try writing ? database.connectForWriting(terminal) : database.connect(terminal)
      )
    }
    var seeder: Seeder
    if fixture == nil, path == nil {
      seeder = try project.seeder(terminal, opening: open)
    } else {
      let (database, connection) = try open()
      seeder = try project.seeder(of: database, on: connection, against: path, terminal)
    }
    seeder.only = options.only
    seeder.fixture = fixture ?? seeder.fixture
    return seeder
  }
}
