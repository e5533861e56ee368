/// ADD CHECK without NOT VALID.
enum CheckConstraint: HazardRule {
  static let page = HazardPage(
    id: "check-constraint",
    title: "ADD CHECK reads every row while nobody can use the table",
    consequence: .blocks,
    reason: "Under `ACCESS EXCLUSIVE`, to see that the rows that are there fulfil it.",
    remedy: """
      `ADD CONSTRAINT … CHECK (…) NOT VALID` reads nothing and holds for rows to come. `VALIDATE \
      CONSTRAINT`, in another transaction, reads the others and holds nobody off.
      """,
    bad: [
      HazardExample("ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18);"),
      HazardExample("ALTER TABLE users ADD CHECK (age < 150);"),
      HazardExample("ALTER TABLE users ADD CONSTRAINT n NOT NULL email;"),
    ],
    good: [
      HazardExample("ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID;"),
      HazardExample("ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18) NOT ENFORCED;"),
      HazardExample(
        """
        -- seedbed: transaction off
        ALTER TABLE users ADD CONSTRAINT adult CHECK (age >= 18) NOT VALID;
        ALTER TABLE users VALIDATE CONSTRAINT adult;
        """),
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    subject.addedConstraints.compactMap { table, constraint, action in
      switch constraint.kind {
      case .check: break
      case .notNull(let column):
        if subject.knowledge.table(table)?.provesNotNull(column) == true { return nil }
      default: return nil
      }
      guard !constraint.isNotValid else { return nil }
      return Finding(
        "all of \(table) is read while nobody can use it", at: action.range.lowerBound,
        safeForm: "\(subject.text(action.range)) NOT VALID, and VALIDATE CONSTRAINT by itself")
    }
  }
}
