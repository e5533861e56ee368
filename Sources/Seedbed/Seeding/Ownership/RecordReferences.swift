internal import Postgres

/// SQL for the records whose rows, after the run, would refer to rows that it deletes.
struct RecordReferences {
  /// The records that refer.
  let seed: TableSeed
  let key: SeedKey
  let stage: String
  let foreignKey: IncomingKey

  private var expressions: RowExpressions { RowExpressions(seed: seed) }

  /// The referring columns by position.
  private var columns: [Int] {
    foreignKey.numbers.compactMap { seed.table.columnIndex(number: $0) }
  }

  private var compared: Set<Int> { Set(expressions.comparedColumns(key)) }

  /// The records `s` with their rows `t`, which are NULL where they are yet to be made.
  private var source: String {
    let compared = compared
    let values = columns.map { column in
      let now = expressions.current(column)
      let wanted = compared.contains(column) ? expressions.value(of: column, fallback: now) : now
      return "(CASE WHEN t.ctid IS NULL THEN \(expressions.value(of: column)) ELSE \(wanted) END)"
    }
    return """
      \(stage) AS s
      LEFT JOIN \(expressions.rows(of: key)) ON \(expressions.matches(key))
      JOIN \(foreignKey.referencedRows) AS x ON \(foreignKey.joins("x", values))
      JOIN \(DeletionTable.name) AS d ON x.ctid = d.row_at AND x.tableoid = d.row_table
      """
  }

  /// The numbers of records that say what cannot be: their row would go too, keep the other from
  /// going, or lose a reference that they give.
  var contradictions: SQL {
    let isMade = seed.mode == .update ? "false" : "t.ctid IS NULL"
    let isThere: String
    if foreignKey.action == .clear {
      let giving = seed.layout.fieldSets.indices.filter { set in
        columns.contains { compared.contains($0) && seed.layout.fieldSets[set].gives($0) }
      }
      isThere = giving.isEmpty ? "false" : "s._g IN (\(expressions.list(giving)))"
    } else {
      isThere = "t.ctid IS NOT NULL"
    }
    return SQL(
      unsafe: """
        SELECT DISTINCT s._n FROM \(source) WHERE \(isMade) OR \(isThere) ORDER BY 1 LIMIT 50
        """)
  }

  /// The rows of records that do not say what they refer to.
  var rowsThatRefer: String {
    "SELECT t.tableoid, t.ctid FROM \(source) WHERE t.ctid IS NOT NULL"
  }
}
