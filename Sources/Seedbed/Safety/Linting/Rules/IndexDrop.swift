/// DROP INDEX without CONCURRENTLY.
enum IndexDrop: HazardRule {
  static let page = HazardPage(
    id: "drop-index-not-concurrent",
    title: "DROP INDEX locks the table for a moment, and waits in front of everybody for it",
    consequence: .note,
    reason: """
      It takes `ACCESS EXCLUSIVE` on the table. The drop itself is quick, but while it waits for a \
      query that runs, every later one waits behind it. Seedbed keeps such waits short and tries \
      again, so this is a note.
      """,
    remedy: """
      `DROP INDEX CONCURRENTLY`, which waits without holding anybody off. An index that belongs to a \
      constraint goes with it, by `ALTER TABLE … DROP CONSTRAINT`; that of a partitioned table knows \
      no `CONCURRENTLY`.
      """,
    bad: [HazardExample("DROP INDEX users_name_idx;")],
    good: [
      HazardExample("DROP INDEX CONCURRENTLY users_name_idx;"),
      HazardExample(
        "CREATE TABLE posts (slug text);\nCREATE INDEX i ON posts (slug);\nDROP INDEX i;"),
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    guard case .drop(let drop) = subject.outline.kind, drop.object == .index, !drop.isConcurrent
    else { return [] }
    let known = drop.names.compactMap { subject.knowledge.index($0) }
    if !known.isEmpty, known.allSatisfy({ subject.knowledge.isNew($0.table) }) { return [] }
    let isPlain = known.allSatisfy { subject.knowledge.table($0.table)?.kind != .partitioned }
    return [
      Finding(
        "DROP INDEX locks the index's table against reads and writes for a moment",
        at: subject.start,
        safeForm: isPlain && drop.names.count == 1 && !drop.cascades
          ? subject.text(inserting: " CONCURRENTLY", at: drop.afterObject) : nil)
    ]
  }
}
