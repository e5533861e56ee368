import ArgumentParser
import Seedbed

struct URLCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "url",
    abstract: "Print the database's URL, for the application to use.",
    discussion: """
      The private server is started, and its URL holds the password that was generated for its \
      loopback port; no other password is ever printed.

      EXAMPLES:
        export DATABASE_URL=$(seedbed db url)
        seedbed db url --env test
        seedbed db url --socket       through the unix socket, which needs no password
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "The URL of the private server's unix socket.")
  var socket = false

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project(required: false)
    let database = try run.database(of: project)
    return DatabaseURLReport(
      url: try database.urlForApplications(throughSocket: socket, run.terminal))
  }
}
