internal import Postgres

/// Finds out which rows that Seedbed has made no fixture has any more, in the tables whose mode is
/// `sync`.
///
/// A table without a single record loses nothing: an empty or missing file never means that all is
/// to go.
struct RowOwnership {
  let connection: Connection
  let scope: LedgerScope
  /// How many rows may go, where that was said.
  let allowedDeletes: Int?
  let progress: any Progress

  static func concerns(_ seeds: [TableSeed]) -> Bool { seeds.contains { $0.mode == .sync } }

  /// Makes what the search needs; before the transaction is told to refuse writes.
  func prepare() throws(PostgresError) { try DeletionTable(connection: connection).create() }

  /// What is to go, and what that takes along; to be asked after the comparison, before any write.
  ///
  /// - Throws: all that keeps the rows from being deleted, together.
  func removal(
    _ staged: StagedSeeds, _ differences: [Difference], _ purpose: SeedReport.Purpose
  ) throws -> RowRemoval {
    let seeds = staged.seeds
    let synchronized = seeds.indices.filter { seeds[$0].mode == .sync }
    let filled = synchronized.filter { seeds[$0].count > 0 }
    let unfit = try filled.filter { try !staged.key($0).canBeFoundAgain(in: seeds[$0].table) }
    if let problem = Problem.together(unfit.map { Self.unfit(seeds[$0]) }) { throw problem }

    let standing = try Ledger(connection: connection).standing()
    if let problem = standing.problem(writing: false) { throw problem }
    var removal = RowRemoval(staged: staged, connection: connection, standing: standing)
    for index in synchronized {
      progress.activity("looking for rows of \(seeds[index].table.name) to delete")
      guard seeds[index].count > 0 else {
        if standing.exists { try noteKept(seeds[index]) }
        continue
      }
      removal.tables.append(
        try search(staged, index, isNew: !standing.exists, missing: differences[index].missing))
    }
    if removal.deletes {
      removal.keys = try IncomingKey.read(
        from: removal.tables.filter { $0.deleted > 0 }.map { seeds[$0.number].table.oid },
        on: connection)
      removal.cascades = try DeletionEffects(
        staged: staged, connection: connection, keys: removal.keys
      ).find()
      if purpose != .verify {
        removal.refusal = try DeleteGuard(allowed: allowedDeletes, connection: connection)
          .refusal(removal.losses)
      }
    }
    if purpose == .apply, let problem = Problem.together(try privileges(removal)) { throw problem }
    return removal
  }

  private func search(
    _ staged: StagedSeeds, _ index: Int, isNew: Bool, missing: Int
  ) throws -> RowRemoval.TableRemoval {
    let entries = LedgerEntries(
      seed: staged.seeds[index], key: try staged.key(index), scope: scope)
    var size = 0
    if !isNew, let row = try connection.execute(entries.count).first { size = row.int(0) }
    var upkeep = LedgerUpkeep(
      entries: entries, lookup: .indexed, number: index, stage: staged.stages[index].name,
      isLarge: max(size, staged.seeds[index].count) >= LedgerEntries.largeSize,
      connection: connection)
    guard size > 0 else {
      return .init(number: index, deleted: 0, outdated: 0, made: missing, upkeep: upkeep)
    }
    try connection.execute("SAVEPOINT seedbed_ledger")
    do {
      let found = try search(upkeep, missing: missing)
      try connection.execute("RELEASE SAVEPOINT seedbed_ledger")
      return found
    } catch let error as PostgresError {
      guard error.isOfAnotherType else { throw error }
      try connection.execute("ROLLBACK TO SAVEPOINT seedbed_ledger")
      upkeep.lookup = .scanned
      return try search(upkeep, missing: missing)
    }
  }

  private func search(_ upkeep: LedgerUpkeep, missing: Int) throws -> RowRemoval.TableRemoval {
    let deleted = try upkeep.runOverAll(DeletionTable.addition(of: upkeep))
    return .init(
      number: upkeep.number, deleted: deleted.affected, outdated: try upkeep.outdated(),
      made: missing, upkeep: upkeep)
  }

  private func noteKept(_ seed: TableSeed) throws(PostgresError) {
    let rows = try connection.execute(
      SQL(
        unsafe: "SELECT pg_catalog.count(*) FROM \(scope.ledger) AS l "
          + "WHERE \(scope.condition(for: seed.table))"))
    guard let count = rows.first?.int(0), count > 0 else { return }
    progress.note(
      "no fixture holds a record of \(seed.table.name): the \(count.rows) that Seedbed made there "
        + "\(count == 1 ? "stays" : "stay")")
  }

  private static func unfit(_ seed: TableSeed) -> Problem {
    Problem(
      "seed.no_identity",
      "\(seed.table.name) has nothing to find its rows again by, so that none can be deleted",
      hint: "give it a primary key or a unique index on its $key, or leave out \"$mode\"",
      at: seed.place)
  }

  /// What the role lacks to delete and to put down.
  private func privileges(_ removal: RowRemoval) throws(PostgresError) -> [Problem] {
    var problems: [Problem] = []
    if removal.writes, let problem = removal.standing.problem(writing: true) {
      problems.append(problem)
    }
    for table in removal.tables where table.deleted > 0 {
      let seed = removal.staged.seeds[table.number]
      let name = seed.table.name
      let may = try connection.execute(
        "SELECT pg_catalog.has_table_privilege(\(seed.table.oid)::oid, 'DELETE')")
      guard may.first?.bool(0) != true else { continue }
      problems.append(
        Problem(
          "seed.missing_privilege", "the connected role lacks DELETE on \(name)",
          hint: "GRANT DELETE ON \(name.sql) TO …", at: seed.place))
    }
    return problems
  }
}

extension PostgresError {
  /// Values that were put down do not fit the types that the columns have now.
  fileprivate var isOfAnotherType: Bool {
    ["22", "23"].contains(sqlState.prefix(2)) || sqlState == "42804" || sqlState == "42883"
  }
}
