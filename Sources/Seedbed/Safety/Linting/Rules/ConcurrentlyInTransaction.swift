/// CONCURRENTLY between BEGIN and COMMIT.
enum ConcurrentlyInTransaction: HazardRule {
  static let page = HazardPage(
    id: "concurrently-in-transaction",
    title: "What may not run in a transaction fails between BEGIN and COMMIT",
    consequence: .fails,
    reason: """
      `CREATE INDEX CONCURRENTLY`, `VACUUM` and their like make transactions of their own; inside of \
      another the server refuses them (SQLSTATE 25001). Without a BEGIN in the file, Seedbed runs them by \
      themselves, and in a DO block they cannot be.
      """,
    remedy: "Leave `BEGIN` and `COMMIT` out, or move the statement out from between them.",
    bad: [
      HazardExample("BEGIN;\nCREATE INDEX CONCURRENTLY ON users (email);\nCOMMIT;"),
      HazardExample("DO $$ BEGIN CREATE INDEX CONCURRENTLY i ON users (email); END $$;"),
    ],
    good: [
      HazardExample("CREATE INDEX CONCURRENTLY ON users (email);"),
      HazardExample(
        "BEGIN;\nALTER TABLE users ADD a int;\nCOMMIT;\nCREATE INDEX CONCURRENTLY ON users (a);"),
    ])

  static func findings(in subject: LintSubject) -> [Finding] {
    guard subject.isInOwnTransaction, subject.outline.standsAlone else { return [] }
    return [
      Finding("the server refuses this inside of a transaction", at: subject.start)
    ]
  }
}
