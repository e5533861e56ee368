internal import Postgres

/// SQL that writes what differs, and nothing else.
struct RowWrite {
  let seed: TableSeed
  let key: SeedKey
  /// The table with the staged rows to write.
  let stage: String
  /// All of them are to be made: they are a whole stage, and no difference.
  let isWholeStage: Bool
  /// What else a staged row `s` has to fulfil to be made.
  var condition = "true"
  /// Columns whose values were allocated before the rows are made, by position: the stage's column
  /// that holds them.
  var allocated: [Int: String] = [:]

  private var expressions: RowExpressions { RowExpressions(seed: seed) }
  private var table: Table { seed.table }

  /// Only some of the records; for finding the one that the server refuses.
  private func within(_ range: ClosedRange<Int>?) -> String {
    range.map { " AND s._n BETWEEN \($0.lowerBound) AND \($0.upperBound)" } ?? ""
  }

  /// Brings the given columns of rows that differ to what the fixtures say.
  ///
  /// - Parameter columns: those that differ in some row; no other column is named, so that no
  ///   `UPDATE OF` trigger of theirs fires.
  func update(_ columns: [Int], records range: ClosedRange<Int>? = nil) -> String {
    update(columns, where: "NOT s._new" + within(range))
  }

  /// - Parameter condition: over the staged row `s` and its row `t`.
  func update(_ columns: [Int], where condition: String) -> String {
    let assignments = columns.map { column in
      let name = table.columns[column].sql
      return "\(name) = \(expressions.value(of: column, fallback: "t.\(name)"))"
    }
    return update(setting: assignments, where: condition)
  }

  /// - Parameter condition: over the staged row `s` and its row `t`.
  func update(setting assignments: [String], where condition: String) -> String {
    let set = assignments.joined(separator: ", ")
    // A view has no place to know a row by, and no index to find it by.
    guard key.isPlain, !expressions.holdsNull(key) || table.kind == .view else {
      return """
        UPDATE \(table.rows) AS u SET \(set)
        FROM \(stage) AS s JOIN \(expressions.rows(of: key)) ON \(expressions.matches(key))
        WHERE u.ctid = t.ctid AND u.tableoid = t.tableoid AND \(condition)
        """
    }
    return """
      UPDATE \(table.rows) AS t SET \(set) FROM \(stage) AS s
      WHERE \(expressions.matches(key)) AND \(condition)
      """
  }

  /// Makes the missing rows, in the order of the fixtures. A column that a record leaves out gets
  /// its default.
  ///
  /// - Parameter fieldSet: only the records of this one, and only its columns.
  func insert(records range: ClosedRange<Int>? = nil, fieldSet: Int? = nil) -> String {
    let fieldSets = fieldSet.map { [seed.layout.fieldSets[$0]] } ?? seed.layout.fieldSets
    let columns = table.columns.indices.filter { column in
      !table.columns[column].isGenerated
        && (allocated[column] != nil || fieldSets.contains { $0.gives(column) })
    }
    let values = columns.map { index in
      let column = table.columns[index]
      // Without a modifier: a default that is too long is an error, as ever.
      let type = column.type.resolved(modifier: -1).type.name.sql
      let `default` = table.defaultSQL(of: column).map { "(\($0))::\(type)" } ?? "NULL"
      let fallback = allocated[index].map { "coalesce(s.\($0), \(`default`))" } ?? `default`
      return expressions.value(of: index, fallback: fallback, expressions: .all)
    }
    let names = columns.map { table.columns[$0].sql }
    // Ids given in a fixture are meant, whatever the identity says.
    let overriding =
      columns.contains { table.columns[$0].identity != nil } || table.kind == .view
      ? "OVERRIDING SYSTEM VALUE" : ""
    return """
      INSERT INTO \(table.name.sql) (\(names.joined(separator: ", "))) \(overriding)
      SELECT \(values.joined(separator: ", "))
      FROM \(stage) AS s \(RandomReferences(seed: seed).joins)
      WHERE \(isMissing)\(fieldSet.map { " AND s._g = \($0)" } ?? "")\(within(range))
      \(isInOrder ? "" : "ORDER BY s._n")
      """
  }

  /// How many rows of each field set are to be made.
  var fieldSets: SQL {
    SQL(
      unsafe: "SELECT s._g, pg_catalog.count(*) FROM \(stage) AS s "
        + "WHERE \(isWholeStage ? "true" : "s._new") GROUP BY 1 ORDER BY 1")
  }

  /// A unique index keeps rows from being made twice; without one they are looked for once more, as
  /// a trigger may have made them.
  private var isMissing: String {
    let isNew = isWholeStage ? condition : "s._new"
    guard !key.isUnique || key.index == nil else { return isNew }
    return """
      \(isNew) AND NOT EXISTS (
        SELECT FROM \(expressions.rows(of: key)) WHERE \(expressions.matches(key)))
      """
  }

  /// The rows of a stage stay in the order of the fixtures as long as none is written anew.
  private var isInOrder: Bool {
    isWholeStage && seed.layout.lookups.isEmpty && seed.layout.randomReferences.isEmpty
      && !seed.hasLayers && allocated.isEmpty
  }
}
