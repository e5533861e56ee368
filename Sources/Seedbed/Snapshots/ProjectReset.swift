internal import Postgres

extension Project {
  /// Brings a database back to migrated and seeded, by the fastest way that is right: rows that
  /// differ are put right, or a copy of a template takes its place.
  ///
  /// Where the report says `hasAfterwork`, `tidy` should follow.
  ///
  /// - Parameters:
  ///   - confirmation: the database's name, where it is not marked disposable.
  ///   - force: ends the sessions that use it; without, one that is in the way is an error.
  ///   - patience: how long another run is waited for.
  /// - Throws: a `Problem` with the exit status `refused` where the guard does not allow it.
  public func reset(
    _ database: Database, confirmation: String? = nil, force: Bool = false,
    patience: Duration = .seconds(600), _ progress: any Progress
  ) throws -> ResetReport {
    try ResetRun(
      project: self, database: database, confirmation: confirmation, force: force,
      patience: patience, progress: progress
    ).run()
  }

  /// What a reset leaves for later: drops what is not needed any more, and makes a copy of the
  /// newest template for the next reset.
  ///
  /// - Parameter spare: whether to make that copy; nil makes one where copying takes long.
  /// - Returns: the databases that were dropped and made.
  @discardableResult
  public func tidy(
    _ database: Database, spare: Bool?, _ progress: any Progress
  ) throws -> TidyReport {
    defer { progress.finished() }
    do {
      let server = try database.maintenanceConnection(progress)
      try server.run(simple: "SET statement_timeout = 0; SET lock_timeout = 0")
      progress.activity("dropping what is not needed any more")
      var report = TidyReport(dropped: try Housekeeping(server: server).run())
      if let made = try makeSpare(of: database, wanted: spare, server, progress) {
        report.made.append(made)
      }
      return report
    } catch let error as PostgresError {
      throw Problem(error)
    }
  }

  private func makeSpare(
    of database: Database, wanted: Bool?, _ server: Connection, _ progress: any Progress
  ) throws -> String? {
    let key = try TemplateKey(of: self, for: database, on: server)
    let all = try KeptDatabase.all(on: server, measured: true)
    guard let template = all.last(where: { $0.kind == .template && $0.key == key }),
      wanted ?? ResetChoice.deservesSpare(size: template.size ?? 0),
      !all.contains(where: {
        $0.kind == .spare && $0.original == database.name && $0.key == key
      })
    else { return nil }
    let name = TemplateShelf.named(
      "seedbed_spare", database.name, String(UInt32.random(in: 0...UInt32.max), radix: 36))
    progress.activity("copying the template of \(database.name) for the next reset")
    try DatabaseCopying(server: server).copy(
      template.name,
      as: KeptDatabase(
        name, .spare, of: database.name, environment: template.environment, key: template.key))
    return name
  }
}
