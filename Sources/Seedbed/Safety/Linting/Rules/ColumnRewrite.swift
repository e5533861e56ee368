/// ADD COLUMN with a value of its own for each row.
enum ColumnRewrite: HazardRule {
  static let page = HazardPage(
    id: "add-column-rewrites",
    title: "ADD COLUMN with a value of its own for every row writes the whole table anew",
    consequence: .blocks,
    reason: """
      Under `ACCESS EXCLUSIVE`, with all indexes: nobody reads or writes the table meanwhile. It \
      happens where the value is not the same for all rows (`gen_random_uuid()`, `random()`, \
      `clock_timestamp()`, a function of your own that is not marked `STABLE`), for `serial`, identity \
      and `GENERATED … STORED` columns, and for a domain with a constraint, even without a default.

      A constant, and functions that are stable like `now()`, are noted in the catalog once: since \
      version 11 they cost nothing.
      """,
    remedy: """
      Add the column without a default; give it the default in a second statement, for rows to come; \
      fill the rows that are there in batches (`backfill.sql`). For NOT NULL go on as for \
      [set-not-null](set-not-null.md). Instead of a constrained domain, use its base type with a CHECK \
      that is [validated later](check-constraint.md).
      """,
    bad: [
      HazardExample("ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid();"),
      HazardExample("ALTER TABLE users ADD COLUMN number serial;"),
      HazardExample("ALTER TABLE users ADD n bigint GENERATED ALWAYS AS IDENTITY;"),
      HazardExample(
        "ALTER TABLE users ADD COLUMN key text GENERATED ALWAYS AS (lower(email)) STORED;"),
      HazardExample("ALTER TABLE users ADD COLUMN points positive;"),
      HazardExample(
        "ALTER TABLE users ADD COLUMN code text DEFAULT new_code();",
        before: "CREATE FUNCTION new_code() RETURNS text LANGUAGE sql AS 'SELECT 1::text';"),
      HazardExample(
        "DO $$ BEGIN ALTER TABLE users ADD COLUMN r float DEFAULT random(); END $$;"),
    ],
    good: [
      HazardExample("ALTER TABLE users ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now();"),
      HazardExample("ALTER TABLE users ADD COLUMN level integer DEFAULT -1;"),
      HazardExample("ALTER TABLE users ADD COLUMN day date DEFAULT date_trunc('day', now());"),
      HazardExample(
        "ALTER TABLE users ADD COLUMN token uuid;\n"
          + "ALTER TABLE users ALTER COLUMN token SET DEFAULT gen_random_uuid();"),
      HazardExample(
        "ALTER TABLE users ADD COLUMN code text DEFAULT code_of();",
        before: """
          CREATE FUNCTION code_of() RETURNS text STABLE LANGUAGE sql AS 'SELECT 1::text';
          """),
      HazardExample("ALTER TABLE users ADD COLUMN mood mood DEFAULT 'happy';"),
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    subject.addedColumns.compactMap { table, column, action in
      let work = AddedColumn.work(column, subject.source, subject.knowledge)
      guard let first = work.first(where: \.isRewrite) else { return nil }
      return Finding(
        "\(reason(first)), so that all of \(table) is written anew while nobody can use it",
        at: action.range.lowerBound,
        safeForm: """
          add \(column.name) without it, set the default in a second statement, and fill the rows \
          in batches
          """)
    }
  }

  private static func reason(_ work: AddedColumn.Work) -> String {
    switch work {
    case .volatileDefault(let function): "\(function)() gives every row a value of its own"
    case .serial: "a serial column numbers every row"
    case .identity: "an identity column numbers every row"
    case .stored: "a stored column is computed for every row"
    case .constrainedDomain(let type): "the constraint of \(type) is checked for every row"
    case .check, .referenceWithDefault, .index: ""
    }
  }
}
