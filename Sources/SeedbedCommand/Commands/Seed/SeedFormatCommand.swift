import ArgumentParser
import Seedbed

struct SeedFormatCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "format",
    abstract: "Lay fixtures out in one canonical form; what they say stays as it is.",
    discussion: """
      A record a line where it fits in 100 columns. Comments, the order of fields, and every digit \
      stay as they are. A file with a mistake in it is not touched, nor is any other then.

      EXAMPLES:
        seedbed seed format                     all fixtures of the project
        seedbed seed format seeds/users.json
        seedbed seed format --check             exit with 2 where a file differs
        seedbed seed format - < users.json
      """)

  @Argument(
    help: ArgumentHelp(
      "Files or folders; - for standard input to standard output. All fixtures where none is given.",
      valueName: "file"),
    completion: .file(extensions: ["json", "jsonl"]))
  var files: [String] = []

  @Flag(help: "Write nothing; exit with 2 and name the files that differ.")
  var check = false

  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if files.contains("-"), files.count > 1 {
      throw ValidationError("Standard input is formatted alone.")
    }
    if files.contains("-"), global.json, !check {
      throw ValidationError("Standard output holds the formatted text, and no report beside it.")
    }
  }

  func report(_ run: CommandRun) throws -> any Report {
    var formatter = FixtureFormatter(try run.project())
    formatter.isCheck = check
    return files == ["-"] ? try formatter.formatStandardInput() : try formatter.format(files)
  }
}
