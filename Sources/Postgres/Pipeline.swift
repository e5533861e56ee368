internal import CPostgres

extension Connection {
  /// Runs statements one after another with a single wait for all their answers.
  ///
  /// They are one implicit transaction unless they hold transaction control (manual 34.5). The
  /// statements and their answers should be small: both are buffered while the other side writes.
  ///
  /// - Throws: the first error; its `pipelineIndex` is the place of the statement. The statements
  ///   after it were not run.
  public func pipeline(_ statements: [SQL]) throws(PostgresError) -> [Rows] {
    guard !statements.isEmpty else { return [] }
    try enterPipeline()
    defer { _ = PQexitPipelineMode(handle) }
    for sql in statements { try send(sql) }
    return try answers(to: statements.count)
  }

  /// The same for statements that are made while the server is at work on those before them.
  ///
  /// - Parameter body: sends each statement as soon as it has made it. Where it throws, those that
  ///   it has sent are run all the same.
  public func pipeline(
    sending body: (_ send: (SQL) throws(PostgresError) -> Void) throws -> Void
  ) throws -> [Rows] {
    try enterPipeline()
    defer { _ = PQexitPipelineMode(handle) }
    var count = 0
    do {
      try body { sql throws(PostgresError) in
        try send(sql)
        count += 1
        guard PQflush(handle) >= 0 else { throw Self.connectionFailure(handle) }
      }
    } catch {
      _ = try? answers(to: count)
      throw error
    }
    return try answers(to: count)
  }

  /// The same for statements of somebody else's inside a transaction block, whose rows are forgotten
  /// as they come.
  ///
  /// - Parameters:
  ///   - isWaitedFor: whether the server is to answer a statement as soon as it has run it, by its
  ///     place; else the answer comes with later ones.
  ///   - completed: called with the place of each that has succeeded, once the answer is there.
  ///   - interval: how often `whileWaiting` is called.
  ///   - whileWaiting: called again and again as long as the server has not answered.
  public func pipeline(
    discardingRowsOf statements: [String], answering isWaitedFor: (Int) -> Bool = { _ in false },
    completed: (Int) -> Void = { _ in }, every interval: Duration = .milliseconds(500),
    whileWaiting: @escaping () -> Void
  ) throws(PostgresError) {
    try enterPipeline()
    defer { _ = PQexitPipelineMode(handle) }
    for (index, statement) in statements.enumerated() {
      try send(SQL(unsafe: statement))
      if isWaitedFor(index), PQsendFlushRequest(handle) != 1 {
        throw Self.connectionFailure(handle)
      }
    }
    try sync()
    var failure: PostgresError?
    for index in statements.indices {
      PQsetSingleRowMode(handle)
      while let result = nextResult(interval, whileWaiting) {
        switch PQresultStatus(result) {
        case PGRES_SINGLE_TUPLE, PGRES_PIPELINE_ABORTED: PQclear(result)
        default:
          do {
            _ = try rows(taking: result)
            completed(index)
          } catch {
            if failure == nil { failure = error.of(statement: index) }
          }
        }
        if PQstatus(handle) != CONNECTION_OK { throw failure ?? Self.connectionFailure(handle) }
      }
    }
    passSync()
    if let failure { throw failure }
  }

  private func answers(to count: Int) throws(PostgresError) -> [Rows] {
    try sync()
    var answers: [Rows] = []
    var failure: PostgresError?
    for index in 0..<count {
      switch try nextAnswer() {
      case .success(let rows)?: answers.append(rows)
      case .failure(let error)?:
        if failure == nil { failure = error.of(statement: index) }
      case nil: break
      }
    }
    passSync()
    if let failure { throw failure }
    return answers
  }

  /// The same for statements that are each a transaction of their own: one that fails keeps none of
  /// the others from running.
  ///
  /// - Throws: where the connection is lost.
  public func pipeline(
    separately statements: [SQL]
  ) throws(PostgresError) -> [Result<Rows, PostgresError>] {
    try enterPipeline()
    defer { _ = PQexitPipelineMode(handle) }
    for sql in statements {
      try send(sql)
      try sync()
    }
    var answers: [Result<Rows, PostgresError>] = []
    for _ in statements {
      guard let answer = try nextAnswer() else { throw Self.connectionFailure(handle) }
      answers.append(answer)
      passSync()
    }
    return answers
  }

  private func enterPipeline() throws(PostgresError) {
    guard PQenterPipelineMode(handle) == 1 else { throw Self.connectionFailure(handle) }
  }

  private func send(_ sql: SQL) throws(PostgresError) {
    let sent = withCStrings(sql.binds) { values in
      PQsendQueryParams(handle, sql.text, Int32(sql.binds.count), nil, values, nil, nil, 0)
    }
    guard sent == 1 else { throw Self.connectionFailure(handle) }
  }

  private func sync() throws(PostgresError) {
    guard PQpipelineSync(handle) == 1 else { throw Self.connectionFailure(handle) }
  }

  /// What the next statement has come to; nil where one before it failed, so that it was not run.
  private func nextAnswer() throws(PostgresError) -> Result<Rows, PostgresError>? {
    var answer: Result<Rows, PostgresError>?
    while let result = PQgetResult(handle) {
      if PQresultStatus(result) == PGRES_PIPELINE_ABORTED {
        PQclear(result)
        continue
      }
      do {
        answer = .success(try rows(taking: result))
      } catch {
        answer = .failure(error)
      }
    }
    if PQstatus(handle) != CONNECTION_OK {
      if case .failure(let error)? = answer { throw error }
      throw Self.connectionFailure(handle)
    }
    return answer
  }

  /// Takes the answer to a sync itself.
  private func passSync() { PQclear(PQgetResult(handle)) }
}

extension PostgresError {
  fileprivate func of(statement index: Int) -> PostgresError {
    var error = self
    error.pipelineIndex = index
    return error
  }
}
