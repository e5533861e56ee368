/// TRUNCATE.
enum Truncation: HazardRule {
  static let page = HazardPage(
    id: "truncate",
    title: "TRUNCATE takes all rows away, and with CASCADE those of every table that refers to it",
    consequence: .destroys,
    reason: """
      The rows are gone. It takes `ACCESS EXCLUSIVE` on each of the tables; `CASCADE` follows foreign keys \
      to tables that nobody named.
      """,
    remedy: """
      Delete rows in batches (`backfill.sql`), and name the tables that are meant instead of `CASCADE`.
      """,
    bad: [HazardExample("TRUNCATE users;"), HazardExample("TRUNCATE TABLE teams CASCADE;")],
    good: [HazardExample("CREATE TABLE a (b int);\nTRUNCATE a;")])

  static func findings(in subject: LintSubject) -> [Finding] {
    guard case .truncate(let tables, let cascades) = subject.outline.kind else { return [] }
    let old = tables.filter { !subject.knowledge.isNew($0) }
    guard !old.isEmpty else { return [] }
    return [
      Finding(
        "the rows of \(old.list) are gone"
          + (cascades ? ", and those of every table that refers to them" : ""), at: subject.start)
    ]
  }
}
