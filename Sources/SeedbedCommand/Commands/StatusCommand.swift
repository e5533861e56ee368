import ArgumentParser
import Seedbed

struct StatusCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "How the database stands to the project; nothing is written.",
    discussion: """
      Exits with 2 where something is to be done, with 3 where something needs attention: a \
      migration that stopped half-way, or whose file was edited or is missing.

      EXAMPLES:
        seedbed status
        seedbed status --env staging --json
      """)

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    return try project.status(of: run.database(of: project), run.terminal)
  }
}
