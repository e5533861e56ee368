import ArgumentParser
import Seedbed

struct StopCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "Stop the project's private PostgreSQL server.",
    discussion: """
      Its data stays; sessions that are open are cut off.

      EXAMPLES:
        seedbed db stop
      """)

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    let server = try run.project().localServer
    let stopped = try server.stop(run.terminal)
    return LocalServerReport(
      action: stopped ? .stopped : .notRunning, status: try server.status())
  }
}
