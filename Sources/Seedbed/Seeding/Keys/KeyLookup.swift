/// SQL that finds the row of a key that may hold NULL, by the key's index.
///
/// No index serves `IS NOT DISTINCT FROM`, nor a join on `=` OR `IS NULL`. So there is one search
/// for each pattern of NULL, `=` for values and `IS NULL` for NULL, and only the one that is the
/// staged row's own is run.
struct KeyLookup {
  private let key: SeedKey
  private let expressions: RowExpressions
  private let row: String
  /// The parts that some record gives NULL for.
  private let nullable: [Int]

  /// So many parts are spelt out in all their patterns.
  private static let partLimit = 4

  /// Nil where the key holds no NULL, where no index would serve, or where there are too many
  /// patterns.
  init?(_ key: SeedKey, _ expressions: RowExpressions, row: String) {
    let nullable = key.parts.indices.filter { expressions.mayBeNull(key.parts[$0].column) }
    guard key.index != nil, (1...Self.partLimit).contains(nullable.count) else { return nil }
    self.key = key
    self.expressions = expressions
    self.row = row
    self.nullable = nullable
  }

  func sql(as target: String) -> String {
    let rows = expressions.indexedRows(of: key)
    let searches = (0..<(1 << nullable.count)).map { pattern in
      "SELECT t.* FROM \(rows) AS t WHERE \(condition(pattern))"
    }
    return "LATERAL (\(searches.joined(separator: " UNION ALL "))) AS \(target)"
  }

  /// - Parameter pattern: a bit for each of `nullable`, set where the part is NULL.
  private func condition(_ pattern: Int) -> String {
    key.parts.enumerated().map { number, part in
      let theirs = expressions.theirs(number, of: key, "t")
      let value = expressions.value(of: part, row: row)
      guard let bit = nullable.firstIndex(of: number), pattern & (1 << bit) != 0 else {
        return "\(theirs) \(part.equality) \(value)"
      }
      let open = expressions.pending(of: part.column, row: row).map { " AND \($0) IS NULL" } ?? ""
      return "\(theirs) IS NULL AND \(value) IS NULL\(open)"
    }.joined(separator: " AND ")
  }
}
