/// ALTER COLUMN … SET NOT NULL.
enum SetNotNull: HazardRule {
  static let page = HazardPage(
    id: "set-not-null",
    title: "SET NOT NULL reads every row while nobody can use the table",
    consequence: .blocks,
    reason: """
      Under `ACCESS EXCLUSIVE`, to see that no row holds NULL. A CHECK that is valid and says \
      `column IS NOT NULL`, alone or joined by AND with more, is proof enough: then no row is read.
      """,
    remedy: """
      Four statements, each in a transaction of its own, or the last two in one:

      ```sql
      ALTER TABLE users ADD CONSTRAINT users_email_not_null CHECK (email IS NOT NULL) NOT VALID;
      ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;
      ALTER TABLE users ALTER COLUMN email SET NOT NULL;
      ALTER TABLE users DROP CONSTRAINT users_email_not_null;
      ```

      The last two may not be one ALTER TABLE: it drops the constraint first, and reads every row \
      without the proof. Since version 18, `ADD CONSTRAINT … NOT NULL email NOT VALID` and `VALIDATE \
      CONSTRAINT` do the same in two statements.
      """,
    bad: [
      HazardExample("ALTER TABLE users ALTER COLUMN email SET NOT NULL;"),
      HazardExample(
        "ALTER TABLE users ALTER age SET NOT NULL;",
        before: "ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0);"),
      HazardExample(
        "ALTER TABLE users ALTER email SET NOT NULL;",
        before: "ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL) NOT VALID;"),
      HazardExample(
        "ALTER TABLE users ALTER email SET NOT NULL, DROP CONSTRAINT c;",
        before: "ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL);"),
    ],
    good: [
      HazardExample(
        """
        -- seedbed: transaction off
        ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL) NOT VALID;
        ALTER TABLE users VALIDATE CONSTRAINT c;
        ALTER TABLE users ALTER COLUMN email SET NOT NULL;
        ALTER TABLE users DROP CONSTRAINT c;
        """),
      HazardExample(
        """
        -- seedbed: transaction off
        ALTER TABLE users ADD CONSTRAINT users_email_not_null NOT NULL email NOT VALID;
        ALTER TABLE users VALIDATE CONSTRAINT users_email_not_null;
        """),
      HazardExample("ALTER TABLE users ALTER COLUMN id SET NOT NULL;"),
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    guard let (alter, actions) = subject.actions else { return [] }
    // One ALTER TABLE drops constraints before it looks for NULLs.
    var knowledge = subject.knowledge
    for action in actions {
      if case .dropConstraint = action.kind {
        knowledge.apply(action, to: alter.table, subject.source)
      }
    }
    let known = knowledge.table(alter.table)
    return actions.compactMap { action in
      guard case .setNotNull(let column) = action.kind, known?.provesNotNull(column) != true
      else { return nil }
      return Finding(
        "all of \(alter.table) is read for NULLs while nobody can use it",
        at: action.range.lowerBound,
        safeForm: """
          CHECK (\(column) IS NOT NULL) NOT VALID, VALIDATE, SET NOT NULL, DROP CONSTRAINT, as \
          separate statements
          """)
    }
  }
}
