internal import Postgres

/// SQL for which row of a table a staged row means.
///
/// A key may be a partial index, or one of expressions; its condition and its expressions hold bare
/// column names, so each is read in a row source of its own. NULL in a key means the row with NULL
/// there.
extension RowExpressions {
  /// The table's rows that the key speaks of, aliased; its expressions are there as `_k0`, ….
  ///
  /// Where the key may hold NULL they are only those that the staged row `row` means, found by
  /// `KeyLookup`.
  func rows(of key: SeedKey, as target: String = "t", row: String = "s") -> String {
    KeyLookup(key, self, row: row)?.sql(as: target) ?? allRows(of: key, as: target)
  }

  /// All rows that the key speaks of, for a join that starts from them; it is on `isSame`.
  func allRows(of key: SeedKey, as target: String = "t") -> String {
    (key.isPlain ? table.comparedRows : indexedRows(of: key)) + " AS \(target)"
  }

  /// The rows that the key's index holds, in brackets.
  func indexedRows(of key: SeedKey) -> String {
    let expressions = key.parts.indices.compactMap { part in
      key.parts[part].expression.map { ", \($0) AS _k\(part)" }
    }
    return "(SELECT r.ctid, r.tableoid, r.*\(expressions.joined()) FROM \(table.rows) AS r"
      + (key.predicate.map { " WHERE \($0)" } ?? "") + ")"
  }

  /// What a staged row says about a part of the key.
  func value(of part: SeedKey.Part, row: String) -> String {
    let value = value(of: part.column, row: row)
    guard let expression = part.expression else { return value }
    return "(SELECT \(expression) FROM (SELECT \(value) AS \(table.columns[part.column].sql)) AS v)"
  }

  /// The condition under which a row `t` of `rows(of:)` is the one that a staged row means.
  func matches(_ key: SeedKey, row: String = "s", target: String = "t") -> String {
    KeyLookup(key, self, row: row) == nil ? isSame(key, row: row, target: target) : "true"
  }

  /// The condition under which any row `t` of the table is the one that a staged row means.
  func isSame(_ key: SeedKey, row: String = "s", target: String = "t") -> String {
    guard holdsNull(key) else {
      return key.parts.indices.map {
        "\(theirs($0, of: key, target)) \(key.parts[$0].equality) "
          + value(of: key.parts[$0], row: row)
      }.joined(separator: " AND ")
    }
    let open = openParts(of: key, row: row).map { " AND \($0) IS NULL" }
    return Self.sameImage(
      key.parts.indices.map { comparable($0, of: key, target) },
      key.parts.map { value(of: $0, row: row) }) + open.joined()
  }

  /// What a row of the table holds in a part of the key.
  func theirs(_ part: Int, of key: SeedKey, _ target: String) -> String {
    key.parts[part].expression == nil
      ? "\(target).\(table.columns[key.parts[part].column].sql)" : "\(target)._k\(part)"
  }

  /// The same in the type that staged values have, as two rows of values are compared only where
  /// their types are equal.
  private func comparable(_ part: Int, of key: SeedKey, _ target: String) -> String {
    key.parts[part].expression == nil
      ? current(key.parts[part].column, target: target) : theirs(part, of: key, target)
  }

  /// Some record gives NULL in the key.
  func holdsNull(_ key: SeedKey) -> Bool { key.parts.contains { mayBeNull($0.column) } }

  /// The records' references in the key that are yet to be made: such a NULL means no row.
  func openParts(of key: SeedKey, row: String) -> [String] {
    key.parts.compactMap { pending(of: $0.column, row: row) }
  }

  /// The condition under which two staged rows mean the same row.
  func sameKey(_ key: SeedKey, _ one: String, _ other: String) -> String {
    let isOpen = holdsNull(key) || !openParts(of: key, row: one).isEmpty
    guard isOpen else {
      return key.parts.map {
        "\(value(of: $0, row: one)) \($0.equality) \(value(of: $0, row: other))"
      }.joined(separator: " AND ")
    }
    return Self.sameImage(
      key.parts.map { value(of: $0, row: one) } + openParts(of: key, row: one),
      key.parts.map { value(of: $0, row: other) } + openParts(of: key, row: other))
  }

  /// Equality of whole rows takes NULL for a value like any other (manual 9.25.6), and two inputs
  /// can be merged by it, where `IS NOT DISTINCT FROM` or an OR compares each row with each.
  static func sameImage(_ one: [String], _ other: [String]) -> String {
    "ROW(\(one.joined(separator: ", ")))::record OPERATOR(pg_catalog.=) "
      + "ROW(\(other.joined(separator: ", ")))::record"
  }

  /// True where a row would not be one of those that a partial index speaks of, after it is written.
  func isOutside(_ key: SeedKey) -> String? {
    guard let predicate = key.predicate else { return nil }
    let holds = holds(predicate) { index, column in
      let now = "CASE WHEN t.ctid IS NULL THEN \(column.stableDefault) ELSE \(current(index)) END"
      return value(of: index, fallback: "(\(now))")
    }
    return "\(holds) IS NOT TRUE"
  }

  /// True where a staged row fulfils a condition over the table's columns as a new row.
  func satisfies(_ condition: String, row: String) -> String {
    holds(condition) { index, column in
      value(of: index, row: row, fallback: "(\(column.stableDefault))")
    }
  }

  private func holds(_ condition: String, _ value: (Int, Column) -> String) -> String {
    let names = SeedKey.names(in: condition)
    let fields = table.columns.enumerated().compactMap { index, column in
      names.contains(column.name) ? "\(value(index, column)) AS \(column.sql)" : nil
    }
    return "(SELECT \(condition) FROM (SELECT \(fields.joined(separator: ", "))) AS v)"
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
