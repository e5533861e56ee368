internal import Postgres

/// SQL for which row of a table a staged row means.
///
/// A key may be a partial index, or one of expressions; its condition and its expressions hold bare
/// column names, so each is read in a row source of its own.
extension RowExpressions {
  /// The table's rows that the key speaks of, aliased; its expressions are there as `_k0`, ….
  func rows(of key: SeedKey, as target: String = "t") -> String {
    guard !key.isPlain else { return "\(table.rows) AS \(target)" }
    let expressions = key.parts.indices.compactMap { part in
      key.parts[part].expression.map { ", \($0) AS _k\(part)" }
    }
    return "(SELECT r.ctid, r.tableoid, r.*\(expressions.joined()) FROM \(table.rows) AS r"
      + (key.predicate.map { " WHERE \($0)" } ?? "") + ") AS \(target)"
  }

  /// What a staged row says about a part of the key.
  func value(of part: SeedKey.Part, row: String) -> String {
    let value = value(of: part.column, row: row)
    guard let expression = part.expression else { return value }
    return "(SELECT \(expression) FROM (SELECT \(value) AS \(table.columns[part.column].sql)) AS v)"
  }

  /// The condition under which a row `t` of the table is the one that a staged row means.
  ///
  /// NULL in a key means the row with NULL there. That alternative stands in the condition only
  /// where some record needs it: with it no index serves.
  func matches(_ key: SeedKey, row: String = "s", target: String = "t") -> String {
    key.parts.enumerated().map { number, part in
      let theirs =
        part.expression == nil
        ? "\(target).\(table.columns[part.column].sql)" : "\(target)._k\(number)"
      let value = value(of: part, row: row)
      let equal = "\(theirs) \(part.equality) \(value)"
      guard mayBeNull(part.column) else { return equal }
      let open = pending(of: part.column, row: row).map { " AND \($0) IS NULL" } ?? ""
      return "(\(equal) OR (\(theirs) IS NULL AND \(value) IS NULL\(open)))"
    }.joined(separator: " AND ")
  }

  /// The condition under which two staged rows mean the same row.
  func sameKey(_ key: SeedKey, _ one: String, _ other: String) -> String {
    key.parts.map { part in
      let values = (value(of: part, row: one), value(of: part, row: other))
      var alternatives = ["\(values.0) \(part.equality) \(values.1)"]
      if mayBeNull(part.column) {
        let open = [one, other].compactMap { pending(of: part.column, row: $0) }
          .map { " AND \($0) IS NULL" }.joined()
        alternatives.append("(\(values.0) IS NULL AND \(values.1) IS NULL\(open))")
      }
      if let first = pending(of: part.column, row: one),
        let second = pending(of: part.column, row: other)
      {
        alternatives.append("\(first) OPERATOR(pg_catalog.=) \(second)")
      }
      return "(" + alternatives.joined(separator: " OR ") + ")"
    }.joined(separator: " AND ")
  }

  /// True where a row would not be one of those that a partial index speaks of, after it is written.
  func isOutside(_ key: SeedKey) -> String? {
    guard let predicate = key.predicate else { return nil }
    let fields = table.columns.enumerated().compactMap { index, column -> String? in
      guard SeedKey.names(in: predicate).contains(column.name) else { return nil }
      let now = "CASE WHEN t.ctid IS NULL THEN \(column.stableDefault) ELSE \(current(index)) END"
      return "\(value(of: index, fallback: "(\(now))")) AS \(column.sql)"
    }
    return
      "(SELECT (\(predicate)) IS NOT TRUE FROM (SELECT \(fields.joined(separator: ", "))) AS v)"
  }

  /// Some record gives NULL for the column.
  func mayBeNull(_ column: Int) -> Bool { layout.mayBeNull(column) }
}

extension StageLayout {
  /// Some record gives NULL for a column of the table.
  func mayBeNull(_ column: Int) -> Bool {
    fieldSets.contains { set in
      if case .staged(let slot) = set.sources[column] { columns[slot].holdsNull } else { false }
    }
  }
}

extension Column {
  /// The default where a row's condition can be judged by it before the row is made.
  fileprivate var stableDefault: String {
    countsUp ? "NULL" : defaultExpression ?? "NULL"
  }
}
