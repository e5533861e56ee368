internal import Postgres

/// What a run of migrations starts from: the database found and opened, and the folder read, both at
/// the same time.
public struct MigrationStart {
  public let database: Database
  let contents: MigrationFolder.Contents
  /// For reading alone.
  let connection: Connection
  /// Nil where the database has none.
  let history: [AppliedMigration]?

  public init(
    _ database: @autoclosure () throws -> Database, _ folder: MigrationFolder,
    _ progress: any Progress
  ) throws {
    ((self.database, connection, history), contents) = try AtOnce.run(by: ClientLibrary.async) {
      let database = try database()
      let (connection, answers) = try database.connect(
        asking: [History.selection(in: database.ownSchema)], progress)
      return (database, connection, try History.decode(answers[0]))
    } _: {
      try folder.read()
    }
  }
}
