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
    guard PQenterPipelineMode(handle) == 1 else { throw Self.connectionFailure(handle) }
    defer { _ = PQexitPipelineMode(handle) }
    for sql in statements {
      let sent = withCStrings(sql.binds) { values in
        PQsendQueryParams(handle, sql.text, Int32(sql.binds.count), nil, values, nil, nil, 0)
      }
      guard sent == 1 else { throw Self.connectionFailure(handle) }
    }
    guard PQpipelineSync(handle) == 1 else { throw Self.connectionFailure(handle) }

    var answers: [Rows] = []
    var failure: PostgresError?
    for index in statements.indices {
      while let result = PQgetResult(handle) {
        if PQresultStatus(result) == PGRES_PIPELINE_ABORTED {
          PQclear(result)
          continue
        }
        do {
          answers.append(try rows(taking: result))
        } catch {
          var error = error
          error.pipelineIndex = index
          if failure == nil { failure = error }
        }
      }
      if PQstatus(handle) != CONNECTION_OK { throw failure ?? Self.connectionFailure(handle) }
    }
    PQclear(PQgetResult(handle))  // the answer to the sync itself
    if let failure { throw failure }
    return answers
  }
}
