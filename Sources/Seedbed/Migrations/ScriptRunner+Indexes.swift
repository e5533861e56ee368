internal import Postgres

extension ScriptRunner {
  /// Drops what an earlier attempt left of the index.
  func clear(_ index: ConcurrentIndex, at statement: Int) throws(StatementFailure) {
    let left = try attempt(statement) { () throws(PostgresError) in
      try index.find(on: session.connection)
    }
    guard let left, !left.isValid else { return }
    if let builder = left.builder {
      throw StatementFailure(
        "another session is building the index \(left.sql)", at: statement,
        hint: "wait for process \(builder), or end it with pg_terminate_backend")
    }
    progress.note("dropping the invalid index \(left.sql), left behind by an attempt that failed")
    try attempt(statement) { () throws(PostgresError) in
      try session.connection.run(simple: "DROP INDEX CONCURRENTLY \(left.sql)")
    }
  }

  func checkValid(_ index: ConcurrentIndex, at statement: Int) throws(StatementFailure) {
    let made = try attempt(statement) { () throws(PostgresError) in
      try index.find(on: session.connection)
    }
    guard let made, !made.isValid else { return }
    throw StatementFailure(
      "the index \(made.sql) is invalid after its build", at: statement,
      hint: "run again: what is left of it is dropped first")
  }
}
