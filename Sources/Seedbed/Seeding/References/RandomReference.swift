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

  /// The value, in a statement with `RandomReferences.joins`.
  var result: String { "d\(slot).v\(wanted.number)" }
}

/// SQL that finds the rows which new rows refer to at random, for all of them in the statement that
/// makes them.
struct RandomReferences {
  let seed: TableSeed

  private var references: [RandomReference] { seed.layout.randomReferences }

  /// What is joined to the staged rows `s`: for each number that is drawn, the row that it means.
  var joins: String {
    Dictionary(grouping: references, by: \.slot).sorted { $0.key < $1.key }.compactMap {
      slot, references in references.first.map { join(slot, $0, references) }
    }.joined(separator: "\n")
  }

  private func join(
    _ slot: Int, _ reference: RandomReference, _ references: [RandomReference]
  ) -> String {
    let rows = reference.table.rows
    let order = reference.order.map { "r.\($0.sql)" }.joined(separator: ", ")
    let values = references.map { "r.\($0.wanted.sql) AS v\($0.wanted.number)" }
    return """
      LEFT JOIN (SELECT \(values.joined(separator: ", ")),
          pg_catalog.row_number() OVER (ORDER BY \(order)) AS number
        FROM \(rows) AS r) AS d\(slot)
      ON d\(slot).number OPERATOR(pg_catalog.=) ((s.c\(slot) OPERATOR(pg_catalog.%)
        (SELECT nullif(pg_catalog.count(*), 0) FROM \(rows) AS r)) OPERATOR(pg_catalog.+) 1)
      """
  }

  /// - Parameters:
  ///   - rows: the temporary table with the staged rows that are written.
  ///   - areAllNew: none of them is there already.
  /// - Throws: where a row has to refer to one and there is none.
  func check(_ rows: String, areAllNew: Bool, on connection: Connection) throws {
    for (number, reference) in references.enumerated() where reference.column.isNotNull {
      let sets = seed.layout.fieldSets.indices.filter { set in
        seed.layout.fieldSets[set].sources.values.contains(.random(number))
      }
      guard !sets.isEmpty else { continue }
      let list = sets.map(String.init).joined(separator: ", ")
      let lacking = try connection.execute(
        SQL(
          unsafe: """
            SELECT s._n FROM \(rows) AS s
            WHERE s._g IN (\(list))\(areAllNew ? "" : " AND s._new")
              AND NOT EXISTS (SELECT FROM \(reference.table.rows) AS r)
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
}
