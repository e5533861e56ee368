/// SQL for staged rows together with the rows that they refer to, which are there by now; for a
/// table that may refer to itself, with the ids that its own rows are going to have.
struct JoinedRows {
  let seed: TableSeed
  let stage: String

  private var layout: StageLayout { seed.layout }

  /// The references to rows of the same table.
  private var own: [Int] {
    layout.lookups.indices.filter { layout.lookups[$0].table.oid == seed.table.oid }
  }

  /// The columns whose values are given out before the rows are made, by position: the name that
  /// `source` has for them.
  var allocated: [Int: String] {
    Dictionary(
      own.compactMap { number in
        let wanted = layout.lookups[number].wanted.number
        return seed.table.columnIndex(number: wanted).map { ($0, "a\(wanted)") }
      }, uniquingKeysWith: { one, _ in one })
  }

  /// In place of a stage, in brackets.
  var source: String {
    let plain = ["x._n", "x._g"] + layout.columns.indices.map { "x.c\($0)" }
    let found = layout.lookups.enumerated().map { number, lookup in
      let column = own.contains(number) ? "a\(lookup.wanted.number)" : lookup.wanted.sql
      return "r\(number).\(column) AS l\(number)"
    }
    let joins = layout.lookups.enumerated().map { number, lookup in
      let isOwn = own.contains(number)
      let conditions = lookup.parts.map { part in
        let theirs =
          isOwn ? ownValue(of: part.column, in: "r\(number)") : "r\(number).\(part.column.sql)"
        return "\(theirs) \(part.equality) x.c\(part.slot ?? 0)"
      }
      return "LEFT JOIN \(isOwn ? "m" : lookup.table.rows) AS r\(number) ON "
        + conditions.joined(separator: " AND ")
    }
    let given = allocated.sorted { $0.key < $1.key }
    let selected = (plain + found + given.map { "x.\($0.value)" }).joined(separator: ", ")
    let from = "FROM \(given.isEmpty ? stage : "m") AS x \(joins.joined(separator: "\n"))"
    guard !given.isEmpty else { return "(SELECT \(selected) \(from))" }
    let ids = given.map { column, name in
      let expressions = RowExpressions(seed: seed)
      let fallback = seed.table.defaultSQL(of: seed.table.columns[column])
      return "\(expressions.value(of: column, row: "x", fallback: fallback)) AS \(name)"
    }
    return """
      (WITH m AS MATERIALIZED (SELECT \((plain + ids).joined(separator: ", ")) FROM \(stage) AS x)
      SELECT \(selected) \(from))
      """
  }

  /// True where every reference of a row `s` of the source has found its row.
  var isComplete: String {
    layout.lookups.indices.map { number in
      let users = layout.fieldSets(using: number)
      // The planner joins the better for a condition without OR.
      return users.count == layout.fieldSets.count
        ? "s.l\(number) IS NOT NULL"
        : "(s._g NOT IN (\(users.map(String.init).joined(separator: ", "))) "
          + "OR s.l\(number) IS NOT NULL)"
    }.joined(separator: " AND ")
  }

  private func ownValue(of column: Column, in row: String) -> String {
    seed.table.columnIndex(number: column.number).map {
      RowExpressions(seed: seed).value(of: $0, row: row)
    } ?? "NULL"
  }
}
