internal import CPostgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

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
  ///   - copyData: the lines for `COPY … FROM STDIN`; without them such a statement is ended with
  ///     an error instead of waiting for ever.
  ///   - whileWaiting: called as long as the server has not answered, about twice a second.
  ///   - pause: in milliseconds, where `whileWaiting` is to be called more or less often.
  /// - Returns: the rows of the last result; none, but its tag, where they are discarded.
  @discardableResult
  public func run(
    simple statement: String, discardingRows: Bool = false, copyData: ArraySlice<UInt8>? = nil,
    whileWaiting: (() -> Void)? = nil, every pause: Int32 = 500
  ) throws(PostgresError) -> Rows {
    guard PQsendQuery(handle, statement) == 1 else { throw Self.connectionFailure(handle) }
    if discardingRows { PQsetSingleRowMode(handle) }
    var answer = Rows(columns: [], values: [], count: 0, tag: "", affected: 0)
    var failure: PostgresError?
    while let result = nextResult(whileWaiting, pause) {
      switch PQresultStatus(result) {
      case PGRES_COPY_IN:
        PQclear(result)
        feed(copyData)
      case PGRES_COPY_OUT, PGRES_COPY_BOTH:
        PQclear(result)
        drainCopy()
      case PGRES_SINGLE_TUPLE: PQclear(result)
      default:
        do { answer = try rows(taking: result) } catch { if failure == nil { failure = error } }
      }
      if PQstatus(handle) != CONNECTION_OK { throw failure ?? Self.connectionFailure(handle) }
    }
    if let failure { throw failure }
    return answer
  }

  private func nextResult(_ whileWaiting: (() -> Void)?, _ pause: Int32) -> OpaquePointer? {
    guard let whileWaiting else { return PQgetResult(handle) }
    while PQisBusy(handle) == 1 {
      var descriptor = pollfd(fd: PQsocket(handle), events: Int16(POLLIN), revents: 0)
      if poll(&descriptor, 1, pause) == 0 { whileWaiting() }
      if PQconsumeInput(handle) == 0 { break }
    }
    return PQgetResult(handle)
  }

  private func feed(_ data: ArraySlice<UInt8>?) {
    guard let data else {
      PQputCopyEnd(handle, "the script has no data for this COPY FROM STDIN")
      return
    }
    data.withUnsafeBytes { bytes in
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
