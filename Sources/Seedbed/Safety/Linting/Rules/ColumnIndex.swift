/// ADD COLUMN … UNIQUE.
enum ColumnIndex: HazardRule {
  static let page = HazardPage(
    id: "add-column-unique",
    title: "ADD COLUMN with UNIQUE or PRIMARY KEY builds an index while nobody can use the table",
    consequence: .blocks,
    reason: "The index is built under the `ACCESS EXCLUSIVE` of ALTER TABLE.",
    remedy: """
      Add the column, then a unique index `CONCURRENTLY`, then the constraint `USING INDEX`.
      """,
    bad: [
      HazardExample("ALTER TABLE users ADD COLUMN handle text UNIQUE;"),
      HazardExample("ALTER TABLE users ADD COLUMN handle text CONSTRAINT h UNIQUE DEFERRABLE;"),
    ],
    good: [
      HazardExample(
        """
        ALTER TABLE users ADD COLUMN handle text;
        CREATE UNIQUE INDEX CONCURRENTLY users_handle_key ON users (handle);
        ALTER TABLE users ADD CONSTRAINT users_handle_key UNIQUE USING INDEX users_handle_key;
        """)
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    subject.addedColumns.compactMap { table, column, action in
      let work = AddedColumn.work(column, subject.source, subject.knowledge)
      guard work.contains(.index) else { return nil }
      return Finding(
        "the index of \(column.name) is built while nobody can use \(table)",
        at: action.range.lowerBound,
        safeForm: "add the column, CREATE UNIQUE INDEX CONCURRENTLY, then UNIQUE USING INDEX")
    }
  }
}
