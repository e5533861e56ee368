internal import Postgres
internal import SQLScript

/// What the server answered instead of running a part of a script.
struct StatementFailure: Error {
  let error: PostgresError
  /// From 0; nil where the COMMIT failed that ends these statements.
  let statement: Int?
  /// Where the session's own state is the fault, in place of a server's error.
  var hint: String?
  /// Why it was given up, where that was not the statement's own fault.
  var verdict: LockVerdict?

  init(
    _ error: PostgresError, at statement: Int?, hint: String? = nil, verdict: LockVerdict? = nil
  ) {
    self.error = error
    self.statement = statement
    self.hint = hint
    self.verdict = verdict
  }

  /// A statement that left the session in a state it must not be in.
  init(_ message: String, at statement: Int?, hint: String) {
    self.init(
      PostgresError(sqlState: "25000", message: message), at: statement, hint: hint)
  }

  /// One line for the history, without row values.
  func summary(_ script: MigrationScript) -> String {
    let place = statement.map { " at " + script.place(of: $0) } ?? " at COMMIT"
    return "\(error.redacted.message) (SQLSTATE \(error.sqlState))\(place)"
  }

  /// The line of the statement's own DO block that was at work, in whichever language the server
  /// says so: `PL/pgSQL function inline_code_block line 4 at PERFORM`.
  private var lineInBlock: Int? {
    let frames = error.context?.split(separator: "\n") ?? []
    guard let frame = frames.last(where: { $0.contains("inline_code_block") }),
      let name = frame.firstRange(of: "inline_code_block")
    else { return nil }
    let digits = frame[name.upperBound...].drop { !$0.isNumber }.prefix { $0.isNumber }
    return Int(digits)
  }

  /// With the server's place in the file, the line and what the server adds to its message.
  func problem(_ script: MigrationScript) -> Problem {
    let error = error.redacted
    var problem = Problem(
      "migrate.statement_failed", error.message, at: script.file.location(),
      notes: ["SQLSTATE \(error.sqlState)"])
    if let statement {
      let failed = script.script.statements[statement]
      let inside =
        error.position.map { script.script.position(ofCharacter: $0, in: failed) }
        ?? lineInBlock.flatMap { script.script.position(ofLine: $0, inBodyOf: failed) }
      let place = inside ?? failed.position
      problem.location = script.file.location(line: place.line, column: place.column)
      problem.excerpt = script.script.line(place.line)
      if inside == nil { problem.notes.append("in: \(failed.summary)") }
    } else {
      problem.message += ", said at COMMIT"
    }
    let further = [("DETAIL", error.detail), ("HINT", error.hint), ("CONTEXT", error.context)]
    for (name, text) in further {
      guard let text else { continue }
      problem.notes += text.split(separator: "\n").map { "\(name): \($0)" }
    }
    return problem
  }
}
