import ArgumentParser
import Seedbed

struct SeedSchemaCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Print the JSON Schema of this database's fixtures, for the editor.",
    discussion: """
      Fixtures that begin with "$schema": "../.seedbed/fixtures.schema.json" have it kept up to date \
      by `seedbed up`.

      EXAMPLES:
        seedbed seed schema --output .seedbed/fixtures.schema.json
        seedbed seed schema --table users
      """)

  @Option(help: ArgumentHelp("Of files that are named for this table.", valueName: "table"))
  var table: String?

  @Option(
    help: ArgumentHelp(
      "Where to write it; a file that holds it stays as it is.", valueName: "file"),
    completion: .file())
  var output: String?

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let database = try run.database(of: project)
    return try project.fixtureSchema(
      of: database, on: database.connect(run.terminal), table: table, file: output)
  }
}
