internal import Postgres

/// Other sessions wrote to the compared rows meanwhile, so that what was found no longer holds.
struct RowsMoved: Error {
  /// What to say where it happens time and again.
  let problem: Problem

  /// - Parameters:
  ///   - asked: how many rows were to be written.
  ///   - written: how many were.
  init(_ seed: TableSeed, asked: Int, written: Int) {
    problem = Problem(
      "seed.rows_kept_out",
      "\(asked) rows of \(seed.table.name) were to be written, the server wrote \(written)",
      hint:
        "look for a trigger or rule that skips rows, or for sessions that write to it meanwhile",
      at: seed.place, notes: ["nothing was written"])
  }
}

extension Problem {
  /// What a server refused to do with a table's rows, without their values.
  init(refusal error: PostgresError, of seed: TableSeed?, at place: Location? = nil) {
    let redacted = error.redacted
    var notes = [redacted.detail, redacted.context].compactMap { $0 }
    if let constraint = error.constraint { notes.append("constraint \(constraint)") }
    notes.append("SQLSTATE \(error.sqlState); nothing was written")
    let table = seed?.table.name.description ?? "a table"
    let isPrivilege = error.sqlState == "42501"
    self.init(
      isPrivilege ? "seed.missing_privilege" : "seed.refused_row",
      (isPrivilege ? "\(table): " : "the server refuses a row of \(table): ") + redacted.message,
      hint: redacted.hint, at: place ?? seed?.place, notes: notes)
  }
}
