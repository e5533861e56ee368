internal import Postgres

/// Finds the records that a unique index other than their key's stands in the way of.
struct UniqueConflict {
  let seed: TableSeed
  let key: SeedKey
  let stage: String
  let index: UniqueKey

  private var expressions: RowExpressions { RowExpressions(seed: seed) }

  /// The index's columns by position in the table's.
  private var columns: [Int] {
    (index.columns ?? []).compactMap { seed.table.columnIndex(number: $0) }
  }

  /// What each record's row is to hold in the index, and where that row is now.
  private var wanted: String {
    let values = columns.enumerated().map { number, column in
      "\(expressions.value(of: column, fallback: expressions.current(column))) AS u\(number)"
    }
    return """
      WITH w AS (
        SELECT s._n, t.tableoid AS o, t.ctid AS at, \(values.joined(separator: ", "))
        FROM \(stage) AS s LEFT JOIN \(expressions.rows(of: key)) ON \(expressions.matches(key)))
      """
  }

  func problems(_ connection: Connection) throws -> [Problem] {
    guard !columns.isEmpty else { return [] }
    return try amongRecords(connection) + withOtherRows(connection)
  }

  private func amongRecords(_ connection: Connection) throws -> [Problem] {
    let names = columns.indices.map { "u\($0)" }
    let rows = try connection.execute(
      SQL(
        unsafe: """
          \(wanted) SELECT pg_catalog.min(_n), (pg_catalog.array_agg(_n ORDER BY _n))[2] FROM w
          WHERE \(names.map { "\($0) IS NOT NULL" }.joined(separator: " AND "))
          GROUP BY \(names.joined(separator: ", ")) HAVING pg_catalog.count(*) > 1
          ORDER BY 2 LIMIT 20
          """))
    let places = try RecordPlaces(seed).locations(of: rows.flatMap { [$0.int(0), $0.int(1)] })
    return rows.map { row in
      problem(
        "two records of \(seed.table.name) give the same \(columnNames)",
        at: places[row.int(1)], places[row.int(0)].map { ["the first is at \($0)"] } ?? [])
    }
  }

  private func withOtherRows(_ connection: Connection) throws -> [Problem] {
    let same = columns.enumerated().map { number, column in
      "x.\(seed.table.columns[column].sql) \(index.parts[number].equality) w.u\(number)"
    }
    let rows = try connection.execute(
      SQL(
        unsafe: """
          \(wanted) SELECT w._n FROM w JOIN \(seed.table.rows) AS x
            ON \(same.joined(separator: " AND "))
          WHERE (w.at IS NULL OR (x.tableoid, x.ctid) <> (w.o, w.at)) AND NOT EXISTS (
            SELECT FROM w AS other WHERE (x.tableoid, x.ctid) = (other.o, other.at)
              AND (\(columns.indices.map { "other.u\($0)" }.joined(separator: ", ")))
                IS DISTINCT FROM (\(columns.indices.map { "w.u\($0)" }.joined(separator: ", "))))
          ORDER BY 1 LIMIT 20
          """))
    let places = try RecordPlaces(seed).locations(of: rows.map { $0.int(0) })
    return rows.map { row in
      problem(
        "another row of \(seed.table.name) than the one with this record's key has its "
          + columnNames,
        at: places[row.int(0)], [])
    }
  }

  private var columnNames: String {
    columns.map { "\"\(seed.table.columns[$0].name)\"" }.joined(separator: " and ")
  }

  private func problem(_ message: String, at place: Problem.Location?, _ notes: [String]) -> Problem
  {
    Problem(
      "seed.unique_conflict", message,
      hint:
        "\"$key\": [\(columns.map { "\"\(seed.table.columns[$0].name)\"" }.joined(separator: ", "))] "
        + "would tell the rows apart by it",
      at: place ?? seed.place,
      notes: notes + ["unique index \(index.name)", "nothing was written"])
  }
}
