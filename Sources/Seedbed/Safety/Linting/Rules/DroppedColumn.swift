/// DROP COLUMN.
enum DroppedColumn: HazardRule {
  static let page = HazardPage(
    id: "drop-column",
    title: "DROP COLUMN takes data away, and breaks the application that still uses the column",
    consequence: .destroys,
    reason: """
      The values are gone, and statements of the application that runs now fail: those that name the \
      column, and prepared ones that say `SELECT *`.
      """,
    remedy: """
      Deploy an application that does not use it; then drop it in a migration that says `-- seedbed: phase \
      contract`. Such a migration runs last, when what came before it is done, and nothing in it is \
      reported here.
      """,
    bad: [HazardExample("ALTER TABLE users DROP COLUMN age;")],
    good: [
      HazardExample("-- seedbed: phase contract\nALTER TABLE users DROP COLUMN age;"),
      HazardExample("ALTER TABLE users ADD COLUMN a int;\nALTER TABLE users DROP COLUMN a;"),
    ], isContract: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    guard let (alter, actions) = subject.actions else { return [] }
    return actions.compactMap { action in
      guard case .dropColumn(let column) = action.kind,
        !subject.knowledge.isNew(column, of: alter.table)
      else { return nil }
      return Finding(
        "the values of \(alter.table).\(column) are gone, and statements that use it fail",
        at: action.range.lowerBound,
        safeForm: "in a migration with: -- seedbed: phase contract")
    }
  }
}
