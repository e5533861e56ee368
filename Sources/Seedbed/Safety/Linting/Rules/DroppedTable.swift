/// DROP TABLE and DROP SCHEMA.
enum DroppedTable: HazardRule {
  static let page = HazardPage(
    id: "drop-table",
    title: "DROP TABLE takes data away, and breaks the application that still uses the table",
    consequence: .destroys,
    reason: """
      The rows are gone. Tables that the dropped one refers to by foreign keys are locked with it for a \
      moment. `CASCADE` takes views, and the foreign keys of other tables, along.
      """,
    remedy: """
      Deploy an application that does not use it; then drop it in a migration that says `-- seedbed: phase \
      contract`.
      """,
    bad: [
      HazardExample("DROP TABLE users;"), HazardExample("DROP TABLE IF EXISTS users CASCADE;"),
      HazardExample("DROP SCHEMA billing CASCADE;"),
    ],
    good: [
      HazardExample("-- seedbed: phase contract\nDROP TABLE users;"),
      HazardExample("CREATE TABLE scratch (a int);\nDROP TABLE scratch;"),
      HazardExample("DROP SCHEMA empty;"),
    ], isContract: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    guard case .drop(let drop) = subject.outline.kind else { return [] }
    switch drop.object {
    case .table:
      let old = drop.names.filter { !subject.knowledge.isNew($0) }
      guard !old.isEmpty else { return [] }
      return [
        Finding(
          "the rows of \(old.list) are gone, and statements that use \(old.count == 1 ? "it" : "them") fail",
          at: subject.start, safeForm: "in a migration with: -- seedbed: phase contract")
      ]
    case .schema where drop.cascades:
      return [
        Finding("all tables of the schema \(drop.names.list) are gone", at: subject.start)
      ]
    default: return []
    }
  }
}
