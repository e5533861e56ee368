import ArgumentParser
import Seedbed

struct PsqlCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "psql",
    abstract: "Open psql on the database.",
    discussion: """
      What follows -- goes to psql. The password goes through its environment, not its command line.

      EXAMPLES:
        seedbed db psql
        seedbed db psql -- -f report.sql
        seedbed db psql --env test -- -Atc 'SELECT count(*) FROM users'
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(parsing: .postTerminator, help: "Arguments for psql, after --.")
  var arguments: [String] = []

  func run() throws {
    let run = CommandRun(global)
    try run.perform { run in
      let database = try run.database(of: run.project(required: false))
      let session = try database.psql(arguments, run.terminal)
      run.terminal.finished()
      try session.replaceThisProcess()
    }
  }
}
