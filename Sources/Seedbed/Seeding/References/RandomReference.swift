internal import Postgres

/// A reference to any row of another table: `{"$fake": "reference"}`. Which one, a number that is
/// staged with the record says, once all rows of that table are known.
struct RandomReference {
  let table: Table
  /// The column of that table whose value is wanted.
  let wanted: Column
  /// What the rows are counted by.
  let order: [Column]
  /// The column that refers to it.
  let column: Column
  /// The stage's column with the number.
  let slot: Int

  /// The stage's column with the value, once it is known.
  var result: String { "f\(slot)_\(column.number)" }
}

/// Gives new rows the rows that they refer to at random, in one statement for all.
struct RandomReferences {
  let seed: TableSeed
  /// The temporary table with the staged rows that are written.
  let rows: String
  /// None of them is there already.
  let areAllNew: Bool
  let connection: Connection

  /// - Throws: where a row has to refer to one and there is none.
  func resolve() throws {
    for (number, reference) in seed.layout.randomReferences.enumerated() {
      let sets = seed.layout.fieldSets.indices.filter { set in
        seed.layout.fieldSets[set].sources.values.contains(.random(number))
      }
      let list = sets.map(String.init).joined(separator: ", ")
      let condition =
        (sets.isEmpty ? "false" : "s._g IN (\(list))") + (areAllNew ? "" : " AND s._new")
      try draw(reference, condition)
      guard reference.column.isNotNull else { continue }
      let lacking = try connection.execute(
        SQL(
          unsafe: """
            SELECT s._n FROM \(rows) AS s WHERE \(condition) AND s.\(reference.result) IS NULL
            ORDER BY 1 LIMIT 1
            """))
      guard let record = lacking.first?.int(0) else { continue }
      throw Problem(
        "seed.unresolved_reference",
        "\"\(reference.column.name)\" refers to any row of \(reference.table.name), which has none",
        hint: "rows of the table itself are there only from the next run on",
        at: try RecordPlaces(seed).location(of: record, field: reference.column.name))
    }
  }

  private func draw(_ reference: RandomReference, _ condition: String) throws(PostgresError) {
    let order = reference.order.map { "r.\($0.sql)" }.joined(separator: ", ")
    try connection.execute(
      SQL(unsafe: "ALTER TABLE \(rows) ADD COLUMN \(reference.result) \(reference.wanted.typeText)")
    )
    try connection.execute(
      SQL(
        unsafe: """
          UPDATE \(rows) AS s SET \(reference.result) = d.value
          FROM (SELECT r.\(reference.wanted.sql) AS value,
              pg_catalog.row_number() OVER (ORDER BY \(order)) AS number
            FROM \(reference.table.rows) AS r) AS d
          WHERE \(condition) AND d.number OPERATOR(pg_catalog.=)
            ((s.c\(reference.slot) OPERATOR(pg_catalog.%)
              (SELECT pg_catalog.count(*) FROM \(reference.table.rows) AS r))
              OPERATOR(pg_catalog.+) 1)
          """))
  }
}
