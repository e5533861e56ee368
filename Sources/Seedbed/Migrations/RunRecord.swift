/// How far the run of a script is.
enum RunProgress {
  /// So many statements have taken effect, whose token checksum this is.
  case applied(Int, prefix: String)
  /// The statement after so many begins now, outside a transaction.
  case started(after: Int, prefix: String)
  case finished
}

/// The row that keeps how far a script is, as the statements that write it.
///
/// They stand for themselves in any session: names are schema-qualified and values are literals, so
/// that they go out by the simple protocol, together with a COMMIT.
protocol RunRecord {
  /// Whether the row tells of a part that took effect.
  var exists: Bool { get set }

  /// - Parameter log: the server's notices, for the record.
  func statement(for progress: RunProgress, log: String?) -> String

  /// After a failure: from 1 the statement, nil where it was the COMMIT.
  ///
  /// - Returns: nil where there is nothing to write.
  func failure(at statement: Int?, _ error: String) -> String?
}
