import ArgumentParser
import Seedbed

struct StopCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "Stop the project's private PostgreSQL server.",
    discussion: """
      Its data stays; sessions that are open are cut off. With --ephemeral, the server for tests is \
      stopped, and all that was on it is gone.

      EXAMPLES:
        seedbed db stop
        seedbed db stop --ephemeral
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "The server for tests, with all that is on it.")
  var ephemeral = false

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let server = ephemeral ? project.ephemeralServer : project.localServer
    let stopped = try server.stop(run.terminal)
    return LocalServerReport(
      action: stopped ? .stopped : .notRunning, status: try server.status(), kind: server.kind)
  }
}
