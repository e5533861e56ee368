internal import Postgres
internal import SQLScript

extension ScriptRunner {
  /// Sends one statement of the script.
  @discardableResult
  func execute(_ index: Int) throws(StatementFailure) -> Rows {
    let statement = script.script.statements[index]
    notices.statements = index..<(index + 1)
    defer { notices.statements = nil }
    let whileWaiting = showingProgress(of: index..<(index + 1))
    let answer = try attempt(index) { () throws(PostgresError) in
      try session.connection.run(
        simple: script.script.text(of: statement), discardingRows: true,
        copyData: script.script.copyData(of: statement),
        every: .milliseconds(step?.isPatient == false ? 40 : 500), whileWaiting: whileWaiting)
    }
    if let verdict = step?.objection() {
      throw StatementFailure(
        PostgresError(sqlState: "57014", message: verdict.message), at: index, verdict: verdict)
    }
    return answer
  }

  /// Sends several statements of the script and waits for all of them, inside a transaction.
  func execute(together batch: Range<Int>) throws(StatementFailure) {
    // libpq hands on a notice before it hands on that the statement before has succeeded.
    notices.statements = batch
    defer { notices.statements = nil }
    var whileWaiting = showingProgress(of: batch)
    let statements = Array(script.script.statements[batch])
    let texts = statements.map { script.script.text(of: $0) }
    // Rows that are changed one after another are not shown one by one.
    func isShown(_ number: Int) -> Bool {
      number == statements.count || !statements[number].changesRows
    }
    do throws(PostgresError) {
      try session.connection.pipeline(
        discardingRowsOf: texts,
        answering: { isShown($0) || isShown($0 + 1) },
        completed: { done in
          let next = done + 1
          guard next < statements.count, isShown(done) || isShown(next) else { return }
          let rest = (batch.lowerBound + next)..<batch.upperBound
          notices.statements = rest
          whileWaiting = showingProgress(of: rest)
        },
        whileWaiting: { whileWaiting() })
    } catch {
      throw StatementFailure(error, at: batch.lowerBound + (error.pipelineIndex ?? 0))
    }
  }

  /// Says what is at work, and from then on how far it is.
  private func showingProgress(of statements: Range<Int>) -> () -> Void {
    let first = statements.lowerBound + 1
    let changes = statements.prefix { script.script.statements[$0].changesRows }.count
    let numbers = changes > 1 ? "statements \(first)–\(first + changes - 1)" : "statement \(first)"
    let what = "\(title), \(numbers) of \(script.script.statements.count)"
    progress.activity("\(what): \(script.script.statements[first - 1].summary)")
    let processID = session.connection.backendProcessID
    let (step, progress, keeper) = (step, progress, keeper.connection)
    var shown = ContinuousClock.now
    return {
      step?.look()
      guard ContinuousClock.now - shown > .milliseconds(450) else { return }
      shown = .now
      if let phase = ConcurrentIndex.progress(of: processID, seenFrom: keeper) {
        progress.activity("\(what): \(phase)")
      }
    }
  }

  @discardableResult
  func attempt<Result>(
    _ statement: Int?, _ body: () throws(PostgresError) -> Result
  ) throws(StatementFailure) -> Result {
    do throws(PostgresError) { return try body() } catch {
      throw StatementFailure(error, at: statement)
    }
  }

  /// COMMIT of a transaction that had failed succeeds, and rolls back (manual, COMMIT).
  func checkCommit(_ tag: String, at statement: Int?) throws(StatementFailure) {
    guard tag == "COMMIT" else {
      throw StatementFailure(
        "the transaction was rolled back instead of committed", at: statement,
        hint: "a statement before it failed and the error was caught: look at its savepoints")
    }
  }

  /// `DISCARD ALL` of a file cannot drop the lock, which is another session's; a pooler or a
  /// server's restart can.
  func verifyLock() throws(StatementFailure) {
    let isHeld: Bool
    do throws(PostgresError) {
      isHeld = try keeper.holdsLock()
    } catch {
      throw Self.withoutKeeper(error, at: nil)
    }
    guard isHeld else {
      throw StatementFailure(
        "the lock against other runs was lost, so nothing more is committed", at: nil,
        hint: "a transaction pooler does not keep locks: give the server's own URL")
    }
  }

  /// Writes to the history on the session that holds the lock.
  func keep(_ text: String, at statement: Int?) throws(StatementFailure) {
    do throws(PostgresError) {
      try keeper.connection.run(simple: text)
    } catch {
      throw Self.withoutKeeper(error, at: statement)
    }
  }

  private static func withoutKeeper(_ error: PostgresError, at statement: Int?) -> StatementFailure
  {
    guard error.isConnectionFailure else { return StatementFailure(error, at: statement) }
    var failure = error
    failure.message = "the session that holds the lock against other runs was lost"
    return StatementFailure(failure, at: statement)
  }

  /// Whether the transaction that is open can take the record: one that is read only cannot.
  func mayWrite(at statement: Int) throws(StatementFailure) -> Bool {
    try attempt(statement) { () throws(PostgresError) in
      try session.connection.run(
        simple: "SELECT pg_catalog.current_setting('transaction_read_only') = 'off'"
      ).first?.bool(0) == true
    }
  }

  /// Settings of the part that ran before are made again: the session is a new one.
  func repeatSettings(before start: Int) throws(StatementFailure) {
    for index in 0..<start where script.script.statements[index].setsSession {
      try execute(index)
    }
  }

  /// Rolls back what is open and writes down what failed.
  ///
  /// Where the connection went, nobody knows how the statement ended: then the record stays as it
  /// was before it.
  func giveUp(_ failure: StatementFailure) {
    if failure.error.isConnectionFailure { return }
    if session.connection.transactionStatus != .idle {
      _ = try? session.connection.run(simple: "ROLLBACK")
    }
    guard record.exists || recordsFailure(failure) else { return }
    let number = failure.statement.map { $0 + 1 }
    if let text = record.failure(at: number, failure.summary(script)) {
      _ = try? keeper.connection.run(simple: text)
    }
  }
}

extension Statement {
  /// Whether it changes how its session reads what follows, and nothing in the database.
  var setsSession: Bool {
    let words = words.prefix(3)
    switch words.first {
    case "SET": return !["LOCAL", "TRANSACTION", "CONSTRAINTS"].contains(words.dropFirst().first)
    case "RESET": return true
    case "SELECT": return words.contains("SET_CONFIG")
    default: return false
    }
  }
}
