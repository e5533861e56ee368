/// DROP NOT NULL.
enum DroppedNotNull: HazardRule {
  static let page = HazardPage(
    id: "drop-not-null",
    title: "DROP NOT NULL lets NULLs reach an application that does not expect any",
    consequence: .breaks,
    reason: "The application that runs now was written for a column that always has a value.",
    remedy: """
      Deploy an application that reads NULLs before one that writes them, and say so: `-- seedbed: allow \
      drop-not-null because …`.
      """,
    bad: [HazardExample("ALTER TABLE teams ALTER COLUMN name DROP NOT NULL;")],
    good: [
      HazardExample(
        "CREATE TABLE a (b int NOT NULL);\nALTER TABLE a ALTER b DROP NOT NULL;"),
      HazardExample(
        "-- seedbed: phase contract\nALTER TABLE teams ALTER COLUMN name DROP NOT NULL;"),
    ], isContract: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    guard let (alter, actions) = subject.actions else { return [] }
    return actions.compactMap { action in
      guard case .dropNotNull(let column) = action.kind,
        !subject.knowledge.isNew(column, of: alter.table)
      else { return nil }
      return Finding(
        "the application that runs may not expect NULL in \(column)", at: action.range.lowerBound)
    }
  }
}
