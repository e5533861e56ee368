internal import Postgres

/// Stops a run that would delete more than people expect of one.
struct DeleteGuard {
  /// How many rows may go, where that was said.
  let allowed: Int?
  let connection: Connection

  /// More rows than these, or a larger part of a table, are not deleted without being asked for.
  static let rowLimit = 100
  static let percentLimit = 10

  /// A table that loses rows: those that the run deletes and those that go with them.
  struct Loss {
    let table: String
    /// Its rows, as a statement names them.
    let rows: String
    let count: Int
  }

  /// Why the run is refused; nil where it is not.
  func refusal(_ losses: [Loss]) throws(PostgresError) -> Problem? {
    let total = losses.reduce(0) { $0 + $1.count }
    guard total > 0 else { return nil }
    if let allowed {
      guard total > allowed else { return nil }
      return problem(total, losses, "--allow-deletes says \(allowed.grouped)")
    }
    if total > Self.rowLimit {
      return problem(total, losses, "that is more than \(Self.rowLimit)")
    }
    for loss in losses {
      let enough = loss.count * 100 / Self.percentLimit
      let answer = try connection.execute(
        SQL(
          unsafe:
            "SELECT pg_catalog.count(*) FROM (SELECT FROM \(loss.rows) AS t LIMIT \(enough)) AS c"
        ))
      guard let rows = answer.first?.int(0), rows < enough else { continue }
      return problem(
        total, losses,
        "\(loss.count.grouped) of the \(rows.grouped) of \(loss.table) are more than "
          + "\(Self.percentLimit) %")
    }
    return nil
  }

  private func problem(_ total: Int, _ losses: [Loss], _ reason: String) -> Problem {
    Problem(
      "guard.deletes", "refused to delete \(total.rows): \(reason)",
      hint: "if they are to go: --allow-deletes \(total)",
      notes: losses.map { "\($0.table) would lose \($0.count.rows)" } + [
        "nothing was written; `seedbed seed plan` shows which rows"
      ],
      exitStatus: .refused)
  }
}
