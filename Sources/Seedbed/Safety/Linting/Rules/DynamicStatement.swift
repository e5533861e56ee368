/// EXECUTE of what is known only when it runs.
enum DynamicStatement: HazardRule {
  static let message = "what this EXECUTE runs is known only when it runs"

  static let page = HazardPage(
    id: "dynamic-statement",
    title: "What EXECUTE makes of variables cannot be looked at before it runs",
    consequence: .note,
    reason: """
      Statements in a DO block are looked at like all others, and so is what `EXECUTE` is given as a \
      literal, by `format` or with `||`. A statement that comes whole from a variable or a query is not \
      there to be looked at.
      """,
    remedy: """
      `seedbed migrate plan` runs the migration in a shadow database and sees what it does, however it is \
      written.
      """,
    bad: [
      HazardExample(
        """
        DO $$ DECLARE command text; BEGIN
          FOR command IN SELECT 'DROP TABLE x' LOOP EXECUTE command; END LOOP;
        END $$;
        """)
    ],
    good: [
      HazardExample("DO $$ BEGIN EXECUTE 'CREATE TABLE posts (id bigint)'; END $$;"),
      HazardExample(
        "DO $$ BEGIN EXECUTE format('CREATE TABLE %I (id bigint)', 'posts'); END $$;"),
    ])

  /// Found by `Linter`, which alone sees into blocks.
  static func findings(in subject: LintSubject) -> [Finding] { [] }
}
