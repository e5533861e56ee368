/// DROP VIEW.
enum DroppedView: HazardRule {
  static let page = HazardPage(
    id: "drop-view",
    title: "DROP VIEW breaks the application that still reads the view",
    consequence: .breaks,
    reason: "Its statements fail from then on.",
    remedy: """
      Deploy an application that does not read it; then drop it in a migration that says `-- seedbed: \
      phase contract`. To change a view, drop it and create it in the same transaction.
      """,
    bad: [
      HazardExample("DROP VIEW grown_ups;"), HazardExample("DROP MATERIALIZED VIEW totals;"),
    ],
    good: [
      HazardExample("-- seedbed: phase contract\nDROP VIEW grown_ups;"),
      HazardExample("DROP VIEW grown_ups;\nCREATE VIEW grown_ups AS SELECT 1 AS one;"),
    ], isContract: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    guard case .drop(let drop) = subject.outline.kind,
      drop.object == .view || drop.object == .materializedView
    else { return [] }
    let gone = drop.names.filter { name in
      !subject.knowledge.isNew(name) && !subject.isMadeLater(name)
    }
    guard !gone.isEmpty else { return [] }
    return [Finding("statements that read \(gone.list) fail afterwards", at: subject.start)]
  }
}

extension LintSubject {
  /// Whether the same transaction makes a view of that name.
  func isMadeLater(_ name: RelationName) -> Bool {
    later.contains { outline in
      switch outline.kind {
      case .createView(let made), .createMaterializedView(let made):
        knowledge.key(made) == knowledge.key(name)
      default: false
      }
    }
  }
}
