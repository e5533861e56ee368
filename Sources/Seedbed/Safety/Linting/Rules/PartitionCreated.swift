/// CREATE TABLE … PARTITION OF a table with a default partition.
enum PartitionCreated: HazardRule {
  static let page = HazardPage(
    id: "partition-of",
    title: "CREATE TABLE … PARTITION OF reads the default partition while nobody can use the table",
    consequence: .blocks,
    reason: """
      The parent and its default partition are locked by `ACCESS EXCLUSIVE`, and the default partition is \
      read for rows that belong into the new one.
      """,
    remedy: """
      Create the table by itself (`LIKE` the parent), and [attach](attach-partition.md) it, with a CHECK \
      on the default partition that is validated before.
      """,
    bad: [
      HazardExample(
        """
        CREATE TABLE events_2026 PARTITION OF events
          FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        """, before: "CREATE TABLE events_rest PARTITION OF events DEFAULT;")
    ],
    good: [
      HazardExample(
        """
        CREATE TABLE events_2026 PARTITION OF events
          FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
        """)
    ])

  static func findings(in subject: LintSubject) -> [Finding] {
    guard case .createTable(let create) = subject.outline.kind, let parent = create.partitionOf,
      let finding = DefaultPartition.finding(of: parent, at: subject.start, subject.knowledge)
    else { return [] }
    return [finding]
  }
}
