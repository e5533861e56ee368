internal import SQLScript

/// How a folder of migrations and a database's history stand to each other.
public struct MigrationPlan: Sendable {
  /// A migration that has not been run.
  public struct Pending: Sendable {
    public let migration: Migration
    /// It comes before one that has been run.
    public let isOutOfOrder: Bool
    /// The history's row for it is no more than the record of an attempt: its file was still empty
    /// then, or it is repeatable and its text has changed.
    public let replacesRow: Bool
  }

  /// A migration whose file is not what was run.
  public struct Edited: Sendable {
    public let migration: Migration
    public let applied: AppliedMigration
    /// Comments and white space differ, and nothing else.
    public let isLayoutOnly: Bool
  }

  /// A migration that stopped half-way.
  public struct Partial: Sendable {
    /// Nil where its file is gone.
    public let migration: Migration?
    public let applied: AppliedMigration
  }

  /// In the order in which they were run.
  public private(set) var applied: [AppliedMigration] = []
  /// In the order in which they will be run.
  public private(set) var pending: [Pending] = []
  public private(set) var edited: [Edited] = []
  /// Applied, but the folder has no such file: the database is ahead of it.
  public private(set) var missing: [AppliedMigration] = []
  public private(set) var partial: [Partial] = []

  /// - Parameters:
  ///   - migrations: in the order in which they run.
  ///   - history: in the order in which they were run.
  public init(migrations: [Migration], history: [AppliedMigration]) {
    let known = Dictionary(history.map { ($0.name, $0) }) { _, newer in newer }
    let files = Dictionary(migrations.map { ($0.name, $0) }) { one, _ in one }
    var replaced: Set<String> = []
    for entry in history {
      let migration = files[entry.name]
      if let migration, Self.isToBeReplaced(migration, entry) {
        replaced.insert(entry.name)
        continue
      }
      if entry.isPartial {
        partial.append(Partial(migration: migration, applied: entry))
      } else if let migration {
        applied.append(entry)
        if let edited = Edited(migration, entry) { self.edited.append(edited) }
      } else {
        applied.append(entry)
        missing.append(entry)
      }
    }
    let newest = migrations.lastIndex {
      known[$0.name]?.isPartial == false && !replaced.contains($0.name) && !$0.isRepeatable
    }
    for (index, migration) in migrations.enumerated()
    where known[migration.name] == nil || replaced.contains(migration.name) {
      pending.append(
        Pending(
          migration: migration, isOutOfOrder: index < newest ?? 0,
          replacesRow: replaced.contains(migration.name)))
    }
  }

  /// A new file may be run before anything was written into it; what is written then is not an edit
  /// of what was run. A repeatable one is there to be edited.
  private static func isToBeReplaced(_ migration: Migration, _ entry: AppliedMigration) -> Bool {
    guard !entry.isPartial, let edited = Edited(migration, entry) else { return false }
    if migration.isRepeatable { return true }
    return entry.statements == 0 && entry.tokenChecksum != nil && !edited.isLayoutOnly
  }
}

extension MigrationPlan.Edited {
  /// Nil where the file is what was run. A file is split only if its sum is another one.
  fileprivate init?(_ migration: Migration, _ applied: AppliedMigration) {
    guard let checksum = applied.checksum, checksum != migration.checksum else { return nil }
    self.migration = migration
    self.applied = applied
    let script = applied.tokenChecksum == nil ? nil : try? Script(migration.text())
    isLayoutOnly = script.map { MigrationChecksum.ofTokens($0) == applied.tokenChecksum } ?? false
  }
}
