/// ALTER COLUMN … TYPE.
enum ColumnType: HazardRule {
  static let page = HazardPage(
    id: "column-type",
    title:
      "ALTER COLUMN TYPE writes the table anew, or checks or indexes it, under the strongest lock",
    consequence: .blocks,
    reason: """
      Under `ACCESS EXCLUSIVE`, and with all indexes, unless every value is one of the new type as it is \
      stored. That is so for a longer `varchar`, for `varchar` to `text` and back without a length, for a \
      `numeric` of more digits and the same scale, a longer `varbit`, a finer `interval`, `time` or \
      `timestamp`, for `cidr` to `inet`, and for `timestamp` to `timestamptz` and back where the session's \
      time zone is UTC.

      Even then a CHECK of the column reads every row, and an index with the column in its condition or in \
      an expression is built anew.

      Sessions with a prepared `SELECT *` of the table fail afterwards: `cached plan must not change \
      result type`.
      """,
    remedy: """
      A new column of the new type, kept up to date by a trigger and filled in batches; the application \
      changes over; then the old one is dropped. For a CHECK or an index that is in the way: drop it, \
      change the type, add it again `NOT VALID` or `CONCURRENTLY`.

      The column's type as it is comes from the database, or from the migrations before; where neither \
      tells, the worst is taken for granted.
      """,
    bad: [
      HazardExample("ALTER TABLE users ALTER COLUMN age TYPE bigint;"),
      HazardExample("ALTER TABLE users ALTER COLUMN name TYPE varchar(20);"),
      HazardExample("ALTER TABLE users ALTER balance TYPE numeric(12, 3);"),
      HazardExample("ALTER TABLE users ALTER name SET DATA TYPE text USING lower(name);"),
      HazardExample(
        "ALTER TABLE users ALTER name TYPE varchar(100);",
        before: "CREATE INDEX i ON users (id) WHERE name <> '';"),
      HazardExample(
        "ALTER TABLE users ALTER name TYPE text;",
        before: "ALTER TABLE users ADD CONSTRAINT c CHECK (name <> '');"),
    ],
    good: [
      HazardExample("ALTER TABLE users ALTER COLUMN name TYPE varchar(100);"),
      HazardExample("ALTER TABLE users ALTER COLUMN name TYPE text USING name::text;"),
      HazardExample("ALTER TABLE users ALTER COLUMN balance TYPE numeric(12, 2);"),
    ])

  static func findings(in subject: LintSubject) -> [Finding] {
    guard let (alter, actions) = subject.actions else { return [] }
    return actions.compactMap { action in
      guard case .setType(let column, let type, let using) = action.kind else { return nil }
      let change = TypeChange(
        of: column, in: alter.table, to: type, using: using.map(subject.text), subject.knowledge)
      guard !change.isFree else { return nil }
      return Finding(
        message(change, column, alter.table), at: action.range.lowerBound,
        safeForm: change.rewrites
          ? "a new column, kept up to date by a trigger and filled in batches"
          : "drop what depends on \(column), change the type, and make it again without a lock")
    }
  }

  private static func message(
    _ change: TypeChange, _ column: String, _ table: RelationName
  ) -> String {
    if change.isGuess {
      return """
        all of \(table) may be written anew while nobody can use it; of \(column)'s type as it is \
        nothing is known here
        """
    }
    if change.rewrites { return "all of \(table) is written anew while nobody can use it" }
    if change.scans { return "a CHECK of \(column) reads all of \(table) while nobody can use it" }
    return """
      \(change.rebuilt.joined(separator: ", ")) is built anew while nobody can use \(table)
      """
  }
}
