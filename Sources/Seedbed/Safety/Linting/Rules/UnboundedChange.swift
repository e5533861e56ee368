/// UPDATE or DELETE of rows without a key.
enum UnboundedChange: HazardRule {
  static let page = HazardPage(
    id: "unbounded-change",
    title: "UPDATE or DELETE of a whole table in one statement locks all its rows until it ends",
    consequence: .blocks,
    reason: """
      One transaction: every row that it has touched stays locked until the last one is done, the old \
      versions cannot be cleaned away meanwhile, the replicas get it all at once, and an error after an \
      hour begins from the start. A condition that is true of most rows (`WHERE slug IS NULL`) is no bound.
      """,
    remedy: """
      Write it into `backfill.sql`, which Seedbed runs in batches along the primary key; or name the rows \
      by their key.
      """,
    bad: [
      HazardExample("UPDATE users SET name = lower(email);"),
      HazardExample("UPDATE users SET name = '' WHERE name IS NULL;"),
      HazardExample("DELETE FROM users WHERE created_at < now() - interval '1 year';"),
      HazardExample("UPDATE users SET name = '' WHERE age = 30;"),
    ],
    good: [
      HazardExample("UPDATE users SET name = 'Ada' WHERE id = 12;"),
      HazardExample("DELETE FROM users WHERE id IN (1, 2, 3);"),
      HazardExample("UPDATE users SET name = '' WHERE id BETWEEN 1 AND 1000;"),
      HazardExample("CREATE TABLE a (b int);\nUPDATE a SET b = 1;"),
    ])

  static func findings(in subject: LintSubject) -> [Finding] {
    guard case .change(let change) = subject.outline.kind,
      !subject.knowledge.isNew(change.table), !isBounded(change, subject.knowledge)
    else { return [] }
    let verb = change.action == .update ? "UPDATE" : "DELETE"
    return [
      Finding(
        "one \(verb) of \(change.table) without a key locks every row it meets until it ends",
        at: subject.start, safeForm: "in backfill.sql, which is run in batches")
    ]
  }

  /// Whether the condition compares a column of a key with values that are written out; any column
  /// where no key is known. A table that is known to be small needs no bound.
  private static func isBounded(
    _ change: StatementOutline.DataChange, _ knowledge: SchemaKnowledge
  ) -> Bool {
    if let rows = knowledge.table(change.table)?.rows, rows < smallTable { return true }
    let keys = knowledge.keyColumns(of: change.table)
    return !change.bounded.isEmpty && (keys.isEmpty || !keys.isDisjoint(with: change.bounded))
  }

  /// So many rows are written in the time of one batch.
  private static let smallTable = 10_000
}
