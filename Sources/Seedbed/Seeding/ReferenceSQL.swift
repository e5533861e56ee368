internal import Postgres

/// SQL that finds the rows which references mean, for all rows of a stage at once.
struct ReferenceSQL {
  let layout: StageLayout

  /// Joins to a row source `x` that holds the stage's columns; each finds one lookup's row, or none.
  var joins: String {
    layout.lookups.enumerated().map { number, lookup in
      let conditions = lookup.parts.map { part in
        "r\(number).\(part.column.sql) \(part.equality) \(value(of: part.source))"
      }
      return "LEFT JOIN \(lookup.table.name.sql) AS r\(number) ON "
        + conditions.joined(separator: " AND ")
    }.joined(separator: "\n")
  }

  /// `r0."id" AS l0, …`
  var results: [String] {
    layout.lookups.enumerated().map { number, lookup in
      "r\(number).\(lookup.wanted.sql) AS l\(number)"
    }
  }

  private func value(of source: Lookup.Source) -> String {
    switch source {
    case .staged(let slot): "x.c\(slot)"
    case .lookup(let number): "r\(number).\(layout.lookups[number].wanted.sql)"
    }
  }

  /// Fills `l0`, `l1`, … of a stage from the rows that are there.
  func resolve(_ stage: String, where condition: String = "true") -> SQL? {
    guard !layout.lookups.isEmpty else { return nil }
    let assignments = layout.lookups.indices.map { "l\($0) = f.l\($0)" }
    return SQL(
      unsafe: """
        UPDATE \(stage) AS s SET \(assignments.joined(separator: ", "))
        FROM (SELECT x._n, \(results.joined(separator: ", "))
          FROM (SELECT * FROM \(stage) AS s WHERE \(condition)) AS x
          \(joins)) AS f
        WHERE f._n = s._n
        """)
  }

  /// Fills `p0`, … with the records of another stage that the references mean, where no row was
  /// found.
  ///
  /// - Parameters:
  ///   - target: the seed of the lookup's table.
  ///   - targetStage: its stage.
  func findRecords(
    _ number: Int, in stage: String, of target: TableSeed, targetStage: String
  ) -> SQL? {
    let lookup = layout.lookups[number]
    let expressions = RowExpressions(seed: target)
    var conditions: [String] = []
    for part in lookup.parts {
      guard let column = target.table.columnIndex(number: part.column.number) else { return nil }
      let theirs = expressions.value(of: column, row: "q")
      if theirs == "NULL" { return nil }
      switch part.source {
      case .staged(let slot): conditions.append("\(theirs) \(part.equality) s.c\(slot)")
      case .lookup(let inner):
        let pending = expressions.pending(of: column, row: "q").map { " OR \($0) = s.p\(inner)" }
        conditions.append("(\(theirs) \(part.equality) s.l\(inner)\(pending ?? ""))")
      }
    }
    let users = RowExpressions(seed: target).list(layout.fieldSets(using: number))
    return SQL(
      unsafe: """
        UPDATE \(stage) AS s SET p\(number) = q._n FROM \(targetStage) AS q
        WHERE s.l\(number) IS NULL AND s.p\(number) IS NULL AND s._g IN (\(users))
          AND \(conditions.joined(separator: " AND "))
        """)
  }
}
