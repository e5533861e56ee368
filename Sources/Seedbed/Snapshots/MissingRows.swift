internal import Postgres

/// Finds the rows of a template that a copy of it lacks, by where they lie: a row version that is
/// still there lies where it lay in the template.
struct MissingRows {
  /// A session with the copy, in a transaction.
  let connection: Connection
  /// A session with the template.
  let template: Connection
  let count: BaselineCount

  /// In bytes: more are not to be held in memory.
  private static let limit = 32 << 20

  /// For each of the tables, the text of its missing rows.
  ///
  /// - Returns: nil where they are too large.
  func find(for tables: [RestoredTable]) throws -> [[String]]? {
    var conditions = [String?](repeating: nil, count: tables.count)
    var partial: [Int] = []
    for (index, table) in tables.enumerated() {
      let deviation = table.deviation
      if deviation.isRewritten || deviation.missing + deviation.repaired == deviation.original {
        conditions[index] = "true"
      } else if table.writes {
        partial.append(index)
      }
    }
    for (index, condition) in zip(partial, try gaps(in: partial.map { tables[$0].name })) {
      conditions[index] = condition
    }
    return try rows(of: tables, where: conditions)
  }

  // MARK: Where they lie

  /// The number of a row version's page, in its four bytes.
  private static let block = "pg_catalog.substr(pg_catalog.tidsend(ctid), 1, 4)"

  /// Conditions for the template's rows, in the order of the tables; nil where none is missing.
  private func gaps(in names: [String]) throws(PostgresError) -> [String?] {
    guard !names.isEmpty else { return [] }
    func blocks(where condition: String) -> [SQL] {
      names.map {
        SQL(
          unsafe: "SELECT \(Self.block), pg_catalog.count(*) FROM ONLY \($0)"
            + " WHERE \(condition) GROUP BY 1")
      }
    }
    let present = try connection.pipeline(blocks(where: count.isOriginal)).map(Self.counts)
    let expected = try template.pipeline(blocks(where: "true")).map(Self.counts)
    let gaps = zip(present, expected).map { present, expected -> String? in
      let pages = expected.filter { present[$0.key] != $0.value }.keys
      guard !pages.isEmpty else { return nil }
      let list = pages.map { "\"\\" + $0 + "\"" }.joined(separator: ",")
      return "\(Self.block) = ANY ('{\(list)}'::pg_catalog.bytea[])"
    }
    let kept = try connection.pipeline(
      zip(names, gaps).map { name, gap in
        SQL(
          unsafe: "SELECT ctid FROM ONLY \(name) WHERE \(gap ?? "false") AND \(count.isOriginal)")
      })
    return zip(gaps, kept).map { gap, kept in
      let list = kept.map { "\"" + $0.string(0) + "\"" }.joined(separator: ",")
      return gap.map { "\($0) AND NOT ctid = ANY ('{\(list)}'::pg_catalog.tid[])" }
    }
  }

  private static func counts(_ rows: Rows) -> [String: Int] {
    Dictionary(rows.map { ($0.string(0), $0.int(1)) }) { $1 }
  }

  // MARK: What they hold

  private func rows(of tables: [RestoredTable], where conditions: [String?]) throws -> [[String]]? {
    var found: [[String]] = []
    var size = 0
    for (table, condition) in zip(tables, conditions) {
      guard let condition else {
        found.append([])
        continue
      }
      // The first row beyond the limit comes along, and tells that there are more.
      let rows = try template.run(
        simple: """
          SELECT version FROM (
            SELECT version, pg_catalog.sum(pg_catalog.octet_length(version))
              OVER (ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS size
            FROM (SELECT (t.*)::pg_catalog.text AS version FROM ONLY \(table.name) t
              WHERE \(condition)) v) s
          WHERE size IS NULL OR size <= \(Self.limit)
          """
      ).map { $0.string(0) }
      size += rows.reduce(0) { $0 + $1.utf8.count }
      if size > Self.limit { return nil }
      found.append(rows)
    }
    return found
  }
}
