/// DROP DEFAULT.
enum DroppedDefault: HazardRule {
  static let page = HazardPage(
    id: "drop-default",
    title: "DROP DEFAULT changes what inserts of the application that runs now mean",
    consequence: .breaks,
    reason: """
      Inserts that leave the column out get NULL from then on, or fail where it is NOT NULL.
      """,
    remedy: """
      Deploy an application that writes the column; then drop the default in a migration that says `-- \
      seedbed: phase contract`.
      """,
    bad: [HazardExample("ALTER TABLE users ALTER COLUMN age DROP DEFAULT;")],
    good: [
      HazardExample(
        "-- seedbed: phase contract\nALTER TABLE users ALTER COLUMN age DROP DEFAULT;"),
      HazardExample(
        "ALTER TABLE users ADD a int DEFAULT 0;\nALTER TABLE users ALTER a DROP DEFAULT;"),
    ], isContract: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    guard let (alter, actions) = subject.actions else { return [] }
    return actions.compactMap { action in
      guard case .dropDefault(let column) = action.kind,
        !subject.knowledge.isNew(column, of: alter.table)
      else { return nil }
      return Finding(
        "inserts that leave \(column) out get NULL afterwards, or fail",
        at: action.range.lowerBound)
    }
  }
}
