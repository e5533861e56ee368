/// RENAME and SET SCHEMA.
enum Renaming: HazardRule {
  static let page = HazardPage(
    id: "rename",
    title: "A new name breaks every statement of the application that uses the old one",
    consequence: .breaks,
    reason: """
      The application that runs knows the old name, and the one that is deployed the new one: for as long \
      as both run, or one waits for the other, statements fail.
      """,
    remedy: """
      For a column: add the new one, write both by a trigger, fill it, let the application change over, \
      drop the old one. For a table: rename it and make a view of the old name in the same transaction. For \
      the value of an enum: add the new value, and change the rows in batches.
      """,
    bad: [
      HazardExample("ALTER TABLE users RENAME COLUMN name TO full_name;"),
      HazardExample("ALTER TABLE users RENAME TO people;"),
      HazardExample("ALTER TABLE users SET SCHEMA archive;"),
      HazardExample("ALTER SCHEMA billing RENAME TO money;"),
      HazardExample("ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';"),
    ],
    good: [
      HazardExample(
        """
        ALTER TABLE users RENAME TO people;
        CREATE VIEW users AS SELECT * FROM people;
        """),
      HazardExample("ALTER INDEX users_name_idx RENAME TO users_names;"),
      HazardExample("ALTER TABLE users RENAME CONSTRAINT users_pkey TO users_key;"),
      HazardExample("CREATE TABLE a (b int);\nALTER TABLE a RENAME b TO c;"),
    ])

  static func findings(in subject: LintSubject) -> [Finding] {
    guard case .rename(let rename) = subject.outline.kind else { return [] }
    let what: String
    switch rename.object {
    case .table, .view:
      if subject.knowledge.isNew(rename.name) || subject.isMadeLater(rename.name) {
        // Old statements go on through a view of the old name.
        return []
      }
      what = rename.name.description
    case .column:
      guard let column = rename.part, !subject.knowledge.isNew(column, of: rename.name) else {
        return []
      }
      what = "\(rename.name).\(column)"
    case .schema: what = "the schema \(rename.name)"
    case .enumValue: what = "the value \"\(rename.part ?? "")\" of \(rename.name)"
    case .type, .constraint, .index: return []
    }
    return [
      Finding(
        "the application that runs knows \(what) by this name: its statements fail afterwards",
        at: subject.start)
    ]
  }
}
