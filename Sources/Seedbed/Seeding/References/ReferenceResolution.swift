internal import Postgres

/// SQL for references to records of the same run, where no row was found by what they give.
struct ReferenceResolution {
  /// The records that refer.
  let seed: TableSeed
  let stage: String
  let lookup: Int
  /// What they refer to.
  let target: TableSeed
  let targetStage: String

  private var reference: Lookup { seed.layout.lookups[lookup] }
  private var expressions: RowExpressions { RowExpressions(seed: target) }

  /// Fills `p0`, … with the numbers of the records that are meant.
  var findRecords: SQL? {
    var conditions: [String] = []
    for part in reference.parts {
      guard let column = target.table.columnIndex(number: part.column.number) else { return nil }
      let theirs = expressions.value(of: column, row: "q")
      if theirs == "NULL" { return nil }
      switch part.source {
      case .staged(let slot): conditions.append("\(theirs) \(part.equality) s.c\(slot)")
      case .lookup(let inner):
        let pending = expressions.pending(of: column, row: "q").map { pending in
          " OR s.l\(inner) IS NULL AND \(pending) OPERATOR(pg_catalog.=) s.p\(inner)"
        }
        conditions.append("(\(theirs) \(part.equality) s.l\(inner)\(pending ?? ""))")
      }
    }
    let users = expressions.list(seed.layout.fieldSets(using: lookup))
    return SQL(
      unsafe: """
        UPDATE \(stage) AS s SET p\(lookup) = f.found
        FROM (
          SELECT s._n, pg_catalog.min(q._n) AS found FROM \(stage) AS s, \(targetStage) AS q
          WHERE s.l\(lookup) IS NULL AND s.p\(lookup) IS NULL AND s._g IN (\(users))
            AND \(conditions.joined(separator: " AND "))
          GROUP BY s._n) AS f
        WHERE f._n = s._n
        """)
  }

  /// Fills `l0`, … where the record that is meant has a row already, though under other values, or
  /// gives the wanted column itself.
  func settle(key: SeedKey) -> SQL? {
    guard let column = target.table.columnIndex(number: reference.wanted.number) else { return nil }
    let given = expressions.value(of: column, row: "q")
    let now = "t.\(reference.wanted.sql)"
    let value =
      expressions.comparedColumns(key).contains(column)
      ? "coalesce(\(given), \(now))" : "coalesce(\(now), \(given))"
    return SQL(
      unsafe: """
        UPDATE \(stage) AS s SET l\(lookup) = f.value, p\(lookup) = NULL
        FROM (
          SELECT q._n, \(value) AS value
          FROM \(targetStage) AS q
          LEFT JOIN \(expressions.rows(of: key, row: "q"))
            ON \(expressions.matches(key, row: "q"))) AS f
        WHERE s.p\(lookup) = f._n AND s.l\(lookup) IS NULL AND f.value IS NOT NULL
        """)
  }

  /// Forgets the records that were found.
  var forget: SQL {
    SQL(unsafe: "UPDATE \(stage) SET p\(lookup) = NULL WHERE p\(lookup) IS NOT NULL")
  }
}
