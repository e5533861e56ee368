internal import Postgres

/// SQL expressions for a table's staged rows: what they say a column should be, and which row of
/// the table they mean.
struct RowExpressions {
  let seed: TableSeed

  var table: Table { seed.table }
  var layout: StageLayout { seed.layout }

  /// What the staged rows say that a column should be, NULL or `fallback` where they do not.
  ///
  /// - Parameters:
  ///   - row: the alias of the staged rows.
  ///   - includingExpressions: whether `$sql` counts that is evaluated on every run.
  func value(
    of column: Int, row: String = "s", fallback: String? = nil,
    includingExpressions: Bool = true, except excluded: String? = nil
  ) -> String {
    var cases: [(sets: [Int], sql: String)] = []
    for (number, set) in layout.fieldSets.enumerated() {
      guard let source = set.sources[column],
        let sql = sql(of: source, column, row, includingExpressions)
      else { continue }
      if let index = cases.firstIndex(where: { $0.sql == sql }) {
        cases[index].sets.append(number)
      } else {
        cases.append(([number], sql))
      }
    }
    let target = table.columns[column]
    let cast = target.type.isDomain ? "::" + target.typeText : ""
    guard let first = cases.first else { return fallback ?? "NULL" }
    if cases.count == 1, first.sets.count == layout.fieldSets.count, excluded == nil {
      return first.sql + cast
    }
    let branches = cases.map { "WHEN \(row)._g IN (\(list($0.sets))) THEN \($0.sql)" }
    let exclusion = excluded.map { ["WHEN \($0) THEN \(fallback ?? "NULL")"] } ?? []
    return "(CASE \((exclusion + branches).joined(separator: " ")) ELSE "
      + "\(fallback ?? "NULL") END)\(cast)"
  }

  private func sql(
    of source: FieldSource, _ column: Int, _ row: String, _ includingExpressions: Bool
  ) -> String? {
    let target = table.columns[column]
    switch source {
    case .staged(let slot): return "\(row).c\(slot)"
    case .lookup(let number):
      let found = layout.lookups[number].wanted
      return "\(row).l\(number)" + (found.typeText == target.typeText ? "" : "::\(target.typeText)")
    case .expression(let sql, let always):
      return includingExpressions && always ? "(\(sql))::\(target.typeText)" : nil
    }
  }

  /// The number of the record that a reference in this column means, where that row is yet to be
  /// made; nil where no record refers to anything there.
  func pending(of column: Int, row: String = "s") -> String? {
    var branches: [String] = []
    for (number, set) in layout.fieldSets.enumerated() {
      if case .lookup(let lookup) = set.sources[column] {
        branches.append("WHEN \(row)._g = \(number) THEN \(row).p\(lookup)")
      }
    }
    return branches.isEmpty ? nil : "(CASE \(branches.joined(separator: " ")) END)"
  }

  /// The condition under which a row `t` of the table is the one that a staged row means.
  ///
  /// NULL in a key means the row with NULL there. That alternative stands in the condition only
  /// where some record needs it: with it no index serves.
  func matches(_ key: SeedKey, row: String = "s", target: String = "t") -> String {
    key.parts.map { part in
      let column = table.columns[part.column]
      let value = value(of: part.column, row: row)
      let equal = "\(target).\(column.sql) \(part.equality) \(value)"
      guard mayBeNull(part.column) else { return equal }
      let open = pending(of: part.column, row: row).map { " AND \($0) IS NULL" } ?? ""
      return "(\(equal) OR (\(target).\(column.sql) IS NULL AND \(value) IS NULL\(open)))"
    }.joined(separator: " AND ")
  }

  /// The condition under which two staged rows mean the same row.
  func sameKey(_ key: SeedKey, _ one: String, _ other: String) -> String {
    key.parts.map { part in
      let values = (value(of: part.column, row: one), value(of: part.column, row: other))
      var alternatives = ["\(values.0) \(part.equality) \(values.1)"]
      if mayBeNull(part.column) {
        alternatives.append("(\(values.0) IS NULL AND \(values.1) IS NULL)")
      }
      if let first = pending(of: part.column, row: one),
        let second = pending(of: part.column, row: other)
      {
        alternatives.append("\(first) = \(second)")
      }
      return "(" + alternatives.joined(separator: " OR ") + ")"
    }.joined(separator: " AND ")
  }

  /// Some record gives NULL for the column.
  private func mayBeNull(_ column: Int) -> Bool {
    layout.fieldSets.contains { set in
      if case .staged(let slot) = set.sources[column] {
        layout.columns[slot].holdsNull
      } else {
        false
      }
    }
  }

  /// The columns that a run brings to what the fixtures say, by position: those that some record
  /// gives, without those that are only written with a new row.
  func comparedColumns(_ key: SeedKey) -> [Int] {
    guard seed.mode != .insert else { return [] }
    let primary = Set(table.primaryKey?.columns ?? [])
    return table.columns.indices.filter { column in
      guard !seed.insertOnly.contains(column) else { return false }
      // An existing row keeps its identity: other rows point at it.
      if primary.contains(table.columns[column].number), !key.contains(column) { return false }
      return layout.fieldSets.contains { set in
        switch set.sources[column] {
        case nil, .expression(_, always: false): false
        default: true
        }
      }
    }
  }

  /// True where a row of the table differs from what the staged row says, by image: in citext, in
  /// numerics of another scale and in json as well (manual 9.25.6).
  func differs(in columns: [Int], except excluded: ((Int) -> String?)? = nil) -> String {
    guard !columns.isEmpty else { return "false" }
    let now = columns.map { "t.\(table.columns[$0].sql)" }
    let wanted = columns.map { column in
      value(
        of: column, fallback: "t.\(table.columns[column].sql)", except: excluded?(column))
    }
    return "pg_catalog.record_image_ne(ROW(\(now.joined(separator: ", "))), "
      + "ROW(\(wanted.joined(separator: ", "))))"
  }

  func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
}
