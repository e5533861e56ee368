extension Project {
  /// How a database stands to the project: its migrations and, where none of them is pending, its
  /// seeds. Nothing is written.
  public func status(of database: Database, _ progress: any Progress) throws -> StatusReport {
    let connection = try database.connect(progress)
    var report = try StatusReader(migrations()).read(from: connection)
    // Before a migration has run, the tables that fixtures speak of may not be there yet.
    if report.plan.pending.isEmpty, report.plan.partial.isEmpty, FileStatus.isFolder(seedsFolder) {
      report.seeds = try seeder(of: database, on: connection, progress).verify()
    }
    return report
  }
}
