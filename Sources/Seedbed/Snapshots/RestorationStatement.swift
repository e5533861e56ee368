internal import Postgres

/// The one statement that puts rows and sequences right.
///
/// Its parts see the database as it was before it, and its constraints are checked when all of them
/// are done (manual 7.8.4 and 5.4.5): tables may refer to one another and to themselves in any way.
/// Only unique constraints are checked row by row. So within a table rows go first, then others are
/// changed, then others are written; each part counts what the one before it has returned, which
/// makes it wait for that.
struct RestorationStatement {
  let count: BaselineCount
  private var parts: [String] = []
  private var binds: [String] = []

  init(count: BaselineCount) { self.count = count }

  /// - Parameter rows: those of the template that are missing, each in the text form of its type.
  mutating func add(_ table: RestoredTable, missing rows: [String]) {
    let number = String(parts.count)
    let name = table.name
    let isLater = table.deviation.isRewritten ? "true" : "NOT (\(count.isOriginal))"
    let isSame = table.key.map { "(m.version).\($0) = t.\($0)" }.joined(separator: " AND ")
    let isChanged = table.way == .changed && !rows.isEmpty
    var done: [String] = []

    func add(_ kind: String, _ statement: String) {
      parts.append("\(kind)_\(number) AS (\(statement) RETURNING 1)")
      done.append("\(kind)_\(number)")
    }
    var isAfterDone: String {
      let counts = done.map { "(SELECT pg_catalog.count(*) FROM \($0))" } + ["0"]
      return counts.joined(separator: " + ") + " >= 0"
    }

    if !rows.isEmpty {
      binds.append(ArrayLiteral.text(of: rows))
      parts.append(
        """
        missing_\(number) AS MATERIALIZED (SELECT line::\(name) AS version
          FROM pg_catalog.unnest($\(binds.count)::pg_catalog.text[]) line)
        """)
    }
    if table.removes {
      let hasGone =
        isChanged ? " AND NOT EXISTS (SELECT FROM missing_\(number) m WHERE \(isSame))" : ""
      add("gone", "DELETE FROM ONLY \(name) t WHERE \(isLater)\(hasGone)")
    }
    if isChanged {
      let settings = table.columns.filter { !table.key.contains($0) }
        .map { "\($0) = (m.version).\($0)" }
      // Where all columns are the key's, the row is written anew for its version alone.
      let all = settings.isEmpty ? ["\(table.key[0]) = (m.version).\(table.key[0])"] : settings
      add(
        "changed",
        """
        UPDATE ONLY \(name) t SET \(all.joined(separator: ", ")) FROM missing_\(number) m
        WHERE \(isSame) AND \(isLater) AND \(isAfterDone)
          AND NOT (\(count.isClean) AND (t.*) OPERATOR(pg_catalog.*=) m.version)
        """)
    }
    if !rows.isEmpty {
      let isNew =
        isChanged
        ? " AND NOT EXISTS (SELECT FROM ONLY \(name) t WHERE \(isSame) AND \(isLater))" : ""
      add(
        "written",
        """
        INSERT INTO \(name) (\(table.columns.joined(separator: ", "))) OVERRIDING SYSTEM VALUE
        SELECT \(table.columns.map { "(m.version).\($0)" }.joined(separator: ", "))
        FROM missing_\(number) m WHERE \(isAfterDone)\(isNew)
        """)
    }
  }

  /// With the sequences that are to stand where they stood, and a note of who has done it.
  func sql(_ sequences: [Deviation.Sequence], in own: OwnSchema) -> SQL {
    let list = sequences.map { String($0.relation.oid) }.joined(separator: ",")
    let noted = """
      noted AS (UPDATE \(own.baselineState)
        SET repairs = repairs || pg_catalog.pg_current_xact_id()::pg_catalog.xid)
      """
    return SQL(
      unsafe: """
        WITH \((parts + [noted]).joined(separator: ",\n"))
        SELECT pg_catalog.setval(relation::pg_catalog.regclass, last_value, is_called)
        FROM \(own.baseline) WHERE relation = ANY ('{\(list)}'::pg_catalog.oid[])
        """,
      binds: binds)
  }
}
