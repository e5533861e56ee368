/// ATTACH PARTITION.
enum PartitionAttached: HazardRule {
  static let page = HazardPage(
    id: "attach-partition",
    title:
      "ATTACH PARTITION reads the new partition, and the default one, under the strongest lock",
    consequence: .blocks,
    reason: """
      The parent is locked weakly, but the table that is attached is read under `ACCESS EXCLUSIVE` to see \
      that its rows fit, and so is the default partition, whose rows might belong into the new one.
      """,
    remedy: """
      Give the table a CHECK first that says what the bounds say, `NOT VALID`, and validate it; it can be \
      dropped afterwards. Columns of the key need NOT NULL too. With a default partition: a CHECK there \
      that says the opposite.
      """,
    bad: [
      HazardExample(
        "ALTER TABLE events ATTACH PARTITION old FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');",
        before: "CREATE TABLE old (id bigint, at date NOT NULL);")
    ],
    good: [
      HazardExample(
        """
        -- seedbed: transaction off
        ALTER TABLE old ADD CONSTRAINT fits
          CHECK (at >= '2020-01-01' AND at < '2021-01-01') NOT VALID;
        ALTER TABLE old VALIDATE CONSTRAINT fits;
        ALTER TABLE events ATTACH PARTITION old FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
        ALTER TABLE old DROP CONSTRAINT fits;
        """, before: "CREATE TABLE old (id bigint, at date NOT NULL);"),
      HazardExample(
        """
        CREATE TABLE events_2027 (id bigint, at date NOT NULL);
        ALTER TABLE events ATTACH PARTITION events_2027
          FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
        """),
      HazardExample("ALTER INDEX events_i ATTACH PARTITION events_2025_i;"),
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    guard let (alter, actions) = subject.actions, alter.object == .table else { return [] }
    return actions.flatMap { action -> [Finding] in
      guard case .attachPartition(let child, _) = action.kind else { return [] }
      var findings: [Finding] = []
      if !subject.knowledge.isNew(child), !PartitionProof.holds(for: child, subject.knowledge) {
        findings.append(
          Finding(
            "all of \(child) is read while nobody can use it", at: action.range.lowerBound,
            safeForm: "a CHECK on \(child) that says what the bounds say, validated before"))
      }
      if let finding = DefaultPartition.finding(
        of: alter.table, at: action.range.lowerBound, subject.knowledge)
      {
        findings.append(finding)
      }
      return findings
    }
  }
}

/// The rows of a default partition have to be looked through whenever a partition comes.
enum DefaultPartition {
  static func finding(
    of parent: RelationName, at offset: Int, _ knowledge: SchemaKnowledge
  ) -> Finding? {
    guard let partition = knowledge.table(parent)?.defaultPartition,
      !knowledge.isNew(partition), !PartitionProof.holds(for: partition, knowledge)
    else { return nil }
    return Finding(
      "all of \(partition), the default partition, is read while nobody can use it", at: offset,
      safeForm: "a CHECK on \(partition) that says the opposite of the bounds, validated before")
  }
}
