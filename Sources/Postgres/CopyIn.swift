internal import CPostgres

/// A running `COPY … FROM STDIN`: rows in COPY's text format (manual, COPY, "Text Format") go in,
/// in pieces of any size.
///
/// It ends by `finish()`; one that is dropped before, for instance by an error, is aborted, so that
/// no half of it stays.
public struct CopyIn: ~Copyable {
  private let connection: Connection
  private var isOpen = true

  init(_ connection: Connection) { self.connection = connection }

  /// Sends bytes; they may end in the middle of a row.
  ///
  /// An error of the server shows only in `finish()`.
  public mutating func write(_ bytes: [UInt8]) throws(PostgresError) {
    let sent = bytes.withUnsafeBytes { raw in
      PQputCopyData(
        connection.handle, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count))
    }
    if sent != 1 { throw Connection.connectionFailure(connection.handle) }
  }

  /// Ends the COPY and returns how many rows were taken.
  public consuming func finish() throws(PostgresError) -> Int {
    isOpen = false
    guard PQputCopyEnd(connection.handle, nil) == 1 else {
      throw Connection.connectionFailure(connection.handle)
    }
    return try connection.lastResult().affected
  }

  deinit {
    guard isOpen else { return }
    PQputCopyEnd(connection.handle, "given up by the client")
    _ = try? connection.lastResult()
  }
}

extension Connection {
  /// Starts a `COPY … FROM STDIN`.
  ///
  /// - Parameter preparation: run before it, in the same message and the same transaction; like the
  ///   COPY itself, without bound values.
  public func copyIn(_ sql: SQL, after preparation: [SQL] = []) throws(PostgresError) -> CopyIn {
    let message = (preparation + [sql]).map(\.text).joined(separator: "; ")
    try beginCopy(SQL(unsafe: message), PGRES_COPY_IN, "COPY FROM STDIN")
    return CopyIn(self)
  }

  /// Sends a statement that has to begin a copy of this kind.
  func beginCopy(
    _ sql: SQL, _ expected: ExecStatusType, _ name: String
  ) throws(PostgresError) {
    let result = PQexec(handle, sql.text)
    guard PQresultStatus(result) == expected else {
      _ = try rows(taking: result)
      throw PostgresError(sqlState: "42601", message: "the statement is no \(name)")
    }
    PQclear(result)
  }

  /// The rows of the last result that is still to come.
  func lastResult() throws(PostgresError) -> Rows {
    var answer = Rows(columns: [], values: [], count: 0, tag: "", affected: 0)
    var failure: PostgresError?
    while let result = PQgetResult(handle) {
      do { answer = try rows(taking: result) } catch { if failure == nil { failure = error } }
      if PQstatus(handle) != CONNECTION_OK { break }
    }
    if let failure { throw failure }
    return answer
  }
}
