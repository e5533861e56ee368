internal import Postgres

/// The templates of a project's database: found by what they were made from, made where there is
/// none.
struct TemplateShelf {
  let project: Project
  let database: Database
  /// A session with the server's maintenance database; it holds the locks.
  let server: Connection
  let progress: any Progress
  var patience: Duration = .seconds(600)

  /// How many are kept of one database, the one in use included.
  static let limit = 3

  /// A template, and what was done to have it.
  struct Taken {
    var kept: KeptDatabase
    /// Nil where it was there.
    var made: UpReport?
    /// Why it was made.
    var reason: String?
  }

  /// The template for a key, made where there is none.
  ///
  /// - Throws: what keeps it from being migrated and seeded; the project's own database is as it was.
  func take(_ key: TemplateKey) throws -> Taken {
    let name = Self.name(of: key, for: database.name)
    if let kept = try find(key) { return Taken(kept: try kept.touched(on: server)) }
    try NameLock.acquire(name, on: server, timeout: patience, progress)
    defer { try? NameLock.of(name).unlock(on: server) }
    // Another run may have made it while this one waited.
    if let kept = try find(key) { return Taken(kept: try kept.touched(on: server)) }
    let newest = try templates().last { $0.environment == database.environment.name }?.key
    let (kept, report) = try make(name, key)
    return Taken(
      kept: kept, made: report,
      reason: newest.map { key.difference(from: $0) } ?? "there was no template yet")
  }

  /// One that was made for another database serves as well: all that matters is in the key.
  func find(_ key: TemplateKey) throws(PostgresError) -> KeptDatabase? {
    try KeptDatabase.all(on: server).filter { $0.kind == .template && $0.key == key }
      .inOrder(of: \.used).last
  }

  /// By their last use, the newest last.
  func templates() throws(PostgresError) -> [KeptDatabase] {
    try KeptDatabase.all(on: server)
      .filter { $0.kind == .template && $0.original == database.name }
      .inOrder(of: \.used)
  }

  /// `seedbed_tpl_shop_test_3f2a9c1d5e7b`, at most 63 bytes.
  static func name(of key: TemplateKey, for database: String) -> String {
    named("seedbed_tpl", database, key.sum.prefix(12))
  }

  /// A name that people recognise; the hash tells long names apart that begin alike.
  static func named(_ kind: String, _ database: String, _ end: some StringProtocol) -> String {
    let room = 63 - kind.utf8.count - end.utf8.count - 2
    var middle = database
    if middle.utf8.count > room {
      let hash = String(PathHash.of(database) & 0xFFFF_FFFF, radix: 16)
      var start = database
      while start.utf8.count > room - hash.utf8.count - 1 { start.removeLast() }
      middle = start + "_" + hash
    }
    return "\(kind)_\(middle)_\(end)"
  }

  /// Migrates and seeds a new database, and makes it the template.
  private func make(_ name: String, _ key: TemplateKey) throws -> (KeptDatabase, UpReport) {
    let copying = DatabaseCopying(server: server)
    let unfinished = DatabaseCopying.unfinishedName
    _ = try NameLock.of(unfinished).tryLock(on: server)
    defer { try? NameLock.of(unfinished).unlock(on: server) }
    progress.activity("making a template of \(database.name)")
    do {
      let migrations = try MigratedTemplates(
        project: project, database: database, server: server, patience: patience,
        progress: progress
      ).begin(unfinished, of: key)
      let scratch = database.sibling(named: unfinished)
      var report = try project.up(scratch, patience: patience, progress)
      if let migrations { report.migrations = migrations }
      progress.activity("finishing the template of \(database.name)")
      try settle(scratch, key)
      let kept = KeptDatabase(
        name, .template, of: database.name, environment: database.environment.name, key: key)
      try copying.finish(unfinished, as: kept)
      try copying.protect(name)
      return (kept, report)
    } catch {
      _ = try? copying.drop(unfinished, force: true)
      var problem = Problem.describing(error)
      problem.notes.append("this was in a new database; \(database.name) is as it was")
      throw problem
    }
  }

  /// Hint bits are set and statistics gathered once, so that no copy has to.
  private func settle(_ scratch: Database, _ key: TemplateKey) throws {
    let connection = try scratch.connect(progress)
    do throws(PostgresError) {
      try connection.run(simple: "VACUUM (ANALYZE)")
    } catch {
      throw Problem(error)
    }
    try Baseline.write(key, on: connection)
  }
}
