/// SQL for the rows that one reference means, by the index that tells them apart.
///
/// That may be a partial index, or one of expressions; its condition and its expressions hold bare
/// column names, so each is read in a row source of its own. NULL means the row with NULL there; as no
/// index serves `=` OR `IS NULL`, each pattern of NULL is a search of its own.
struct ReferredRows {
  let layout: StageLayout
  let lookup: Lookup

  private var nullable: [Int] {
    lookup.parts.indices.filter { layout.mayBeNull(lookup.parts[$0]) }
  }

  /// So many parts are spelt out in all their patterns.
  private static let partLimit = 4

  /// What comes after `LEFT JOIN`.
  ///
  /// - Parameter value: what identifies the row, as an expression for each source.
  func join(as name: String, _ value: (Lookup.Source) -> String) -> String {
    guard !nullable.isEmpty else {
      return "\(rows) AS \(name) ON \(condition(name, value, pattern: nil))"
    }
    let patterns =
      nullable.count > Self.partLimit ? [nil] : (0..<(1 << nullable.count)).map(Optional.some)
    let searches = patterns.map { pattern in
      "SELECT r.* FROM \(rows) AS r WHERE \(condition("r", value, pattern: pattern))"
    }
    return "LATERAL (\(searches.joined(separator: " UNION ALL "))) AS \(name) ON true"
  }

  private var isPlain: Bool {
    lookup.predicate == nil && lookup.parts.allSatisfy { $0.expression == nil }
  }

  private var rows: String {
    guard !isPlain else { return lookup.table.rows }
    let expressions = lookup.parts.enumerated().compactMap { number, part in
      part.expression.map { ", \($0) AS _k\(number)" }
    }
    return "(SELECT r.*\(expressions.joined()) FROM \(lookup.table.rows) AS r"
      + (lookup.predicate.map { " WHERE \($0)" } ?? "") + ")"
  }

  /// - Parameter pattern: a bit for each of `nullable`, set where the part is NULL; nil for all
  ///   patterns at once.
  private func condition(
    _ row: String, _ value: (Lookup.Source) -> String, pattern: Int?
  ) -> String {
    lookup.parts.enumerated().map { number, part in
      let theirs = part.expression == nil ? "\(row).\(part.column.sql)" : "\(row)._k\(number)"
      let given = part.indexed(value(part.source))
      let isEqual = "\(theirs) \(part.equality) \(given)"
      guard let bit = nullable.firstIndex(of: number) else { return isEqual }
      let isNull = "\(theirs) IS NULL AND \(given) IS NULL"
      guard let pattern else { return "(\(isEqual) OR \(isNull))" }
      return pattern & (1 << bit) == 0 ? isEqual : isNull
    }.joined(separator: " AND ")
  }
}

extension Lookup.Part {
  /// What the index makes of a value.
  func indexed(_ value: String) -> String {
    guard let expression else { return value }
    return "(SELECT \(expression) FROM (SELECT \(value) AS \(column.sql)) AS v)"
  }
}
