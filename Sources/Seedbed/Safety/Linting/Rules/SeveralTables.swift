/// Strong locks on several tables in one transaction.
enum SeveralTables: HazardRule {
  static let page = HazardPage(
    id: "several-tables-locked",
    title: "One transaction that locks several tables waits for each while it holds the others",
    consequence: .note,
    reason: """
      While it waits for the second table, nobody can use the first. And where the application locks them \
      in the other order, one of the two is cancelled as a deadlock. Seedbed keeps the waits short and runs \
      the whole transaction again, so this is a note.
      """,
    remedy: "A migration for each table, or `-- seedbed: transaction off`.",
    bad: [
      HazardExample(
        "ALTER TABLE users ADD COLUMN a int;\nALTER TABLE teams ADD COLUMN b int;")
    ],
    good: [
      HazardExample(
        "ALTER TABLE users ADD COLUMN a int;\nALTER TABLE users ADD COLUMN b int;"),
      HazardExample(
        """
        -- seedbed: transaction off
        ALTER TABLE users ADD COLUMN a int;
        ALTER TABLE teams ADD COLUMN b int;
        """),
    ])

  static func findings(in subject: LintSubject) -> [Finding] {
    let held = Set(
      subject.earlier.flatMap(\.effect.locks).filter { $0.mode.blocksReads }.map(\.relation))
    guard let first = held.min(), held.count == 1 else { return [] }
    let own = subject.effect.locks.filter { $0.mode.blocksReads }.map(\.relation)
    guard let other = own.first(where: { !held.contains($0) }) else { return [] }
    return [
      Finding(
        "nobody can use \(first) while this transaction waits for \(other)", at: subject.start)
    ]
  }
}
