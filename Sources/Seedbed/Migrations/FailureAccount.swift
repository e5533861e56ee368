internal import Postgres
internal import SQLScript

extension StatementFailure {
  /// The server's words, what of the migration and of the run took effect, and what to do next.
  ///
  /// - Parameters:
  ///   - report: what was done before it in this run.
  ///   - applied: how many statements of this migration have taken effect.
  ///   - isPartial: whether the history has it as begun.
  func problem(
    in script: MigrationScript, of name: String, before report: MigrationReport, applied: Int,
    isPartial: Bool
  ) -> Problem {
    var problem = problem(script)
    let total = script.script.statements.count
    if error.isConnectionFailure {
      problem.notes.append("the connection was lost; the history knows what took effect")
      problem.hint = "look with `seedbed status`, and run again"
    } else if isPartial {
      problem.exitStatus = .attention
      problem.notes.append(
        applied == 0
          ? "no statement of \(name) took effect before it"
          : "of \(name), \(applied) of \(total) statements took effect before it, and stay")
      problem.notes += Problem.ways(out: name)
      problem.hint = "mend the file from there on and run again: it goes on at that statement"
    } else {
      problem.notes.append("nothing of \(name) took effect: its transaction was rolled back")
      problem.hint =
        Problem.wayOut(of: error) ?? wayOutsideTransaction ?? "mend the file and run again"
    }
    if let hint { problem.hint = hint }
    if let verdict {
      problem.code = verdict.code
      problem.message = verdict.message
      problem.hint = verdict.hint
      problem.notes = verdict.notes + problem.notes.filter { !$0.hasPrefix("SQLSTATE") }
      problem.exitStatus = verdict.exitStatus
    }
    if !report.applied.isEmpty {
      problem.notes.append(
        "applied before it in this run: " + report.applied.map(\.name).joined(separator: ", "))
    }
    return problem
  }

  /// For what the text of a statement does not show: a procedure that commits, `REINDEX TABLE` of a
  /// partitioned table.
  private var wayOutsideTransaction: String? {
    // active_sql_transaction, invalid_transaction_termination
    guard ["25001", "2D000"].contains(error.sqlState) else { return nil }
    return """
      write -- seedbed: transaction off at the top of the file: then every statement stands alone
      """
  }
}
