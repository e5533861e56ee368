import ArgumentParser
import Seedbed

struct StartCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Start the project's private PostgreSQL server.",
    discussion: """
      It is made the first time, in .seedbed/postgres, and runs until `seedbed db stop`.

      With --ephemeral, a second one for tests: in memory where there is room, and nothing waits for \
      the disk. While it runs, the environment test uses it; its data go when it is stopped.

      EXAMPLES:
        seedbed db start
        seedbed db start --ephemeral
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "The server for tests, whose data nobody keeps.")
  var ephemeral = false

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let server = ephemeral ? project.ephemeralServer : project.localServer
    let wasRunning = try server.status().address != nil
    try server.start(run.terminal)
    return LocalServerReport(
      action: wasRunning ? .alreadyRunning : .started, status: try server.status(),
      kind: server.kind)
  }
}
