internal import Postgres

/// The databases below the templates: migrated and not seeded yet. A template of other fixtures
/// begins as a copy of one, so that an edit of a fixture runs no migration again.
struct MigratedTemplates {
  let project: Project
  let database: Database
  /// A session with the server's maintenance database; it holds the locks.
  let server: Connection
  let patience: Duration
  let progress: any Progress

  /// Makes the beginning of a template: a copy of a migrated database, which is made where there is
  /// none.
  ///
  /// - Returns: what migrating it has come to; nil where it was there, or is left to whoever seeds: a
  ///   project without migrations or without seeds has no use for it.
  func begin(_ name: String, of key: TemplateKey) throws -> MigrationReport? {
    guard try project.migrations().exists, FileStatus.isFolder(project.seedsFolder) else {
      return nil
    }
    let key = key.withoutFixtures
    let ground = TemplateShelf.named("seedbed_mig", database.name, key.sum.prefix(12))
    // The lock keeps it from being dropped while it is copied.
    try NameLock.acquire(ground, on: server, timeout: patience, progress)
    defer { _ = try? NameLock.of(ground).unlock(on: server) }
    let found = try KeptDatabase.all(on: server).last { $0.kind == .migrated && $0.key == key }
    let report = found == nil ? try make(ground, key) : nil
    let source = try found?.touched(on: server).name ?? ground
    progress.activity("copying the migrated \(database.name)")
    try DatabaseCopying(server: server).copy(source, to: name)
    return report
  }

  private func make(_ name: String, _ key: TemplateKey) throws -> MigrationReport? {
    let copying = DatabaseCopying(server: server)
    let unfinished = DatabaseCopying.unfinishedName
    _ = try NameLock.of(unfinished).tryLock(on: server)
    defer { _ = try? NameLock.of(unfinished).unlock(on: server) }
    do {
      let report = try project.up(
        database.sibling(named: unfinished), seeding: false, patience: patience, progress)
      let kept = KeptDatabase(
        name, .migrated, of: database.name, environment: database.environment.name, key: key)
      try copying.finish(unfinished, as: kept)
      try copying.protect(name)
      return report.migrations
    } catch {
      _ = try? copying.drop(unfinished, force: true)
      throw error
    }
  }
}
