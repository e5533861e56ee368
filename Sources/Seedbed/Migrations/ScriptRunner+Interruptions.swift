internal import Postgres
internal import SQLScript

extension ScriptRunner {
  /// Whether a statement took effect that was begun, outside a transaction, by a run that died.
  ///
  /// - Returns: false where it did not, or may be run a second time.
  /// - Throws: a `StatementFailure` where only a person can tell.
  func isDone(_ index: Int) throws(StatementFailure) -> Bool {
    let statement = script.script.statements[index]
    if let index = ConcurrentIndex(statement, of: script.script), index.name != nil {
      return try found { () throws(PostgresError) in
        try index.find(on: session.connection)?.isValid == true
      }
    }
    var words = StatementWords(statement, of: script.script)
    if words.take("DROP"), words.take("INDEX"), words.take("CONCURRENTLY"),
      let name = words.takeName(), name.uppercased() != "IF"
    {
      return try found { () throws(PostgresError) in
        try session.connection.run(
          simple: "SELECT pg_catalog.to_regclass(\(quoted(literal: name))) IS NULL"
        ).first?.bool(0) == true
      }
    }
    if statement.mayRunTwice { return false }
    throw StatementFailure(
      "the statement was begun by a run that died, and whether it took effect is not known",
      at: index,
      hint: """
        look into the database; if it took effect: `seedbed migrate resolve \(title) --applied \
        --statements \(index + 1)`, else with --statements \(index)
        """)
  }

  private func found(
    _ body: () throws(PostgresError) -> Bool
  ) throws(StatementFailure) -> Bool {
    do throws(PostgresError) { return try body() } catch {
      throw StatementFailure(error, at: nil)
    }
  }
}

extension Statement {
  /// Whether a second run of it does no more than the first: upkeep, settings, and what says itself
  /// that it minds what is there.
  fileprivate var mayRunTwice: Bool {
    let words = words
    switch words.first {
    case "VACUUM", "ANALYZE", "REINDEX", "CLUSTER", "CHECKPOINT", "REFRESH", "SET", "RESET",
      "DISCARD":
      return true
    case "ALTER": return words.dropFirst().first == "SYSTEM"
    case "CREATE", "DROP": return words.contains("EXISTS")
    default: return false
    }
  }
}
