/// VALIDATE CONSTRAINT in the transaction that locked the table.
enum ValidationUnderLock: HazardRule {
  static let page = HazardPage(
    id: "validate-in-transaction",
    title: "VALIDATE CONSTRAINT reads every row under the lock that ADD CONSTRAINT holds",
    consequence: .blocks,
    reason: """
      A lock is held to the end of the transaction. In one transaction with `ADD CONSTRAINT … NOT \
      VALID` the validation runs under its lock, and nothing is won.
      """,
    remedy: """
      Validate in another transaction: in a migration of its own, or in a file with `-- seedbed: \
      transaction off`, where every statement stands alone.
      """,
    bad: [
      HazardExample(
        """
        ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID;
        ALTER TABLE users VALIDATE CONSTRAINT adult;
        """)
    ],
    good: [
      HazardExample(
        """
        -- seedbed: transaction off
        ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID;
        ALTER TABLE users VALIDATE CONSTRAINT adult;
        """),
      HazardExample("ALTER TABLE users VALIDATE CONSTRAINT adult;"),
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    guard let (alter, actions) = subject.actions else { return [] }
    let table = subject.knowledge.key(alter.table).description
    let held = subject.earlier.flatMap(\.effect.locks).filter { $0.mode.blocksWrites }
    guard held.contains(where: { $0.relation == table }) || actions.count > 1 else { return [] }
    return actions.compactMap { action in
      guard case .validateConstraint(let name) = action.kind else { return nil }
      return Finding(
        "\(name) is validated under a lock that this transaction holds on \(alter.table) already",
        at: action.range.lowerBound, safeForm: "validate in a transaction of its own")
    }
  }
}
