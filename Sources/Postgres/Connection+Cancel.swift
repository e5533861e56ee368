internal import CPostgres

extension Connection {
  /// Asks the server to cancel what it is running for this session (manual, "Canceling Queries in
  /// Progress"); the statement then fails with 57014, unless it is done by then.
  ///
  /// It goes by a connection of its own, so it may be called while this one waits for an answer, as
  /// from `onNotice`.
  public func cancel() {
    guard let request = PQgetCancel(handle) else { return }
    defer { PQfreeCancel(request) }
    var reason = [CChar](repeating: 0, count: 256)
    _ = PQcancel(request, &reason, Int32(reason.count))
  }
}
