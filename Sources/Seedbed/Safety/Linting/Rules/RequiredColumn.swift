/// ADD COLUMN … NOT NULL without a default.
enum RequiredColumn: HazardRule {
  static let page = HazardPage(
    id: "add-column-not-null",
    title: "ADD COLUMN with NOT NULL and no default fails on a table with rows, and breaks inserts",
    consequence: .breaks,
    reason: """
      The rows that are there have no value for it, so the statement fails unless the table is empty. \
      And where it is, the application that runs now does not know the column: its inserts fail from \
      then on.
      """,
    remedy: """
      Give it a default; or add it without NOT NULL, fill it, and go on as for \
      [set-not-null](set-not-null.md) when every application writes it.
      """,
    bad: [HazardExample("ALTER TABLE users ADD COLUMN level integer NOT NULL;")],
    good: [
      HazardExample("ALTER TABLE users ADD COLUMN level integer NOT NULL DEFAULT 0;"),
      HazardExample("ALTER TABLE users ADD COLUMN level integer;"),
      HazardExample(
        "CREATE TABLE posts (id bigint);\nALTER TABLE posts ADD COLUMN slug text NOT NULL;"),
    ])

  static func findings(in subject: LintSubject) -> [Finding] {
    subject.addedColumns.compactMap { table, column, action in
      let fillsItself = column.clauses.contains {
        switch $0.kind {
        case .identity, .stored, .virtual: true
        default: false
        }
      }
      guard column.isNotNull, !column.type.isSerial, !fillsItself,
        column.defaultExpression(in: subject.source) == nil
      else { return nil }
      return Finding(
        """
        \(column.name) is NOT NULL without a default: this fails where \(table) has rows, and the \
        application's inserts fail afterwards
        """, at: action.range.lowerBound,
        safeForm: "give it a DEFAULT, or add it without NOT NULL and fill it first")
    }
  }
}
