import ArgumentParser
import Postgres
import Seedbed

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The entry point: it names the commands and does nothing itself.
@main
struct SeedbedTool: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "seedbed",
    abstract: "Bring a PostgreSQL database to the state that a repository describes.",
    discussion: """
      Migrations in plain SQL and seeds in JSON, in one command, as often as you like. Without a \
      database of your own, Seedbed starts a private PostgreSQL in .seedbed/postgres.

      EXAMPLES:
        seedbed init          a first migration and a first fixture
        seedbed up            make the database, migrate it, seed it
        seedbed seed plan     what the fixtures would change, row by row
        seedbed db url        the URL for your application
        seedbed db psql       a shell on the database

      EXIT CODES:
        0 done, or in sync   1 error     2 something to do   3 attention
        4 refused by a guard 5 no lock   64 usage
      """,
    version: seedbedVersion,
    subcommands: [
      InitCommand.self, UpCommand.self, DeployCommand.self, StatusCommand.self,
      ResetCommand.self,
      TestCommand.self, MigrateCommand.self, BackfillCommand.self, SeedCommand.self,
      DatabaseCommand.self,
    ])

  static func main() {
    StandardStreams.holdClosed()
    let arguments = GlobalOptions.movedBehindCommand(Array(CommandLine.arguments.dropFirst()))
    if arguments == ["--version"] {
      // To find out that this is asked takes the parser longer than all the rest.
      try? Terminal.plain.result(configuration.version)
      return
    }
    ClientLibrary.loadAhead()
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch {
      UsageReport(error, arguments: arguments).end()
    }
    end()
  }

  /// Ends the process at once: all has been written, and neither libpq, which may still be on its
  /// way, is waited for, nor that its libraries put away what goes with the process anyhow.
  static func end(_ status: Int32 = ExitStatus.success.rawValue) -> Never { _exit(status) }
}
