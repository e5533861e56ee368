import ArgumentParser
import Seedbed

struct WaitCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "wait",
    abstract: "Wait until the database's server takes sessions.",
    discussion: """
      For jobs that start beside their server. The database itself may be missing still.

      EXAMPLES:
        seedbed db wait
        seedbed db wait --timeout 120 --database-url \"$DATABASE_URL\"
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("How long to wait.", valueName: "seconds"))
  var timeout: Double = 30

  func validate() throws {
    guard timeout.isFinite, timeout >= 0, timeout <= 86_400 else {
      throw ValidationError("--timeout is a number of seconds from 0 to 86400")
    }
  }

  func report(_ run: CommandRun) throws -> any Report {
    let database = try run.database(of: run.project(required: false))
    let waited = try database.wait(for: .seconds(timeout), run.terminal)
    return DatabaseChange(database: database.name, action: .reachable, duration: waited)
  }
}
