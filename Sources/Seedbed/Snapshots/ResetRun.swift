internal import Postgres

/// Brings a disposable database back to migrated and seeded, by the fastest way that is right.
struct ResetRun {
  let project: Project
  let database: Database
  let confirmation: String?
  let force: Bool
  let patience: Duration
  let progress: any Progress

  func run() throws -> ResetReport {
    defer { progress.finished() }
    let start = ContinuousClock.now
    do {
      var report = try reset()
      report.seconds = (ContinuousClock.now - start).seconds
      return report
    } catch let error as PostgresError {
      throw Problem(error)
    }
  }

  private func reset() throws -> ResetReport {
    let server = try database.maintenanceConnection(progress)
    try server.run(simple: "SET statement_timeout = 0; SET lock_timeout = 0")
    try NameLock.acquire(database.name, on: server, timeout: patience, progress)
    guard try database.exists(seenFrom: server) else {
      var report = ResetReport(database, .created, "there was no such database")
      report.made = try project.up(database, patience: patience, progress)
      return report
    }
    // The session ends with this scope: none of ours may be in the way of a copy.
    let (key, inPlace) = try lookAtDatabase(server)
    if case .done(let report) = inPlace { return report }
    guard case .copy(let why) = inPlace else { return try replace(server, key, because: nil) }
    return try replace(server, key, because: why)
  }

  private enum InPlace {
    case done(ResetReport)
    /// Why a copy has to take the database's place; nil where a template has to be made first.
    case copy(String?)
  }

  private func lookAtDatabase(_ server: Connection) throws -> (TemplateKey, InPlace) {
    let connection = try database.connect(progress)
    try Guard(
      database: database.name, environment: database.environment,
      marker: DatabaseMarker.read(from: connection), ownSchema: database.ownSchema
    ).check(.reset, confirmation: confirmation)
    let key = try TemplateKey(of: project, for: database, on: connection)
    let shelf = TemplateShelf(
      project: project, database: database, server: server, progress: progress, patience: patience)
    guard let template = try shelf.find(key) else { return (key, .copy(nil)) }
    return (key, try putRight(connection, template, key, server))
  }

  // MARK: In place

  private func putRight(
    _ connection: Connection, _ template: KeptDatabase, _ key: TemplateKey, _ server: Connection
  ) throws -> InPlace {
    let sessions = DatabaseSessions(of: database.name)
    if force {
      try sessions.end(seenFrom: connection)
    } else {
      try sessions.expectNoTransactions(seenFrom: connection)
    }
    try RunLock(timeout: patience, progress: progress).acquire(seenFrom: connection) {
      try connection.run(simple: "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL jit = off")
      if try RunLock.lock.tryLockForTransaction(on: connection) { return true }
      try connection.run(simple: "ROLLBACK")
      return false
    }
    guard let deviation = try deviation(from: key, connection) else {
      return .copy("it was no copy of the template")
    }
    if deviation.isEmpty {
      try connection.run(simple: "ROLLBACK")
      return .done(ResetReport(database, .unchanged, "every row is as it should be"))
    }
    let restoration = try RowRestoration(of: deviation, on: connection)
    if let obstacle = restoration.obstacle { return .copy(obstacle) }
    let size = try server.execute("SELECT pg_catalog.pg_database_size(\(template.name))")
    let choice = ResetChoice(
      rows: deviation.rows, scanned: deviation.scanned, size: size.first?.int(0) ?? 0,
      hasSpare: try spare(for: key, server) != nil)
    guard choice.way == .rows else { return .copy("\(deviation.rows.rows) differed") }
    progress.activity("putting \(deviation.rows.rows) right")
    do {
      let source = try database.sibling(named: template.name).connect(progress)
      if let failure = try restoration.run(on: connection, from: source, limit: choice.limit) {
        return .copy(failure)
      }
    } catch let error as PostgresError where !error.isConnectionFailure {
      _ = try? connection.run(simple: "ROLLBACK")
      return .copy("row by row it did not go: \(error.redacted.message)")
    }
    var report = ResetReport(database, .rows, "few rows differed")
    report.tables = deviation.tables.map {
      ($0.relation.qualified.description, $0.added, $0.missing)
    }
    report.sequences = deviation.sequences.count
    return .done(report)
  }

  private func deviation(
    from key: TemplateKey, _ connection: Connection
  ) throws(PostgresError) -> Deviation? {
    progress.activity("looking at \(database.name)")
    do throws(PostgresError) {
      return try Deviation.read(from: key, on: connection)
    } catch {
      // What may not be looked at, or is gone by now, is replaced.
      guard !error.isConnectionFailure else { throw error }
      _ = try? connection.run(simple: "ROLLBACK")
      return nil
    }
  }

  // MARK: By a copy

  private func spare(
    for key: TemplateKey, _ server: Connection
  ) throws(PostgresError) -> KeptDatabase? {
    try KeptDatabase.all(on: server).last {
      $0.kind == .spare && $0.original == database.name && $0.key == key
    }
  }

  private func replace(
    _ server: Connection, _ key: TemplateKey, because why: String?
  ) throws -> ResetReport {
    // Who is in the way is said before anything is made.
    if !force { try DatabaseSessions(of: database.name).expectNone(seenFrom: server) }
    let swap = DatabaseSwap(server: server, name: database.name, force: force)
    let environment = database.environment.name
    if let spare = try spare(for: key, server), try NameLock.of(spare.name).tryLock(on: server) {
      progress.activity("replacing \(database.name)")
      _ = try swap.put(spare.name, environment: environment)
      try NameLock.of(spare.name).unlock(on: server)
      var report = ResetReport(database, .spare, why ?? "a copy was there")
      report.hasAfterwork = true
      return report
    }
    let shelf = TemplateShelf(
      project: project, database: database, server: server, progress: progress, patience: patience)
    let template = try shelf.take(key)
    progress.activity("copying the template of \(database.name)")
    let name = DatabaseCopying.unfinishedName
    _ = try NameLock.of(name).tryLock(on: server)
    defer { _ = try? NameLock.of(name).unlock(on: server) }
    let copying = DatabaseCopying(server: server)
    try copying.copy(template.kept.name, to: name)
    do {
      _ = try swap.put(name, environment: environment)
    } catch {
      _ = try? copying.drop(name)
      throw error
    }
    var report = ResetReport(
      database, .copy, template.reason ?? why ?? "the template was made meanwhile")
    report.made = template.made
    report.hasAfterwork = true
    return report
  }
}
