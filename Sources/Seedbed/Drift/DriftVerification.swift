internal import Postgres

/// Compares a database with what its migrations make of an empty one.
public struct DriftVerification {
  let project: Project
  let database: Database
  let folder: MigrationFolder
  let progress: any Progress

  public init(
    _ project: Project, _ database: Database, _ folder: MigrationFolder, _ progress: any Progress
  ) {
    self.project = project
    self.database = database
    self.folder = folder
    self.progress = progress
  }

  /// The drift; in the database nothing is written.
  ///
  /// Compared is what the history has as applied; in a database without one, the whole folder.
  public func run() throws -> DriftReport {
    defer { progress.finished() }
    let start = ContinuousClock.now
    let connection = try database.connect(applicationName: "seedbed verify", progress)
    let contents = try applied(on: connection)
    let cache = try PictureCache(of: project, contents.migrations, of: database, on: connection)
    let known = cache.picture()
    let expected: SchemaPicture
    if let known {
      expected = known
    } else {
      expected = try replay(contents) { _, picture in picture }
      do throws(Problem) {
        try cache.keep(expected)
      } catch {
        progress.note("the next run will replay again: \(error.message)")
      }
    }
    progress.activity("comparing")
    let (diff, ignored) = SchemaDiff(from: expected, to: try .read(from: connection))
      .ignoring(project.configuration.ignoredDrift)
    return DriftReport(
      environment: database.environment.name, database: database.name,
      migrations: contents.migrations.count, diff: diff, ignored: ignored,
      isReplayed: known == nil, seconds: (ContinuousClock.now - start).seconds)
  }

  /// Hands on the shadow after the migrations have run in it, and its picture then.
  func replay<Result>(
    _ contents: MigrationFolder.Contents, _ body: (Shadow, SchemaPicture) throws -> Result
  ) throws -> Result {
    try Shadow.use(beside: database, of: project, progress) { shadow in
      let count = contents.migrations.count
      progress.activity("replaying \(count) \(count == 1 ? "migration" : "migrations")")
      try shadow.replay(contents, of: folder, progress)
      return try body(shadow, .read(from: shadow.database.connect(progress)))
    }
  }

  /// The folder's migrations that the database is said to hold.
  func applied(on connection: Connection) throws -> MigrationFolder.Contents {
    let contents = try folder.read()
    let plan = try StatusReader(folder).read(from: connection).plan
    if plan.applied.isEmpty, plan.partial.isEmpty { return contents }
    if !plan.missing.isEmpty {
      let names = plan.missing.map(\.name).joined(separator: ", ")
      progress.note("the database is ahead of this folder: \(names)")
    }
    let edited = plan.edited.filter { !$0.isLayoutOnly }.map(\.migration.name)
    if !edited.isEmpty {
      progress.note(
        "compared with what the files say now, not with what ran: \(edited.joined(separator: ", "))"
      )
    }
    let waiting = plan.pending.map(\.migration.name) + plan.partial.map(\.applied.name)
    if !waiting.isEmpty {
      progress.note("not applied, and not compared: \(waiting.joined(separator: ", "))")
    }
    let left = Set(waiting)
    return MigrationFolder.Contents(
      layout: contents.layout, migrations: contents.migrations.filter { !left.contains($0.name) })
  }
}
