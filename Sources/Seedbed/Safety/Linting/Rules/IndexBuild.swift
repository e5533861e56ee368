/// CREATE INDEX without CONCURRENTLY.
enum IndexBuild: HazardRule {
  static let page = HazardPage(
    id: "index-not-concurrent",
    title: "CREATE INDEX without CONCURRENTLY holds writers off while the index is built",
    consequence: .blocks,
    reason: """
      The build takes `SHARE` on the table: reads go on, every `INSERT`, `UPDATE` and `DELETE` waits \
      until the whole table has been read and sorted, and until the transaction around it ends.
      """,
    remedy: """
      `CREATE INDEX CONCURRENTLY` holds nobody off. It may not stand in a transaction; Seedbed runs it \
      by itself, drops what an earlier failure has left of it, and checks that it is valid.

      A partitioned table knows no `CONCURRENTLY`: create the index `ON ONLY` the parent, then one for \
      each partition concurrently, and attach them by `ALTER INDEX … ATTACH PARTITION`.
      """,
    bad: [
      HazardExample("CREATE INDEX users_email_idx ON users (email);"),
      HazardExample("CREATE UNIQUE INDEX ON users (lower(email)) WHERE email IS NOT NULL;"),
      HazardExample("CREATE TABLE IF NOT EXISTS users (id bigint);\nCREATE INDEX ON users (id);"),
    ],
    good: [
      HazardExample("CREATE INDEX CONCURRENTLY users_email_idx ON users (email);"),
      HazardExample("CREATE TABLE posts (id bigint, slug text);\nCREATE INDEX ON posts (slug);"),
      HazardExample("CREATE INDEX IF NOT EXISTS users_name_idx ON users (name);"),
      HazardExample("CREATE INDEX events_at_idx ON ONLY events (at);"),
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    guard case .createIndex(let index) = subject.outline.kind, !index.isConcurrent,
      !subject.knowledge.isNew(index.table)
    else { return [] }
    let isPartitioned = subject.knowledge.table(index.table)?.kind == .partitioned
    // ON ONLY a partitioned table makes an entry in the catalog and builds nothing.
    if isPartitioned, index.isOnly { return [] }
    // What is there already is not built.
    if index.ifNotExists, let name = index.name,
      subject.knowledge.index(
        RelationName(name, schema: subject.knowledge.key(index.table).schema)) != nil
    {
      return []
    }
    return [
      Finding(
        "writers of \(index.table) wait while the index is built", at: subject.start,
        safeForm: isPartitioned
          ? nil : subject.text(inserting: " CONCURRENTLY", at: index.afterIndex))
    ]
  }
}
