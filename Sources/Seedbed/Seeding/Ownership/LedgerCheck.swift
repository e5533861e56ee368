internal import Postgres

/// Asks, beside `InlineCheck` and in its way, whether all rows that the ledger has of a table are
/// still meant by records.
struct LedgerCheck {
  let check: InlineCheck
  let scope: LedgerScope

  /// One number: the entries for which there is anything to do.
  var statement: SQL {
    let entries = LedgerEntries(
      seed: check.seed, key: check.key, scope: scope, canPend: false)
    return SQL(
      unsafe: """
        WITH \(check.stagedRows) SELECT pg_catalog.count(*)
        FROM \(entries.source(.indexed, stage: "s"))
        WHERE \(entries.isInScope) AND (s._n IS NULL OR \(entries.isRenamed))
        """, binds: [check.parameter])
  }

  /// What a run's checks of the ledger stand on; found out before any of them is asked.
  struct Ground {
    private let exists: Bool

    /// - Throws: `InlineCheck.Unfit` where it takes a proper look to tell.
    init(for seeds: [TableSeed], on connection: Connection) throws {
      guard seeds.contains(where: { $0.mode == .sync }) else {
        exists = false
        return
      }
      let standing = try Ledger(connection: connection).standing()
      guard standing.problem(writing: false) == nil else { throw InlineCheck.Unfit() }
      exists = standing.exists
    }

    /// The statements for those tables of a run that need them.
    ///
    /// - Throws: `InlineCheck.Unfit`, likewise.
    func statements(
      _ checks: [InlineCheck], _ scope: LedgerScope
    ) throws(InlineCheck.Unfit) -> [SQL] {
      let synchronized = checks.filter { $0.seed.mode == .sync }
      guard synchronized.allSatisfy({ $0.key.canBeFoundAgain(in: $0.seed.table) }) else {
        throw InlineCheck.Unfit()
      }
      guard exists else { return [] }
      let isLarge = synchronized.contains { $0.seed.count >= LedgerEntries.largeSize }
      return [LedgerEntries.joining(byHash: isLarge)]
        + synchronized.map { LedgerCheck(check: $0, scope: scope).statement }
    }
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
