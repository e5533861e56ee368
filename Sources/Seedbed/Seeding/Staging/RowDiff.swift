internal import Postgres

/// SQL that compares staged rows with the rows of their table.
struct RowDiff {
  let seed: TableSeed
  let key: SeedKey
  /// What to select staged rows from, aliased `s`.
  let source: String
  /// What references to records of the same run are shown as.
  var described: (Int) -> String? = { _ in nil }

  private var expressions: RowExpressions { RowExpressions(seed: seed) }
  private var table: Table { seed.table }
  private var join: String {
    "\(source) LEFT JOIN \(expressions.rows(of: key)) ON \(expressions.matches(key))"
  }

  /// A row where some records stand for the same row, inside one layer.
  ///
  /// It only hashes the keys; to name the records, all of them have to be sorted.
  var anyDuplicate: SQL {
    SQL(unsafe: "SELECT FROM \(source) \(groupsOfSeveral) LIMIT 1")
  }

  /// The numbers of records that stand for the same row, in pairs, inside one layer.
  var duplicates: SQL {
    SQL(
      unsafe: """
        SELECT pg_catalog.min(s._n), (pg_catalog.array_agg(s._n ORDER BY s._n))[2]
        FROM \(source) \(groupsOfSeveral) ORDER BY 1 LIMIT 50
        """)
  }

  private var groupsOfSeveral: String {
    let keys = key.parts.flatMap { part in
      identifyingColumns(part)
        ?? [expressions.value(of: part, row: "s"), expressions.pending(of: part.column)].compactMap
      {
        $0
      }
    }
    let layer = seed.hasLayers ? ["(s._n < \(seed.layerStart))"] : []
    return "GROUP BY \((layer + keys).joined(separator: ", ")) HAVING pg_catalog.count(*) > 1"
  }

  /// What identifies the row that a reference means, where the stage does not say which one it is.
  private func identifyingColumns(_ part: SeedKey.Part) -> [String]? {
    guard seed.joinsReferences,
      case .lookup(let number) = seed.layout.fieldSets.first?.sources[part.column]
    else { return nil }
    return slots(of: number).map { "s.c\($0)" }
  }

  private func slots(of lookup: Int) -> [Int] {
    seed.layout.lookups[lookup].parts.flatMap { part in
      switch part.source {
      case .staged(let slot): [slot]
      case .lookup(let inner): slots(of: inner)
      }
    }
  }

  /// The numbers of records that match several rows; possible only without a unique key.
  var ambiguous: SQL {
    SQL(
      unsafe: """
        SELECT s._n FROM \(join) GROUP BY s._n HAVING pg_catalog.count(t.ctid) > 1 ORDER BY 1 LIMIT 50
        """)
  }

  /// The numbers of records of some field sets whose rows are missing.
  func missing(fieldSets: [Int]) -> SQL {
    SQL(
      unsafe: """
        SELECT s._n, s._g FROM \(join)
        WHERE t.ctid IS NULL AND s._g IN (\(expressions.list(fieldSets))) ORDER BY 1 LIMIT 50
        """)
  }

  /// The numbers of records whose rows a partial index, which is their key, would not hold.
  func outside(_ condition: String) -> SQL {
    SQL(unsafe: "SELECT s._n FROM \(join) WHERE \(condition) ORDER BY 1 LIMIT 50")
  }

  /// The numbers of records whose rows are there under another primary key.
  func otherIdentity(_ columns: [Int]) -> SQL {
    SQL(
      unsafe: """
        SELECT s._n FROM \(join) WHERE t.ctid IS NOT NULL AND \(expressions.differs(in: columns))
        ORDER BY 1 LIMIT 50
        """)
  }

  /// The numbers of records whose references lead nowhere.
  func unresolved(_ lookup: Int) -> SQL {
    SQL(unsafe: "SELECT s._n FROM \(source) WHERE \(isUnresolved(lookup)) ORDER BY 1 LIMIT 50")
  }

  /// A row where some reference leads nowhere.
  var anyUnresolved: SQL {
    let conditions = seed.layout.lookups.indices.map(isUnresolved)
    return SQL(
      unsafe: "SELECT FROM \(source) WHERE \(conditions.joined(separator: " OR ")) LIMIT 1")
  }

  private func isUnresolved(_ lookup: Int) -> String {
    let users = expressions.list(seed.layout.fieldSets(using: lookup))
    return "(s._g IN (\(users)) AND s.l\(lookup) IS NULL AND s.p\(lookup) IS NULL)"
  }

  /// Every difference: the record's number, whether its row is new, the key's values, and for each
  /// compared column whether it differs, what is there and what is wanted; values as JSON.
  ///
  /// In arrays: a row may have more columns than a third of what a statement may select.
  func changes(_ columns: [Int], limit: Int?) -> SQL {
    var keys = key.parts.map { part in
      expressions.planned(
        part.column, fallback: "t.\(table.columns[part.column].sql)", described: described)
    }
    if key.isByLabel, let label = seed.layout.labels {
      keys = ["pg_catalog.to_jsonb(s.c\(label))"]
    }
    let flags = columns.map { expressions.differs(in: [$0]) }
    let now = columns.map { "pg_catalog.to_jsonb(\(expressions.current($0)))" }
    let wanted = columns.map {
      expressions.planned($0, fallback: expressions.current($0), described: described)
    }
    return SQL(
      unsafe: """
        SELECT s._n, t.ctid IS NULL, \(array(keys, of: "jsonb")), \(array(flags, of: "bool")),
          \(array(now, of: "jsonb")), \(array(wanted, of: "jsonb"))
        FROM \(join)
        WHERE \(seed.mode == .update ? "t.ctid IS NOT NULL AND" : "t.ctid IS NULL OR")
          \(expressions.differs(in: columns))
        ORDER BY s._n\(limit.map { " LIMIT \($0)" } ?? "")
        """)
  }

  private func array(_ elements: [String], of type: String) -> String {
    "ARRAY[\(elements.joined(separator: ", "))]::pg_catalog.\(type)[]"
  }
}
