/// ADD PRIMARY KEY.
enum PrimaryKeyConstraint: HazardRule {
  static let page = HazardPage(
    id: "primary-key",
    title: "ADD PRIMARY KEY builds an index, or reads every row, while nobody can use the table",
    consequence: .blocks,
    reason: """
      The index is built under `ACCESS EXCLUSIVE`. With `USING INDEX` it is not, but a column that is \
      not known to be NOT NULL is made so, for which every row is read.
      """,
    remedy: """
      Make the columns NOT NULL first, as for [set-not-null](set-not-null.md); then a unique index \
      `CONCURRENTLY`; then `ADD PRIMARY KEY USING INDEX`, which takes a moment.
      """,
    bad: [
      HazardExample(
        "ALTER TABLE notes ADD PRIMARY KEY (id);",
        before: "CREATE TABLE notes (id bigint NOT NULL);"),
      HazardExample(
        """
        CREATE UNIQUE INDEX CONCURRENTLY notes_pkey ON notes (id);
        ALTER TABLE notes ADD PRIMARY KEY USING INDEX notes_pkey;
        """, before: "CREATE TABLE notes (id bigint);"),
    ],
    good: [
      HazardExample(
        """
        CREATE UNIQUE INDEX CONCURRENTLY notes_pkey ON notes (id);
        ALTER TABLE notes ADD PRIMARY KEY USING INDEX notes_pkey;
        """, before: "CREATE TABLE notes (id bigint NOT NULL);")
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    subject.addedConstraints.compactMap { table, constraint, action in
      switch constraint.kind {
      case .primaryKey:
        return Finding(
          "the index is built while nobody can use \(table)", at: action.range.lowerBound,
          safeForm: "CREATE UNIQUE INDEX CONCURRENTLY, then ADD PRIMARY KEY USING INDEX")
      case .primaryKeyUsing(let index):
        let nullable = subject.knowledge.nullableColumns(ofIndex: index, of: table)
        guard let column = nullable.first else { return nil }
        return Finding(
          "\(column) is not known to be NOT NULL: all of \(table) is read while nobody can use it",
          at: action.range.lowerBound,
          safeForm: "make \(column) NOT NULL first, by a CHECK that is validated")
      default: return nil
      }
    }
  }
}
