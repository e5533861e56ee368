internal import Postgres

/// What a run is to delete and to put down in the ledger, and how that is done.
struct RowRemoval {
  let staged: StagedSeeds
  let connection: Connection
  let standing: Ledger.Standing
  /// The tables in the mode `sync` that have records.
  var tables: [TableRemoval] = []
  /// The foreign keys through which the deletions are felt.
  var keys: [IncomingKey] = []
  var cascades: [SeedReport.Cascade] = []
  /// Why the guard does not let it pass.
  var refusal: Problem?

  struct TableRemoval {
    /// The table's position in the run.
    let number: Int
    let deleted: Int
    /// Entries of the ledger that no longer hold.
    let outdated: Int
    /// Rows that the run makes.
    let made: Int
    let upkeep: LedgerUpkeep
  }

  var deletes: Bool { tables.contains { $0.deleted > 0 } }

  /// There is something to write, be it only in the ledger.
  var writes: Bool { deletes || tables.contains { $0.outdated > 0 || $0.made > 0 } }

  /// All tables that lose rows.
  var losses: [DeleteGuard.Loss] {
    var losses: [DeleteGuard.Loss] = []
    func add(_ table: String, _ rows: String, _ count: Int) {
      guard count > 0 else { return }
      let before = losses.firstIndex { $0.table == table }.map { losses.remove(at: $0).count } ?? 0
      losses.append(.init(table: table, rows: rows, count: before + count))
    }
    for table in tables {
      let own = staged.seeds[table.number].table
      add(own.name.description, own.rows, table.deleted)
    }
    for cascade in cascades {
      guard let key = keys.first(where: { $0.tableName.description == cascade.table }) else {
        continue
      }
      add(cascade.table, key.rows, cascade.deleted)
    }
    return losses
  }

  func describe(in report: inout SeedReport) {
    for table in tables { report.tables[table.number].deleted = table.deleted }
    report.cascades = cascades
    report.refusal = refusal
  }

  /// The rows to be deleted one by one, by their keys.
  func changes() throws(PostgresError) -> [RowChange] {
    var changes: [RowChange] = []
    for table in tables where table.deleted > 0 {
      let seed = staged.seeds[table.number]
      let columns = table.upkeep.entries.key.parts.map { seed.table.columns[$0.column] }
      let values = columns.map { ", pg_catalog.to_jsonb(t.\($0.sql))::pg_catalog.text" }
      let rows = try connection.execute(
        SQL(
          unsafe: """
            SELECT l.file\(values.joined()) FROM \(DeletionTable.name) AS d
            JOIN \(connection.own.rows) AS l ON l.id = d.entry
            JOIN \(seed.table.rows) AS t ON t.ctid = d.row_at AND t.tableoid = d.row_table
            WHERE d.seed = \(table.number) ORDER BY l.id
            """))
      changes += rows.map { row in
        RowChange(
          table: seed.table.name.description, action: .delete,
          key: columns.enumerated().map { ($1.name, row[1 + $0] ?? "null") }, fields: [],
          source: Problem.Location(file: row.string(0)))
      }
    }
    return changes
  }

  // MARK: Writing

  /// Before the run's own rows are written.
  func begin() throws {
    guard writes else { return }
    if !standing.exists, tables.contains(where: { $0.made > 0 }) {
      do throws(PostgresError) {
        try Ledger(connection: connection).create(standing)
      } catch {
        guard Self.madeMeanwhile.contains(error.sqlState) else { throw error }
        throw RowsMoved(Problem(error))
      }
    }
    for table in tables {
      if table.outdated > 0 { try table.upkeep.forget() }
      if table.made > 0 { try table.upkeep.noteMissing() }
    }
  }

  /// Another session has made the schema or the table since it was looked for.
  private static let madeMeanwhile = ["42P06", "42P07", "23505"]

  /// Lets rows of a table that are to go give up unique values that others are to have.
  func release(_ number: Int, _ write: RowWrite) -> [String] {
    guard tables.contains(where: { $0.number == number && $0.deleted > 0 }) else { return [] }
    return UniqueRelease(write: write, number: number, keys: keys).statements
  }

  /// After they are written: the rows that referred to what goes refer to others by now.
  func carryOut() throws {
    if deletes {
      var counts = Array(repeating: 0, count: staged.seeds.count)
      for table in tables { counts[table.number] = table.deleted }
      try RowDeletion(staged: staged, connection: connection, keys: keys, counts: counts).run()
    }
    for table in tables {
      if table.deleted > 0 { try table.upkeep.forgetDeleted() }
      if standing.exists { try table.upkeep.rename() }
      if table.made > 0 {
        let seed = staged.seeds[table.number]
        let label = seed.key?.isByLabel == true ? seed.layout.labels : nil
        try table.upkeep.record(label: label.map { "s.c\($0)" } ?? "NULL")
      }
    }
  }
}
