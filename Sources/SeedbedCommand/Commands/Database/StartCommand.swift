import ArgumentParser
import Seedbed

struct StartCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "start",
    abstract: "Start the project's private PostgreSQL server.",
    discussion: """
      It is made the first time, in .seedbed/postgres, and runs until `seedbed db stop`.

      EXAMPLES:
        seedbed db start
      """)

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let wasRunning = try project.localServer.status().address != nil
    try project.localServer.start(run.terminal)
    return LocalServerReport(
      action: wasRunning ? .alreadyRunning : .started, status: try project.localServer.status())
  }
}
