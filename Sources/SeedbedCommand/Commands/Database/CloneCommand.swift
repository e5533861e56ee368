import ArgumentParser
import Seedbed

struct CloneCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "clone",
    abstract: "Make databases that are migrated and seeded, for parallel workers.",
    discussion: """
      They are named by the prefix and a number from 1 on, and stay until `seedbed db drop --prefix`. \
      Those of an earlier run are replaced; a database of such a name that was not made by this is \
      never touched.

      EXAMPLES:
        seedbed db clone --env test --count 4 --prefix test_
        seedbed db clone --env test --count 4 --prefix test_ --json    with their URLs
        seedbed db drop --env test --prefix test_
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("How many.", valueName: "number"))
  var count = 1

  @Option(help: ArgumentHelp("What their names begin with.", valueName: "prefix"))
  var prefix: String

  func validate() throws {
    guard (1...1000).contains(count) else {
      throw ValidationError("--count takes a number from 1 to 1000.")
    }
    guard !prefix.isEmpty, !prefix.hasPrefix("pg_") else {
      throw ValidationError("--prefix takes what a database's name can begin with.")
    }
  }

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    return try project.clone(
      run.database(of: project), count: count, prefix: prefix, run.terminal)
  }
}
