/// ADD COLUMN with a constraint that is checked for every row.
enum ColumnScan: HazardRule {
  static let page = HazardPage(
    id: "add-column-scans",
    title: "ADD COLUMN with a CHECK, or with a reference and a default, reads every row",
    consequence: .blocks,
    reason: """
      Under `ACCESS EXCLUSIVE`, even where the column is NULL in all rows and the CHECK can only hold. \
      A reference is looked up for every row where the column has a default; without one nothing is \
      read.
      """,
    remedy: """
      Add the column alone, then the constraint `NOT VALID`, which holds for rows to come; validate it \
      in another transaction, which holds nobody off.
      """,
    bad: [
      HazardExample("ALTER TABLE users ADD COLUMN level integer CHECK (level > 0);"),
      HazardExample("ALTER TABLE users ADD boss_id bigint DEFAULT 1 REFERENCES teams (id);"),
    ],
    good: [
      HazardExample("ALTER TABLE users ADD COLUMN boss_id bigint REFERENCES teams;"),
      HazardExample(
        """
        -- seedbed: transaction off
        ALTER TABLE users ADD COLUMN level integer;
        ALTER TABLE users ADD CONSTRAINT users_level_check CHECK (level > 0) NOT VALID;
        ALTER TABLE users VALIDATE CONSTRAINT users_level_check;
        """),
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    subject.addedColumns.flatMap { table, column, action -> [Finding] in
      let work = AddedColumn.work(column, subject.source, subject.knowledge)
      return work.compactMap { work in
        switch work {
        case .check:
          Finding(
            "the CHECK of \(column.name) reads all of \(table) while nobody can use it",
            at: action.range.lowerBound,
            safeForm: "add the column, then the CHECK … NOT VALID, and VALIDATE it by itself")
        case .referenceWithDefault(let parent):
          Finding(
            "the default of \(column.name) is looked up in \(parent) for every row of \(table)",
            at: action.range.lowerBound,
            safeForm: "add the column, then FOREIGN KEY … NOT VALID, and VALIDATE it by itself")
        default: nil
        }
      }
    }
  }
}
