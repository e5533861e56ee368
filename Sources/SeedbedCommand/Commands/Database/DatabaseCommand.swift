import ArgumentParser

struct DatabaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "db",
    abstract: "The database itself: start, stop, look, create, drop, keep and copy.",
    discussion: """
      Where no database is named, it lies on a private PostgreSQL server in .seedbed/postgres, which \
      every command starts when it needs it.

      EXAMPLES:
        seedbed db url                          the URL for your application
        seedbed db psql -- -c 'SELECT 1'        a statement by psql
        seedbed db wait --timeout 60            before a deployment's first step
        seedbed db snapshot before-checkout     a state to come back to
      """,
    subcommands: [
      StartCommand.self, StopCommand.self, DatabaseStatusCommand.self, URLCommand.self,
      PsqlCommand.self, CreateCommand.self, DropCommand.self, WaitCommand.self,
      SnapshotCommand.self, RestoreCommand.self, SnapshotsCommand.self, CloneCommand.self,
      TidyCommand.self,
    ])
}
