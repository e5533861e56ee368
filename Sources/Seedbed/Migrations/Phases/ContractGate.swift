internal import Postgres
internal import SQLScript

/// Keeps a contract from taking away what a backfill still needs.
struct ContractGate {
  let migrator: Migrator
  let contents: MigrationFolder.Contents
  /// All of the folder's, in the order of their migrations.
  let backfills: [BackfillScript]
  let keeper: RunKeeper
  private var isOpen = false

  init(_ migrator: Migrator, _ contents: MigrationFolder.Contents, _ keeper: RunKeeper) throws {
    self.migrator = migrator
    self.contents = contents
    self.keeper = keeper
    backfills = try contents.backfills()
  }

  /// Brings to their end, where this run may, the backfills of migrations that were applied before it.
  func begin(_ report: inout MigrationReport) throws {
    if migrator.backfills == .inOrder { try run(backfills, &report) }
  }

  /// After a migration was applied.
  func pass(_ name: String, _ report: inout MigrationReport) throws {
    guard let script = backfills.first(where: { $0.name == name }) else { return }
    switch migrator.backfills {
    case .inOrder: try run([script], &report)
    // A database that is being made has no rows, and nobody should have to care.
    case .leave: if try isEmpty(script) { try run([script], &report) }
    }
  }

  /// Before a migration of the phase contract.
  ///
  /// - Parameter further: it and those of the same phase that come after it in this run.
  /// - Throws: a `Problem` with the exit status `refused` where a backfill before it is not verified.
  mutating func admit(
    _ migration: Migration, further: [Migration], _ report: MigrationReport
  ) throws {
    let earlier = Set(contents.migrations.prefix { $0.name != migration.name }.map(\.name))
    let waiting = try BackfillPlan(
      backfills.filter { earlier.contains($0.name) }, on: keeper.connection
    ).unfinished
    if !waiting.isEmpty { throw Self.refusal(migration, waiting, report) }
    if !isOpen { try migrator.beforeContract?(further) }
    isOpen = true
  }

  private func run(_ scripts: [BackfillScript], _ report: inout MigrationReport) throws {
    if scripts.isEmpty { return }
    var backfiller = Backfiller(migrator.database, migrator.folder, migrator.progress)
    backfiller.patience = migrator.patience
    backfiller.waitsWhilePaused = false
    do {
      let done = try backfiller.run(scripts)
      if done.items.isEmpty { return }
      report.backfills = report.backfills ?? BackfillReport(environment: report.environment)
      report.backfills?.add(done)
    } catch let problem as Problem {
      throw problem.after(report)
    }
  }

  private func isEmpty(_ script: BackfillScript) throws -> Bool {
    let name = quoted(literal: script.table.name)
    let found = try keeper.connection.run(
      simple: """
        SELECT pg_catalog.format('%I.%I', n.nspname, c.relname)
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.oid = pg_catalog.to_regclass(\(name))
        """)
    guard let table = found.first?.string(0) else { return false }
    return try keeper.connection.run(simple: "SELECT NOT EXISTS (SELECT FROM \(table))")
      .first?.bool(0) == true
  }

  private static func refusal(
    _ migration: Migration, _ waiting: [BackfillPlan.Item], _ report: MigrationReport
  ) -> Problem {
    let notes = waiting.flatMap { item in
      BackfillStatus(item, isCurrent: false).lines(.plain).map { "backfill" + $0 }
    }
    return Problem(
      "migrate.backfill_unfinished",
      """
      refused to contract: \(migration.name) comes after \
      \(waiting.count == 1 ? "a backfill that is" : "\(waiting.count) backfills that are") not done
      """,
      hint: "run `seedbed backfill`, and then this again", at: migration.file.location(),
      notes: notes, exitStatus: .refused
    ).after(report)
  }
}

extension Problem {
  /// With what was applied before it in the same run.
  func after(_ report: MigrationReport) -> Problem {
    guard !report.applied.isEmpty else { return self }
    var problem = self
    problem.notes.append(
      "applied before it in this run: " + report.applied.map(\.name).joined(separator: ", "))
    return problem
  }
}
