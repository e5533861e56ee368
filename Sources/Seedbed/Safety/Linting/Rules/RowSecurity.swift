/// ENABLE ROW LEVEL SECURITY.
enum RowSecurity: HazardRule {
  static let page = HazardPage(
    id: "row-security",
    title: "Row level security without a policy hides every row from the application",
    consequence: .breaks,
    reason: """
      With it on, a role that does not own the table sees and writes only what a policy allows: without \
      one, nothing. `FORCE` holds for the owner too.
      """,
    remedy: "Create the policies before, or in the same transaction.",
    bad: [
      HazardExample("ALTER TABLE users ENABLE ROW LEVEL SECURITY;"),
      HazardExample("ALTER TABLE users FORCE ROW LEVEL SECURITY;"),
    ],
    good: [
      HazardExample(
        """
        ALTER TABLE users ENABLE ROW LEVEL SECURITY;
        CREATE POLICY everybody ON users USING (true);
        """),
      HazardExample("ALTER TABLE users DISABLE ROW LEVEL SECURITY;"),
    ])

  static func findings(in subject: LintSubject) -> [Finding] {
    guard let (alter, actions) = subject.actions else { return [] }
    let table = subject.knowledge.key(alter.table)
    let outlines = subject.earlier.map(\.outline) + subject.later
    let hasPolicy = outlines.contains {
      if case .createRule(let other) = $0.kind {
        subject.knowledge.key(other) == table
      } else {
        false
      }
    }
    if hasPolicy { return [] }
    return actions.compactMap { action in
      switch action.kind {
      case .setRowSecurity(.enable), .setRowSecurity(.force):
        Finding(
          "no policy comes with it: who does not own \(alter.table) sees no row of it",
          at: action.range.lowerBound)
      default: nil
      }
    }
  }
}
