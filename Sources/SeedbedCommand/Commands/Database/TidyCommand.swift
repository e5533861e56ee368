import ArgumentParser
import Seedbed

struct TidyCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "tidy",
    abstract: "Drop the databases that earlier runs have left, and make a spare copy.",
    discussion: """
      `seedbed reset` does this in the background.

      EXAMPLES:
        seedbed db tidy
        seedbed db tidy --spare
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Make a copy of the template, for the next reset.",
      discussion: "Default: of a database that takes long to copy."))
  var spare: Bool?

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    return try project.tidy(run.database(of: project), spare: spare, run.terminal)
  }
}
