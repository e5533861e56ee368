internal import Postgres

extension Project {
  /// How a database stands to the project: its migrations and, where none of them is pending, its
  /// seeds. Nothing is written.
  public func status(of database: Database, _ progress: any Progress) throws -> StatusReport {
    let reader = StatusReader(try migrations())
    // Nothing is made to find out that nothing is there.
    if let server = database.localServer, try server.status().dataVersion == nil {
      return try reader.readWithoutDatabase(named: database.name)
    }
    let connection: Connection
    do {
      connection = try database.connect(progress)
    } catch let problem as Problem where problem.code == database.missing.code {
      return try reader.readWithoutDatabase(named: database.name)
    }
    var report = try reader.read(from: connection)
    // Before a migration has run, the tables that fixtures speak of may not be there yet.
    if report.plan.pending.isEmpty, report.plan.partial.isEmpty, FileStatus.isFolder(seedsFolder) {
      report.seeds = try seeder(of: database, on: connection, progress).verify()
    }
    return report
  }
}
