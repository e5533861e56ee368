/// ADD UNIQUE.
enum UniqueConstraint: HazardRule {
  static let page = HazardPage(
    id: "unique-constraint",
    title: "ADD UNIQUE builds an index while nobody can use the table",
    consequence: .blocks,
    reason: "The index is built under the `ACCESS EXCLUSIVE` of ALTER TABLE.",
    remedy: """
      ```sql
      CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);
      ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;
      ```

      The second statement takes the index over in a moment.
      """,
    bad: [
      HazardExample("ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE (email);"),
      HazardExample("ALTER TABLE users ADD UNIQUE NULLS NOT DISTINCT (email, team_id);"),
    ],
    good: [
      HazardExample(
        """
        CREATE UNIQUE INDEX CONCURRENTLY users_email_key ON users (email);
        ALTER TABLE users ADD CONSTRAINT users_email_key UNIQUE USING INDEX users_email_key;
        """)
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    subject.addedConstraints.compactMap { table, constraint, action in
      guard case .unique = constraint.kind else { return nil }
      return Finding(
        "the index is built while nobody can use \(table)", at: action.range.lowerBound,
        safeForm: "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX")
    }
  }
}
