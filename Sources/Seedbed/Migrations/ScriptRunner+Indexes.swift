internal import Postgres
internal import SQLScript

/// A statement that makes indexes while others write to the table.
enum ConcurrentWork {
  case build(ConcurrentIndex)
  case rebuild(ConcurrentRebuild)

  /// Nil for any other statement.
  init?(_ statement: Statement, of script: Script) {
    if let index = ConcurrentIndex(statement, of: script) {
      self = .build(index)
    } else if let rebuild = ConcurrentRebuild(statement, of: script) {
      self = .rebuild(rebuild)
    } else {
      return nil
    }
  }
}

/// The indexes that a table had before the server was to find a name for another.
struct KnownIndexes {
  let index: ConcurrentIndex
  let names: Set<String>
}

extension ScriptRunner {
  /// Drops what an earlier attempt has left.
  ///
  /// - Returns: what the table has, where the new index can be known by nothing else.
  func prepare(
    _ work: ConcurrentWork?, at statement: Int
  ) throws(StatementFailure) -> KnownIndexes? {
    switch work {
    case .build(let index) where index.name == nil:
      let siblings = try attempt(statement) { () throws(PostgresError) in
        try index.siblings(on: session.connection)
      }
      return KnownIndexes(index: index, names: Set(siblings.map(\.sql)))
    case .build(let index):
      let left = try attempt(statement) { () throws(PostgresError) in
        try index.find(on: session.connection)
      }
      if let left, !left.isValid { try drop(left, at: statement) }
    case .rebuild(let rebuild):
      let left = try attempt(statement) { () throws(PostgresError) in
        try rebuild.remains(on: session.connection)
      }
      for index in left { try drop(index, at: statement) }
    case nil: break
    }
    return nil
  }

  private func drop(_ left: FoundIndex, at statement: Int) throws(StatementFailure) {
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

  /// After a failure: drops the index whose name the server chose, since no later attempt would know
  /// it for what it is.
  func removeRemains(_ known: KnownIndexes) {
    guard let siblings = try? known.index.siblings(on: session.connection) else { return }
    for left in siblings where !left.isValid && !known.names.contains(left.sql) {
      let dropped = try? session.connection.run(simple: "DROP INDEX CONCURRENTLY \(left.sql)")
      if dropped != nil {
        progress.note("dropped the invalid index \(left.sql), which it had made")
      }
    }
  }

  func checkValid(
    _ work: ConcurrentWork?, since known: KnownIndexes?, at statement: Int
  ) throws(StatementFailure) {
    guard case .build(let index) = work else { return }
    let made = try attempt(statement) { () throws(PostgresError) in
      if let known {
        return try index.siblings(on: session.connection).filter { !known.names.contains($0.sql) }
      }
      return try index.find(on: session.connection).map { [$0] } ?? []
    }
    guard let invalid = made.first(where: { !$0.isValid }) else { return }
    throw StatementFailure(
      "the index \(invalid.sql) is invalid after its build", at: statement,
      hint: "run again: what is left of it is dropped first")
  }
}
