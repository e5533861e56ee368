import Postgres
import TestSupport
import Testing

@testable import Seedbed

extension MigrationProject {
  /// A project whose database is one to keep, in which an application may be at work.
  static func live(_ migrations: [String: String], after schema: String) throws -> MigrationProject
  {
    let project = try MigrationProject(migrations)
    try project.folder.write("seedbed.json", #"{"environments": {"test": {"disposable": false}}}"#)
    try project.run(schema)
    return project
  }

  /// A session of an application, in a transaction that has done this.
  func application(_ statement: String) throws -> Connection {
    let connection = try connect()
    try connection.run(simple: "SET application_name = 'report'; BEGIN")
    try connection.run(simple: statement)
    return connection
  }

  /// What `migrate` says while a test goes on.
  func migrateBeside(
    _ recorder: Recorder, _ change: @escaping @Sendable (inout Migrator) -> Void = { _ in }
  ) -> Aside<MigrationReport> {
    Aside {
      var migrator = try migrator(recorder)
      change(&migrator)
      return try migrator.run(MigrationChoice(), on: connect())
    }
  }
}
