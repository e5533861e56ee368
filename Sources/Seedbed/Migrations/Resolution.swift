public import JSON
internal import Postgres
internal import SQLScript

/// Sets the history right where a person knows better what is in the database; runs no migration.
public struct Resolution {
  public enum Verdict: Sendable {
    /// The database is as the migration's file says.
    case applied
    /// So many of its statements, from the first on, have taken effect.
    case appliedStatements(Int)
    /// Nothing of the migration is in the database.
    case rolledBack
    /// This migration and all before it are in the database.
    case appliedThrough
  }

  let database: Database
  let folder: MigrationFolder
  let progress: any Progress
  public var patience: Duration = .seconds(600)

  public init(_ database: Database, _ folder: MigrationFolder, _ progress: any Progress) {
    self.database = database
    self.folder = folder
    self.progress = progress
  }

  /// Saying the same twice changes nothing the second time.
  public func run(_ name: String, is verdict: Verdict) throws -> ResolutionReport {
    defer { progress.finished() }
    let contents = try folder.read()
    let keeper = try RunKeeper(database, patience: patience, progress)
    let history = try keeper.history()
    if history == nil {
      try MovedHistory.check(contents.migrations, on: keeper.connection)
      try keeper.createHistory(for: database)
    }
    let rows = Dictionary((history ?? []).map { ($0.name, $0) }) { _, newer in newer }
    var changes: [String] = []
    var names: [String] = []
    switch verdict {
    case .rolledBack:
      let row = try Self.row(name, contents, rows)
      changes.append(rolledBack(row))
      names.append(row.name)
    case .applied where Self.isGone(name, contents, rows):
      changes.append(finished(name))
      names.append(name)
    case .applied:
      let migration = contents.migrations[try contents.index(of: name)]
      names.append(migration.name)
      let row = rows[migration.name]
      if row?.isPartial != false || row?.checksum != migration.checksum {
        changes.append(try applied(migration, row))
      }
    case .appliedStatements(let count):
      let migration = contents.migrations[try contents.index(of: name)]
      names.append(migration.name)
      changes.append(try applied(migration, rows[migration.name], statements: count))
    case .appliedThrough:
      for migration in contents.migrations[...(try contents.index(of: name))]
      where rows[migration.name]?.isPartial != false {
        changes.append(try applied(migration, rows[migration.name]))
        names.append(migration.name)
      }
    }
    if !changes.isEmpty {
      try keeper.connection.run(
        simple: (["BEGIN"] + changes + ["COMMIT"]).joined(separator: "; "))
    }
    return ResolutionReport(verdict: verdict, names: names)
  }

  private static func row(
    _ name: String, _ contents: MigrationFolder.Contents, _ rows: [String: AppliedMigration]
  ) throws(Problem) -> AppliedMigration {
    // The file may be gone; the history's own name is enough.
    if let row = rows[name] { return row }
    let migration = contents.migrations[try contents.index(of: name)]
    guard let row = rows[migration.name] else {
      throw Problem(
        "migrate.not_applied", "the history does not have \(migration.name) as applied or begun",
        hint: "there is nothing to take back", exitStatus: .usage)
    }
    return row
  }

  /// Whether it stopped half-way and its file is not there any more: then the word of a person is all
  /// there is.
  private static func isGone(
    _ name: String, _ contents: MigrationFolder.Contents, _ rows: [String: AppliedMigration]
  ) -> Bool {
    rows[name]?.isPartial == true && !contents.migrations.contains { $0.name == name }
  }

  private func finished(_ name: String) -> String {
    """
    UPDATE \(database.ownSchema.migrations) SET finished_at = pg_catalog.clock_timestamp(), \
    applied_statements = statements, failed_statement = NULL, error = NULL, \
    token_checksum = NULL, origin = 'resolved' \
    WHERE name = \(quoted(literal: name)) AND rolled_back_at IS NULL
    """
  }

  private func rolledBack(_ row: AppliedMigration) -> String {
    """
    UPDATE \(database.ownSchema.migrations) SET rolled_back_at = pg_catalog.clock_timestamp() \
    WHERE name = \(quoted(literal: row.name)) AND rolled_back_at IS NULL
    """
  }

  private func applied(
    _ migration: Migration, _ row: AppliedMigration?
  ) throws(Problem) -> String {
    var entry = HistoryEntry(
      migration, try migration.script(), in: database.ownSchema, exists: row != nil)
    entry.origin = "resolved"
    return entry.statement(for: .finished, log: nil)
  }

  private func applied(
    _ migration: Migration, _ row: AppliedMigration?, statements count: Int
  ) throws(Problem) -> String {
    let script = try migration.script()
    let total = script.script.statements.count
    guard row?.isPartial == true, (0...total).contains(count) else {
      throw Problem(
        "migrate.not_partial",
        row?.isPartial == true
          ? "\(migration.name) has \(total) statements"
          : "\(migration.name) is not one that stopped half-way",
        exitStatus: .usage)
    }
    let entry = HistoryEntry(migration, script, in: database.ownSchema, exists: true)
    if count == total { return entry.statement(for: .finished, log: nil) }
    let prefix = TokenPrefix.checksum(ofFirst: count, of: script.script)
    return entry.statement(for: .applied(count, prefix: prefix), log: nil)
  }
}

/// What the history says now.
public struct ResolutionReport: Report, Sendable {
  let verdict: Resolution.Verdict
  /// The migrations that the verdict was on.
  public let names: [String]

  private var state: String {
    switch verdict {
    case .applied, .appliedThrough: "applied"
    case .appliedStatements(let count): "applied up to statement \(count)"
    case .rolledBack: "rolled back"
    }
  }

  public var json: JSONValue {
    [
      "command": "migrate resolve", "state": .string(state),
      "migrations": .array(names.map { .string($0) }),
    ]
  }

  public func text(_ style: Style) -> String {
    names.isEmpty
      ? "nothing to resolve"
      : names.map { "\($0) is recorded as \(state)" }.joined(separator: "\n")
  }
}
