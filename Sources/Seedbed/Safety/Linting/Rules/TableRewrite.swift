/// CLUSTER, VACUUM FULL, SET LOGGED and the like.
enum TableRewrite: HazardRule {
  static let page = HazardPage(
    id: "table-rewrite",
    title: "CLUSTER, VACUUM FULL, SET LOGGED, SET TABLESPACE and SET EXPRESSION write a table anew",
    consequence: .blocks,
    reason: """
      Under `ACCESS EXCLUSIVE`, with all indexes, and with as much room on the disk again. To set what is \
      set already does nothing.
      """,
    remedy: """
      Do it while nobody uses the table, or by the extension pg_repack, which copies the table beside its \
      use. Indexes can be [built anew concurrently](reindex-not-concurrent.md), and moved so to another \
      tablespace.
      """,
    bad: [
      HazardExample("CLUSTER users USING users_pkey;"),
      HazardExample("VACUUM FULL users;"),
      HazardExample("VACUUM (FULL, ANALYZE) users;"),
      HazardExample("ALTER TABLE users SET UNLOGGED;"),
      HazardExample("ALTER TABLE users SET TABLESPACE fast;"),
      HazardExample("ALTER TABLE users ALTER COLUMN name SET EXPRESSION AS (email || 'x');"),
    ],
    good: [
      HazardExample("VACUUM (ANALYZE) users;"),
      HazardExample("ALTER TABLE users SET LOGGED;"),
      HazardExample("ALTER TABLE users SET (fillfactor = 80), CLUSTER ON users_pkey;"),
    ])

  static func findings(in subject: LintSubject) -> [Finding] {
    switch subject.outline.kind {
    case .cluster(let table):
      if let table, subject.knowledge.isNew(table) { return [] }
      return [finding(table?.description ?? "every clustered table", at: subject.start)]
    case .vacuumFull(let tables):
      let old = tables.filter { !subject.knowledge.isNew($0) }
      if !tables.isEmpty, old.isEmpty { return [] }
      return [finding(old.isEmpty ? "every table" : old.list, at: subject.start)]
    default: break
    }
    guard let (alter, actions) = subject.actions else { return [] }
    return actions.compactMap { action in
      switch action.kind {
      case .setLogged(let isLogged)
      where subject.knowledge.table(alter.table)?.isLogged == isLogged:
        return nil
      case .setLogged, .setTablespace, .setAccessMethod, .setExpression:
        // An index moves alone, and a partitioned table has nothing of its own to move.
        if alter.object == .index || subject.knowledge.table(alter.table)?.kind == .partitioned {
          return nil
        }
        return finding(alter.table.description, at: action.range.lowerBound)
      default: return nil
      }
    }
  }

  private static func finding(_ table: String, at offset: Int) -> Finding {
    Finding("all of \(table) is written anew while nobody can use it", at: offset)
  }
}

extension [RelationName] {
  var list: String { map(\.description).joined(separator: ", ") }
}
