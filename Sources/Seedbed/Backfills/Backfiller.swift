internal import Postgres

/// Runs the backfills of applied migrations, and says how far they are.
public struct Backfiller {
  let database: Database
  let folder: MigrationFolder
  let progress: any Progress
  /// How long another run, or a lock on rows, is waited for.
  public var patience: Duration = .seconds(600)
  /// Waits for as long as somebody has paused one; else it is left for later.
  public var waitsWhilePaused = true
  /// Rests between batches; a database that may be thrown away has nobody to be nice to.
  var isNice: Bool?

  public init(_ database: Database, _ folder: MigrationFolder, _ progress: any Progress) {
    self.database = database
    self.folder = folder
    self.progress = progress
  }

  static let applicationName = "seedbed backfill"

  /// Runs what is not verified yet, in the order of the migrations; where nothing is to be done, takes
  /// no lock and writes nothing.
  ///
  /// - Parameters:
  ///   - name: of one migration, or its number; nil for all.
  ///   - restarting: begins that one anew, from the first key.
  public func run(_ name: String? = nil, restarting: Bool = false) throws -> BackfillReport {
    let contents = try folder.read()
    let scripts = try contents.backfills()
    guard let name else { return try run(scripts) }
    let wanted = try script(name, among: scripts, in: contents)
    return try run([wanted], restarting: restarting)
  }

  /// The same for scripts that have been read.
  func run(_ scripts: [BackfillScript], restarting: Bool = false) throws -> BackfillReport {
    let start = ContinuousClock.now
    defer { progress.finished() }
    var report = BackfillReport(environment: database.environment.name)
    if scripts.isEmpty { return report }
    let connection = try database.connectForWriting(
      applicationName: Self.applicationName, progress)
    if try work(BackfillPlan(scripts, on: connection), restarting).isEmpty { return report }
    if database.isPooled { throw RunKeeper.pooled(database) }
    try connection.run(together: SessionSettings.neutral(on: connection))
    var lock = RunLock(timeout: patience, progress: progress)
    lock.key = BackfillLedger.lock
    lock.what = "another run of backfills"
    try lock.acquire(seenFrom: connection) { try BackfillLedger.lock.tryLock(on: connection) }
    // Another run may have done it all while this one waited.
    for item in try work(BackfillPlan(scripts, on: connection), restarting) {
      try BackfillLedger.create(on: connection)
      report.items.append(
        try run(item, watch: BackfillWatch(connection), restarting: restarting))
    }
    report.seconds = (ContinuousClock.now - start).seconds
    return report
  }

  private func work(_ plan: BackfillPlan, _ restarting: Bool) throws -> [BackfillPlan.Item] {
    if restarting {
      return plan.items.filter { $0.migration != nil }
    }
    if let problem = Problem.together(plan.unfinished.filter(\.isEdited).map(Problem.edited)) {
      throw problem
    }
    return plan.unfinished
  }

  private func run(
    _ item: BackfillPlan.Item, watch: BackfillWatch, restarting: Bool
  ) throws -> BackfillReport.Item {
    let start = ContinuousClock.now
    let script = item.script
    progress.activity("backfill \(script.name)")
    let worker = try database.connectForWriting(applicationName: Self.applicationName, progress)
    try worker.run(together: SessionSettings.neutral(on: worker))
    try Self.explain(script, on: worker)
    let table = try BackfillTable(script, on: worker)
    let batch = BackfillBatch(script: script, table: table, worker: worker, watch: watch)
    if item.state == nil || restarting {
      try begin(batch, of: item.migration ?? 0)
    } else if let state = item.state, state.key != table.key.kind.rawValue {
      throw Problem(
        "backfill.key_changed", "\(table.name) has another key than when \(script.name) began",
        hint: "begin anew: `seedbed backfill run --restart \(script.name)`", at: script.location,
        exitStatus: .attention)
    }
    guard let state = try BackfillLedger.state(of: script.name, on: worker) else {
      throw Problem(
        "backfill.state_lost", "\(script.name) has no row in \(worker.own.backfills) any more")
    }
    let isDisposable = try DatabaseMarker.read(from: watch.connection)?.disposable == true
    let run = BackfillRun(
      batch, isNice: isNice ?? !isDisposable, waitsWhilePaused: waitsWhilePaused,
      patience: patience, progress)
    let end = try run.run(from: state)
    let done = try BackfillLedger.state(of: script.name, on: worker) ?? state
    return BackfillReport.Item(
      from: state, to: done, isPaused: end == .paused,
      seconds: (ContinuousClock.now - start).seconds)
  }

  /// Lets the server look at the statement before anything is written: names and types are right,
  /// and this role may do it.
  private static func explain(_ script: BackfillScript, on worker: Connection) throws {
    do throws(PostgresError) {
      try worker.run(simple: "EXPLAIN " + script.text)
    } catch {
      var error = error
      let length = "EXPLAIN ".count
      error.position = error.position.map { $0 - length }
      var problem = script.problem(error, isWhole: true)
      problem.notes.append("nothing of it was run")
      throw problem
    }
  }

  /// Fixes the upper end: rows that come after it are written by an application that knows of the
  /// change, or completed by a trigger.
  private func begin(_ batch: BackfillBatch, of migration: Int) throws {
    let key = batch.table.key
    var last: [String]?
    if key.kind == .blocks {
      last = [String(batch.table.blocks)]
    } else {
      let texts = key.references("t").map { "(\($0))::text" }.joined(separator: ", ")
      try batch.worker.run(simple: "BEGIN")
      let rows = try batch.plain(
        SQL(
          unsafe: """
            SELECT \(texts) FROM \(batch.table.source)
            ORDER BY \(key.order("t", descending: true)) LIMIT 1
            """))
      try batch.worker.run(simple: "COMMIT")
      last = rows.first.map { row in key.columns.indices.map { row.string($0) } }
    }
    try BackfillLedger.start(
      batch.script, of: migration, table: batch.table, last: last,
      total: key.kind == .blocks ? batch.table.blocks : batch.table.rows,
      on: batch.worker)
  }

  /// The backfill of the migration that a user named.
  func script(
    _ name: String, among scripts: [BackfillScript], in contents: MigrationFolder.Contents
  ) throws(Problem) -> BackfillScript {
    let migration = contents.migrations[try contents.index(of: name)]
    if let script = scripts.first(where: { $0.name == migration.name }) { return script }
    throw Problem(
      "backfill.none", "\(migration.name) has no backfill.sql",
      hint: Suggestion.hint(for: name, among: scripts.map(\.name)), exitStatus: .usage)
  }
}

extension Problem {
  /// The statement that did the first part is not the one that would do the rest.
  static func edited(_ item: BackfillPlan.Item) -> Problem {
    Problem(
      "backfill.edited", "\(item.script.file.name) was changed after it had begun",
      hint: """
        restore the file, or begin anew with the new statement: `seedbed backfill run --restart \
        \(item.script.name)`
        """,
      at: item.script.location, exitStatus: .attention)
  }
}
