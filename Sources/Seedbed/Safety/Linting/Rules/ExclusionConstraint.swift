/// ADD EXCLUDE.
enum ExclusionConstraint: HazardRule {
  static let page = HazardPage(
    id: "exclusion-constraint",
    title: "ADD EXCLUDE builds an index while nobody can use the table",
    consequence: .blocks,
    reason: """
      Under `ACCESS EXCLUSIVE`. An exclusion constraint can neither be `NOT VALID` nor take an index \
      over.
      """,
    remedy: """
      There is no safe form. Run it while nobody uses the table; or make a new table with the \
      constraint, fill it, and let the application change over.
      """,
    bad: [HazardExample("ALTER TABLE users ADD EXCLUDE USING gist (id WITH =);")],
    good: [
      HazardExample(
        """
        CREATE TABLE stays (room integer, during tsrange);
        ALTER TABLE stays ADD EXCLUDE USING gist (during WITH &&);
        """)
    ])

  static func findings(in subject: LintSubject) -> [Finding] {
    subject.addedConstraints.compactMap { table, constraint, action in
      guard constraint.kind == .exclude else { return nil }
      return Finding(
        "the index is built while nobody can use \(table)", at: action.range.lowerBound)
    }
  }
}
