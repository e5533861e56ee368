internal import Postgres

/// Asks, beside `InlineCheck` and in its way, whether all rows that the ledger has of a table are
/// still meant by records.
struct LedgerCheck {
  let check: InlineCheck
  let scope: LedgerScope

  /// One number: the entries for which there is anything to do.
  var statement: SQL {
    let entries = LedgerEntries(seed: check.seed, key: check.key, scope: scope)
    return SQL(
      unsafe: """
        WITH \(check.stagedRows) SELECT pg_catalog.count(*)
        FROM \(entries.source(.indexed, stage: "s"))
        WHERE \(entries.isInScope) AND (s._n IS NULL OR \(entries.isRenamed))
        """, binds: [check.parameter])
  }

  /// The statements for those tables of a run that need them; nil where that cannot be told without
  /// looking properly.
  static func statements(
    _ checks: [InlineCheck], scope: LedgerScope, on connection: Connection
  ) throws(PostgresError) -> [SQL]? {
    let synchronized = checks.filter { $0.seed.mode == .sync }
    guard !synchronized.isEmpty else { return [] }
    guard synchronized.allSatisfy({ $0.key.canBeFoundAgain(in: $0.seed.table) }) else { return nil }
    let standing = try Ledger(connection: connection).standing()
    guard standing.problem(writing: false) == nil else { return nil }
    guard standing.exists else { return [] }
    let isLarge = synchronized.contains { $0.seed.count >= LedgerEntries.largeSize }
    return [LedgerEntries.joining(byHash: isLarge)]
      + synchronized.map { LedgerCheck(check: $0, scope: scope).statement }
  }

  /// What the answers say about the tables of a run: that there is nothing to do.
  static func areEmpty(_ answers: some Sequence<Rows>) -> Bool {
    answers.dropFirst().allSatisfy { $0.first?.int(0) == 0 }
  }
}

extension SeedKey {
  /// A row can be found again by its primary key, or by this key, and no other row instead of it.
  func canBeFoundAgain(in table: Table) -> Bool {
    table.primaryKey != nil || (isUnique && isPlain)
  }
}
