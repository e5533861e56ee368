import ArgumentParser
import Seedbed

struct SeedImportCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Make fixtures from CSV, Django's or Rails' fixtures; writes no row.",
    discussion: """
      The database's tables say what each value is, so the migrations have to have run. What cannot \
      be carried over is listed with its place. With --env, the fixtures are that environment's own.

      EXAMPLES:
        seedbed seed import countries.csv
        seedbed seed import export.csv --table billing.plans
        seedbed seed import shop/fixtures/*.json
        seedbed seed import test/fixtures/*.yml --env test
      """)

  @Argument(help: ArgumentHelp("The files.", valueName: "file"), completion: .file())
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "What they are: csv, django or rails.", discussion: "Default: by the files' endings.",
      valueName: "format"),
    completion: .list(ForeignFormat.allCases.map(\.rawValue)), transform: Self.format)
  var from: ForeignFormat?

  @Option(
    help: ArgumentHelp("The table, where the files do not say it.", valueName: "table"))
  var table: String?

  @Flag(help: "Replace fixtures that are there.")
  var force = false

  @OptionGroup var global: GlobalOptions

  private static func format(_ name: String) throws -> ForeignFormat {
    guard let format = ForeignFormat(rawValue: name) else {
      throw ValidationError("--from takes csv, django or rails.")
    }
    return format
  }

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let database = try run.database(of: project)
    var importer = project.importer(of: database, on: try database.connect(run.terminal))
    importer.format = from
    importer.table = table
    importer.overwrites = force
    return try importer.run(files, into: project.authoredLayer(chosen: global.env != nil))
  }
}
