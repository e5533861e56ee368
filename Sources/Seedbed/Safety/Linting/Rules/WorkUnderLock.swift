/// Long work in a transaction that holds a strong lock.
enum WorkUnderLock: HazardRule {
  static let page = HazardPage(
    id: "work-under-lock",
    title: "Work on rows in a transaction that has locked a table keeps the lock for as long",
    consequence: .blocks,
    reason: """
      A lock is held to the end of its transaction, whatever comes after it. An `ALTER TABLE` of a moment \
      blocks its table for as long as the `UPDATE`, the `INSERT … SELECT` or the validation that follows \
      in the same transaction takes.
      """,
    remedy: """
      Put what takes long into a migration of its own, or into `backfill.sql`; a file with `-- seedbed: \
      transaction off` runs each statement in a transaction of its own.
      """,
    bad: [
      HazardExample(
        """
        ALTER TABLE users ADD COLUMN key text;
        UPDATE users SET key = lower(email) WHERE id BETWEEN 1 AND 1000;
        """),
      HazardExample(
        """
        ALTER TABLE teams ADD COLUMN size integer;
        INSERT INTO scores SELECT id, 1 FROM users;
        """),
      HazardExample(
        """
        ALTER TABLE users ADD COLUMN key text;
        ALTER TABLE teams ADD CONSTRAINT c CHECK (name <> '') NOT VALID;
        ALTER TABLE teams VALIDATE CONSTRAINT c;
        """),
    ],
    good: [
      HazardExample(
        """
        -- seedbed: transaction off
        ALTER TABLE users ADD COLUMN key text;
        UPDATE users SET key = lower(email) WHERE id BETWEEN 1 AND 1000;
        """),
      HazardExample(
        """
        ALTER TABLE users ADD COLUMN mood mood;
        INSERT INTO teams (id, name) VALUES (1, 'Garden'), (2, 'Kitchen');
        """),
    ])

  static func findings(in subject: LintSubject) -> [Finding] {
    guard subject.takesLong,
      let lock = subject.earlier.flatMap(\.effect.locks).first(where: { $0.mode.blocksReads })
    else { return [] }
    return [
      Finding(
        "\(lock.relation) stays locked by this transaction for as long as this takes",
        at: subject.start, safeForm: "in a transaction of its own")
    ]
  }
}

extension LintSubject {
  /// Whether the statement reads or writes as many rows as tables hold, and no other rule says so.
  fileprivate var takesLong: Bool {
    switch outline.kind {
    case .change(let change): return !knowledge.isNew(change.table)
    // Rows that are written out are few; those of a query may be many.
    case .rows:
      switch outline.words.first {
      case "INSERT": return Set(outline.words).isDisjoint(with: ["VALUES", "DEFAULT"])
      case "COPY", "MERGE": return true
      default: return false
      }
    case .alterTable:
      guard let (_, actions) = actions else { return false }
      return actions.contains { if case .validateConstraint = $0.kind { true } else { false } }
    default: return false
    }
  }
}
