internal import Postgres

/// SQL that writes what differs, and nothing else.
struct RowWrite {
  let seed: TableSeed
  let key: SeedKey
  let stage: String
  /// Columns whose values were allocated before the rows are made, by position: the stage's column
  /// that holds them.
  var allocated: [Int: String] = [:]

  private var expressions: RowExpressions { RowExpressions(seed: seed) }
  private var table: Table { seed.table }

  /// Only some of the records; for finding the one that the server refuses.
  private func condition(_ range: ClosedRange<Int>?) -> String {
    range.map { " AND s._n BETWEEN \($0.lowerBound) AND \($0.upperBound)" } ?? ""
  }

  /// Brings the given columns of rows that differ to what the fixtures say.
  ///
  /// - Parameter columns: those that differ in some row; no other column is named, so that no
  ///   `UPDATE OF` trigger of theirs fires.
  func update(_ columns: [Int], records range: ClosedRange<Int>? = nil) -> String {
    let assignments = columns.map { column in
      let name = table.columns[column].sql
      return "\(name) = \(expressions.value(of: column, fallback: "t.\(name)"))"
    }
    return """
      UPDATE \(table.name.sql) AS t SET \(assignments.joined(separator: ", "))
      FROM \(stage) AS s
      WHERE \(expressions.matches(key)) AND \(expressions.differs(in: columns))\(condition(range))
      """
  }

  /// Makes the missing rows of one field set, in the order of the fixtures.
  func insert(fieldSet number: Int, records range: ClosedRange<Int>? = nil) -> String {
    let set = seed.layout.fieldSets[number]
    var values: [(column: Column, sql: String)] = []
    for (index, column) in table.columns.enumerated() {
      switch set.sources[index] {
      case .staged(let slot): values.append((column, "s.c\(slot)"))
      case .lookup(let lookup): values.append((column, "s.l\(lookup)"))
      case .expression(let sql, _): values.append((column, "(\(sql))"))
      case nil:
        guard let held = allocated[index] else { continue }
        values.append((column, "coalesce(s.\(held), \(table.defaultSQL(of: column) ?? "NULL"))"))
      }
    }
    // Ids given in a fixture are meant, whatever the identity says.
    let overriding = values.contains { $0.column.identity != nil } ? "OVERRIDING SYSTEM VALUE" : ""
    return """
      INSERT INTO \(table.name.sql) (\(values.map(\.column.sql).joined(separator: ", ")))
      \(overriding) SELECT \(values.map(\.sql).joined(separator: ", "))
      FROM \(stage) AS s
      WHERE s._g = \(number)\(condition(range)) AND NOT EXISTS (
        SELECT FROM \(table.name.sql) AS t WHERE \(expressions.matches(key)))
      ORDER BY s._n
      """
  }
}
