import ArgumentParser
import Seedbed

struct SnapshotCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot",
    abstract: "Keep the database's present state, to come back to.",
    discussion: """
      A copy of the database on the same server; `seedbed db restore` brings it back, `seedbed db \
      snapshots` shows what is kept.

      EXAMPLES:
        seedbed db snapshot before-checkout
        seedbed db restore before-checkout
      """)

  @Argument(help: "The snapshot's name.")
  var name: String

  @OptionGroup var global: GlobalOptions

  @Flag(help: "End the sessions that use the database.")
  var force = false

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    return try project.snapshot(
      run.database(of: project), as: name, force: force, run.terminal)
  }
}
