/// ADD FOREIGN KEY without NOT VALID.
enum ForeignKeyConstraint: HazardRule {
  static let page = HazardPage(
    id: "foreign-key",
    title: "ADD FOREIGN KEY looks every row up while writers of both tables wait",
    consequence: .blocks,
    reason: """
      It takes `SHARE ROW EXCLUSIVE` on the table and on the one that it refers to: reads go on, \
      writes of both wait until every row has been looked up.
      """,
    remedy: """
      `ADD CONSTRAINT … FOREIGN KEY … NOT VALID` looks nothing up. `VALIDATE CONSTRAINT`, in another \
      transaction, looks the rows up that are there and lets reads and writes go on. Before version 18 \
      a partitioned table knows no `NOT VALID`: give each partition its key first.
      """,
    bad: [
      HazardExample("ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams;"),
      HazardExample(
        "CREATE TABLE posts (user_id bigint);\nALTER TABLE users ADD CONSTRAINT f "
          + "FOREIGN KEY (team_id) REFERENCES teams (id) ON DELETE SET NULL;"),
    ],
    good: [
      HazardExample("ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams NOT VALID;"),
      HazardExample(
        "CREATE TABLE posts (user_id bigint);\n"
          + "ALTER TABLE posts ADD FOREIGN KEY (user_id) REFERENCES users;"),
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    subject.addedConstraints.compactMap { table, constraint, action in
      guard case .foreignKey(_, let parent) = constraint.kind, !constraint.isNotValid else {
        return nil
      }
      let isPartitioned = subject.knowledge.table(table)?.kind == .partitioned
      return Finding(
        "every row of \(table) is looked up in \(parent) while writers of both wait",
        at: action.range.lowerBound,
        safeForm: isPartitioned && subject.knowledge.majorVersion ?? 0 < 18
          ? nil : "\(subject.text(action.range)) NOT VALID, and VALIDATE CONSTRAINT by itself")
    }
  }
}
