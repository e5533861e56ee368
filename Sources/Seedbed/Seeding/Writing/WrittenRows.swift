internal import Postgres

/// Looks again at the rows of views, and of tables whose triggers or generated columns can change what
/// is written: what they make of a value is what the next run finds.
struct WrittenRows {
  let staged: StagedSeeds
  let differences: [Difference]
  let connection: Connection

  /// - Parameter others: tables whose rows triggers of others have changed.
  /// - Throws: where a trigger has changed a key, so that the next run would make the row again.
  func check(changedByOthers others: [Int]) throws {
    for index in staged.seeds.indices
    where others.contains(index) || !differences[index].isEmpty && staged.seeds[index].mayBeChanged
    {
      let seed = staged.seeds[index]
      guard let row = try connection.execute(counts(index)).first else { continue }
      let (lost, changed) = (row.int(0), row.int(1))
      if lost > 0, seed.mode != .update { throw try keyChanged(seed, staged.diff(index)) }
      if changed > 0 {
        staged.progress.note(
          "\(seed.changer) changes what is written: every run will write "
            + "\(changed) of its rows again")
      }
    }
  }

  /// How many rows the next run would not find, and how many it would change.
  private func counts(_ index: Int) throws -> SQL {
    let key = try staged.key(index)
    let expressions = RowExpressions(seed: staged.seeds[index])
    let source = try staged.comparison(index).source
    return SQL(
      unsafe: """
        SELECT pg_catalog.count(*) FILTER (WHERE t.ctid IS NULL),
          pg_catalog.count(*) FILTER (WHERE t.ctid IS NOT NULL
            AND \(expressions.differs(in: expressions.comparedColumns(key))))
        FROM \(source) AS s
          LEFT JOIN \(expressions.rows(of: key)) ON \(expressions.matches(key))
        """)
  }

  private func keyChanged(_ seed: TableSeed, _ diff: RowDiff) throws -> Problem {
    let rows = try connection.execute(diff.missing(fieldSets: Array(seed.layout.fieldSets.indices)))
    let places = try RecordPlaces(seed).locations(of: rows.map { $0.int(0) })
    let problems = rows.map { row in
      Problem(
        "seed.changed_key",
        seed.table.kind == .view
          ? "\(seed.table.name) does not show this row once it is written, so that the next run "
            + "would not find it"
          : "\(seed.changer) changes the key of this row, so that the next run would not find it",
        hint: seed.table.kind == .view
          ? "name the table whose rows it shows" : "write the key as it is left",
        at: places[row.int(0)] ?? seed.place, notes: ["nothing was written"])
    }
    return Problem.together(problems)
      ?? Problem(
        "seed.changed_key", "\(seed.changer) changes keys", at: seed.place)
  }
}

extension TableSeed {
  fileprivate var mayBeChanged: Bool {
    table.hasRowTriggers || table.kind == .view || hasGeneratedKey
  }

  private var hasGeneratedKey: Bool {
    key?.parts.contains { table.columns[$0.column].isGenerated } == true
  }

  /// What it is in the table that changes rows.
  fileprivate var changer: String {
    if table.kind == .view { return "the view \(table.name)" }
    if table.hasRowTriggers { return "a trigger of \(table.name)" }
    return hasGeneratedKey
      ? "a generated column of \(table.name)" : "a trigger that writes to \(table.name)"
  }
}
