/// REINDEX without CONCURRENTLY.
enum Reindex: HazardRule {
  static let page = HazardPage(
    id: "reindex-not-concurrent",
    title: "REINDEX without CONCURRENTLY holds off writers, and nearly every reader",
    consequence: .blocks,
    reason: """
      It takes `SHARE` on the table and `ACCESS EXCLUSIVE` on each index while that is built. To plan a \
      query the server looks at all indexes of its tables, so that even queries that would not use the \
      index wait.
      """,
    remedy: "`REINDEX … CONCURRENTLY`.",
    bad: [HazardExample("REINDEX TABLE users;"), HazardExample("REINDEX INDEX users_name_idx;")],
    good: [
      HazardExample("REINDEX TABLE CONCURRENTLY users;"),
      HazardExample("REINDEX (CONCURRENTLY) INDEX users_name_idx;"),
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    guard case .reindex(let reindex) = subject.outline.kind, !reindex.isConcurrent else {
      return []
    }
    if let name = reindex.name {
      let table = reindex.object == .index ? subject.knowledge.index(name)?.table : name
      if let table, subject.knowledge.isNew(table) { return [] }
    }
    // The system's own tables cannot be indexed beside their use.
    let isPossible = reindex.object != .system
    return [
      Finding(
        "readers and writers wait while the index is built anew", at: subject.start,
        safeForm: isPossible
          ? subject.text(inserting: " CONCURRENTLY", at: reindex.afterObject) : nil)
    ]
  }
}
