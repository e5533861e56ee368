internal import Postgres

/// Finds the records whose plain values refer to rows that are neither there nor made by this run.
struct DanglingValue {
  let staged: StagedSeeds
  let index: Int
  let foreignKey: ForeignKey

  private var seed: TableSeed { staged.seeds[index] }

  func problems(_ connection: Connection) throws -> [Problem] {
    guard let target = staged.catalog[foreignKey.table], let statement = statement(target)
    else { return [] }
    let rows = try connection.execute(statement)
    let names = foreignKey.columns.compactMap { seed.table.columnIndex(number: $0) }
      .map { seed.table.columns[$0].name }
    let places = try RecordPlaces(seed).locations(of: rows.map { $0.int(0) }, field: names.first)
    return rows.map { row in
      Problem(
        "seed.refused_row",
        names.map { "\"\($0)\"" }.joined(separator: " and ")
          + " refers to no row of \(target.name)",
        hint: "it is neither in the database nor in the fixtures",
        at: places[row.int(0)] ?? seed.place,
        notes: ["foreign key \(foreignKey.name)", "SQLSTATE 23503; nothing was written"])
    }
  }

  /// The numbers of the records.
  private func statement(_ target: Table) -> SQL? {
    let expressions = RowExpressions(seed: seed)
    var values: [String] = []
    var there: [String] = []
    var made: [String] = []
    let position = staged.seeds.firstIndex { $0.table.oid == target.oid }
    for (own, referenced) in zip(foreignKey.columns, foreignKey.referenced) {
      guard let column = seed.table.columnIndex(number: own),
        let other = target.columnIndex(number: referenced)
      else { return nil }
      let value = expressions.value(of: column)
      values.append("\(value) IS NOT NULL")
      let equality = target.columns[other].equality
      there.append("r.\(target.columns[other].sql) \(equality) \(value)")
      if let position {
        made.append(
          RowExpressions(seed: staged.seeds[position]).value(of: other, row: "q")
            + " \(equality) \(value)")
      }
    }
    // References that were looked up lead somewhere.
    let references = seed.layout.fieldSets.indices.filter { set in
      foreignKey.columns.contains { number in
        guard let column = seed.table.columnIndex(number: number),
          case .staged = seed.layout.fieldSets[set].sources[column]
        else { return false }
        return true
      }
    }
    guard !references.isEmpty else { return nil }
    var condition = """
      s._g IN (\(expressions.list(references))) AND \(values.joined(separator: " AND "))
        AND NOT EXISTS (SELECT FROM \(target.rows) AS r WHERE \(there.joined(separator: " AND ")))
      """
    if let position {
      condition += """
         AND NOT EXISTS (
          SELECT FROM \(staged.stages[position].name) AS q WHERE \(made.joined(separator: " AND ")))
        """
    }
    return SQL(
      unsafe: "SELECT s._n FROM \(staged.stages[index].name) AS s WHERE \(condition) "
        + "ORDER BY 1 LIMIT 20")
  }
}
