internal import CPostgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Hands over the lines for a `COPY … FROM STDIN`, in pieces that may end anywhere.
public typealias CopyData = (_ send: (UnsafeRawBufferPointer) -> Void) -> Void

extension Connection {
  /// Runs one statement by the simple protocol, as psql does.
  ///
  /// The simple protocol is what lets statements run that refuse a transaction, and what leaves no
  /// open portal behind (an idle portal keeps a snapshot, for which CREATE INDEX CONCURRENTLY of
  /// another session would wait).
  ///
  /// - Parameters:
  ///   - discardingRows: takes the rows from the server and forgets them one by one, however many
  ///     there are.
  ///   - copyData: gives the lines for `COPY … FROM STDIN`; without them such a statement is ended
  ///     with an error instead of waiting for ever.
  ///   - interval: how often `whileWaiting` is called.
  ///   - whileWaiting: called again and again as long as the server has not answered.
  /// - Returns: the rows of the last result; none, but its tag, where they are discarded.
  @discardableResult
  public func run(
    simple statement: String, discardingRows: Bool = false, copyData: CopyData? = nil,
    every interval: Duration = .milliseconds(500), whileWaiting: (() -> Void)? = nil
  ) throws(PostgresError) -> Rows {
    // A statement may be as long as a file, and as an argument its text would be copied.
    let sent = statement.withCString { PQsendQuery(handle, $0) }
    guard sent == 1 else { throw Self.connectionFailure(handle) }
    if discardingRows { PQsetSingleRowMode(handle) }
    return try answers(copyData, interval, whileWaiting) { _ in }
  }

  /// Runs statements that go out in one message by the simple protocol, with a single wait for all of
  /// them.
  ///
  /// Those up to the next BEGIN or COMMIT are one transaction (manual 55.2.2.1). Rows are forgotten.
  /// For statements of our own: `current_query()` is the whole message, and an error's position counts
  /// in it.
  ///
  /// - Parameters:
  ///   - statements: each without its semicolon; none is a `COPY … FROM STDIN`.
  ///   - completed: called with the tag of each that has succeeded.
  /// - Throws: the first error. The statements after it were not run.
  public func run(
    together statements: [String], completed: ((String) -> Void)? = nil
  ) throws(PostgresError) {
    let message = statements.joined(separator: "; ")
    guard PQsendQuery(handle, message) == 1 else { throw Self.connectionFailure(handle) }
    PQsetSingleRowMode(handle)
    try answers(nil, .seconds(1), nil) { completed?($0.tag) }
  }

  /// Takes the answers to what was sent.
  ///
  /// - Parameter completed: called after each statement that has succeeded.
  /// - Returns: the last one.
  @discardableResult
  private func answers(
    _ copyData: CopyData?, _ interval: Duration, _ whileWaiting: (() -> Void)?,
    completed: (Rows) -> Void
  ) throws(PostgresError) -> Rows {
    var answer = Rows(columns: [], values: [], count: 0, tag: "", affected: 0)
    var failure: PostgresError?
    while let result = nextResult(interval, whileWaiting) {
      switch PQresultStatus(result) {
      case PGRES_COPY_IN:
        PQclear(result)
        feed(copyData)
      case PGRES_COPY_OUT, PGRES_COPY_BOTH:
        PQclear(result)
        drainCopy()
      case PGRES_SINGLE_TUPLE: PQclear(result)
      default:
        do {
          answer = try rows(taking: result)
          completed(answer)
        } catch {
          if failure == nil { failure = error }
        }
      }
      if PQstatus(handle) != CONNECTION_OK { throw failure ?? Self.connectionFailure(handle) }
    }
    if let failure { throw failure }
    return answer
  }

  /// Runs one statement with its bound values, calling back as long as the server has not answered.
  @discardableResult
  public func execute(
    _ sql: SQL, every interval: Duration, whileWaiting: @escaping () -> Void
  ) throws(PostgresError) -> Rows {
    let sent = withCStrings(sql.binds) { values in
      PQsendQueryParams(handle, sql.text, Int32(sql.binds.count), nil, values, nil, nil, 0)
    }
    guard sent == 1 else { throw Self.connectionFailure(handle) }
    let result = nextResult(interval, whileWaiting)
    // A statement of one result; what follows is the nil that ends it.
    while let further = PQgetResult(handle) { PQclear(further) }
    return try rows(taking: result)
  }

  /// Whether the session may be over: it is, or the server has sent something that nobody has asked
  /// for, as it does when it ends one.
  public var mayBeOver: Bool {
    guard PQstatus(handle) == CONNECTION_OK, PQsocket(handle) >= 0 else { return true }
    var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
    return poll(&descriptor, 1, 0) != 0
  }

  func nextResult(
    _ interval: Duration, _ whileWaiting: (() -> Void)?
  ) -> OpaquePointer? {
    guard let whileWaiting else { return PQgetResult(handle) }
    let milliseconds = Int32(max(1, interval / .milliseconds(1)))
    while PQisBusy(handle) == 1 {
      var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
      if poll(&descriptor, 1, milliseconds) == 0 { whileWaiting() }
      if PQconsumeInput(handle) == 0 { break }
    }
    return PQgetResult(handle)
  }

  private func feed(_ data: CopyData?) {
    guard let data else {
      PQputCopyEnd(handle, "the script has no data for this COPY FROM STDIN")
      return
    }
    data { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let chunk = UnsafeRawBufferPointer(rebasing: rest.prefix(1 << 20))
        PQputCopyData(
          handle, chunk.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(chunk.count))
        rest = rest.dropFirst(chunk.count)
      }
    }
    PQputCopyEnd(handle, nil)
  }

  private func drainCopy() {
    var line: UnsafeMutablePointer<CChar>?
    while PQgetCopyData(handle, &line, 0) > 0 { PQfreemem(line) }
  }
}
