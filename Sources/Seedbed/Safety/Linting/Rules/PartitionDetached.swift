/// DETACH PARTITION without CONCURRENTLY.
enum PartitionDetached: HazardRule {
  static let page = HazardPage(
    id: "detach-partition",
    title: "DETACH PARTITION locks the whole partitioned table for a moment",
    consequence: .note,
    reason: """
      `ACCESS EXCLUSIVE` on the parent, the partition and the default partition: quick, but every query of \
      the table waits behind it while it waits. Seedbed keeps such waits short and tries again, so this is \
      a note.
      """,
    remedy: """
      `DETACH PARTITION … CONCURRENTLY`, which a table with a default partition does not know.
      """,
    bad: [HazardExample("ALTER TABLE events DETACH PARTITION events_2025;")],
    good: [HazardExample("ALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY;")],
    isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    guard let (alter, actions) = subject.actions else { return [] }
    return actions.compactMap { action in
      guard case .detachPartition(let child, isConcurrent: false) = action.kind else { return nil }
      let isPossible = subject.knowledge.table(alter.table)?.defaultPartition == nil
      return Finding(
        "\(alter.table) and \(child) are locked against reads and writes for a moment",
        at: action.range.lowerBound,
        safeForm: isPossible ? subject.text(subject.outline.range) + " CONCURRENTLY" : nil)
    }
  }
}
