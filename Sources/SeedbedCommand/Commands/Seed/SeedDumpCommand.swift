import ArgumentParser
import Seedbed

struct SeedDumpCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "dump",
    abstract: "Write rows as fixtures, with all rows that they refer to.",
    discussion: """
      Rows are named by their unique keys instead of ids. Columns that look like secrets need a rule \
      in seedbed.json: "dump": {"mask": {"users.password_hash": "null"}}.

      EXAMPLES:
        seedbed seed dump countries > seeds/countries.json
        seedbed seed dump users --where "email LIKE '%@example.com'" --children all
        seedbed seed dump --all --output seeds/demo
      """)

  @Argument(help: ArgumentHelp("The tables, as fixtures name them.", valueName: "table"))
  var tables: [String] = []

  @Flag(help: "Every table of the project's schemas.")
  var all = false

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp("Only the rows of the one table for which this holds.", valueName: "sql"))
  var condition: String?

  @Option(help: ArgumentHelp("Only so many rows of each table named.", valueName: "rows"))
  var limit: Int?

  @Option(
    help: ArgumentHelp(
      "Rows that refer to these: to a depth, all, or those of a table.",
      discussion: "A table's name may be given several times.", valueName: "depth|all|table"))
  var children: [String] = []

  @Option(
    help: ArgumentHelp("A folder: one file for each table.", valueName: "dir"),
    completion: .directory)
  var output: String?

  @Option(help: "The form: json, or jsonl with one record a line.")
  var format = Format.json

  @Flag(help: "Replace files that hold something else.")
  var force = false

  @Flag(help: "Dump columns that look like secrets as they are.")
  var includeSecrets = false

  @Flag(help: "Write the ids that the server makes, and refer by them.")
  var keepIds = false

  @Flag(help: "Write fields that hold their column's default as well.")
  var withDefaults = false

  @OptionGroup var global: GlobalOptions

  enum Format: String, ExpressibleByArgument, CaseIterable { case json, jsonl }

  func validate() throws {
    if tables.isEmpty, !all { throw ValidationError("Name the tables, or give --all.") }
    if let limit, limit < 1 { throw ValidationError("--limit is at least 1.") }
    if global.json, output == nil {
      throw ValidationError(
        "--json reports on files, so it goes with --output; the fixtures are JSON by themselves.")
    }
    let isMixed = children.count > 1 && children.contains { $0 == "all" || Int($0) != nil }
    if isMixed || children.contains(where: { (Int($0) ?? 0) < 0 }) {
      throw ValidationError("--children takes a depth, all, or names of tables.")
    }
  }

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let database = try run.database(of: project)
    let dumper = project.dumper(
      of: database, on: try database.connect(run.terminal), request, run.terminal)
    guard let output else { return try dumper.dump(to: .stream(run.terminal.stream)) }
    return try dumper.dump(to: project.dumpFolder(output, overwriting: force))
  }

  private var request: DumpRequest {
    var request = DumpRequest(tables: tables)
    request.everyTable = all
    request.condition = condition
    request.limit = limit
    request.children =
      switch children.first {
      case nil: .none
      case "all": .depth(.max)
      case let first?: Int(first).map { .depth($0) } ?? .tables(children)
      }
    request.format = format == .json ? .json : .jsonLines
    request.includesSecrets = includeSecrets
    request.keepsIDs = keepIds
    request.writesDefaults = withDefaults
    return request
  }
}
