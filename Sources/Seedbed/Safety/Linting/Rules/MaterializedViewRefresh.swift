/// REFRESH MATERIALIZED VIEW without CONCURRENTLY.
enum MaterializedViewRefresh: HazardRule {
  static let page = HazardPage(
    id: "refresh-materialized-view",
    title: "REFRESH MATERIALIZED VIEW holds readers off for as long as its query runs",
    consequence: .blocks,
    reason: "It takes `ACCESS EXCLUSIVE` on the view until the query is done.",
    remedy: """
      `REFRESH MATERIALIZED VIEW CONCURRENTLY`, for which the view needs a unique index on plain columns \
      without a condition, and has to be filled already.
      """,
    bad: [HazardExample("REFRESH MATERIALIZED VIEW totals;")],
    good: [
      HazardExample("REFRESH MATERIALIZED VIEW CONCURRENTLY totals;"),
      HazardExample(
        "CREATE MATERIALIZED VIEW v AS SELECT 1 AS one;\nREFRESH MATERIALIZED VIEW v;"),
    ], isRewritten: true)

  static func findings(in subject: LintSubject) -> [Finding] {
    guard case .refresh(let view, isConcurrent: false) = subject.outline.kind,
      !subject.knowledge.isNew(view)
    else { return [] }
    return [
      Finding(
        "readers of \(view) wait for as long as its query runs", at: subject.start,
        safeForm: "REFRESH MATERIALIZED VIEW CONCURRENTLY \(view), with a unique index")
    ]
  }
}
