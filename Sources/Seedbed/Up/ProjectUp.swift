internal import Postgres

extension Project {
  /// Brings a database to what the project describes: makes it where it is missing, then migrates,
  /// then seeds. Fixtures that cannot be read keep migrations from being run.
  ///
  /// - Parameters:
  ///   - database: found out while the folders are read.
  ///   - allowedDeletes: see `Seeder.allowedDeletes`.
  ///   - patience: how long another run is waited for.
  /// - Throws: a `Problem`; what was done before it is said in its notes.
  public func up(
    _ database: @autoclosure () throws -> Database, allowedDeletes: Int? = nil,
    patience: Duration = .seconds(600),
    _ progress: any Progress
  ) throws -> UpReport {
    try up(
      try database(), seeding: true, allowedDeletes: allowedDeletes, patience: patience, progress)
  }

  /// - Parameter seeding: false leaves the rows for later; fixtures are read for mistakes all the same.
  func up(
    _ database: @autoclosure () throws -> Database, seeding: Bool, allowedDeletes: Int? = nil,
    patience: Duration, _ progress: any Progress
  ) throws -> UpReport {
    defer { progress.finished() }
    let start = ContinuousClock.now
    let folder = try migrations()
    let ((database, connection, history), (contents, sections)) = try AtOnce.run(
      by: ClientLibrary.async
    ) {
      let database = try database()
      let (connection, answers) = try database.connectForWriting(
        creating: true, asking: [History.selection(in: database.ownSchema)], progress)
      return (database, connection, try History.decode(answers[0]))
    } _: {
      (
        folder.exists ? try folder.read() : nil,
        FileStatus.isFolder(seedsFolder) ? try fixtures.sections() : nil
      )
    }
    var report = UpReport(
      environment: environment.name,
      server: .init(
        database: database.name, version: connection.serverVersionText,
        place: database.localServer.map { relative(stateFolder) + "/" + $0.kind.rawValue }
          ?? "\(connection.host):\(connection.port)",
        isLocal: database.isLocal))

    if let contents {
      var migrator = Migrator(database, folder, progress)
      migrator.patience = patience
      migrator.beforeWork = sections?.checkSyntax
      migrator.backfills = .inOrder
      report.migrations = try migrator.run(
        MigrationChoice(), contents, history: history, on: connection)
      if report.migrations?.applied.isEmpty == false {
        updateSchemaFile(of: database, progress)
      }
    }
    if seeding, let sections {
      do {
        var seeder = seeder(of: database, on: connection, progress)
        // Migrations and backfills may have taken hours.
        let hasMigrated = report.migrations?.applied.isEmpty == false
        if !hasMigrated, report.migrations?.backfills == nil { seeder.sections = sections }
        seeder.allowedDeletes = allowedDeletes
        seeder.lockTimeout = patience
        report.seeds = try seeder.apply()
        try refreshFixtureSchema(
          for: sections, of: database, on: connection, migrated: hasMigrated)
      } catch {
        throw Self.after(report.migrations, error)
      }
    }
    report.seconds = (ContinuousClock.now - start).seconds
    return report
  }

  private static func after(_ migrations: MigrationReport?, _ error: any Error) -> Problem {
    var problem = Problem.describing(error)
    if let count = migrations?.applied.count, count > 0 {
      problem.notes.append(
        count == 1
          ? "1 migration was applied before and stays"
          : "\(count) migrations were applied before "
            + "and stay")
    }
    return problem
  }
}
