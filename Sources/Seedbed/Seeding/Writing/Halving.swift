internal import Postgres

/// Finds the records that the server refuses, by halving: what goes through stays, so that rows which
/// contradict each other are found too.
struct Halving {
  let connection: Connection

  /// More would only hide the first.
  static let limit = 20

  /// - Parameters:
  ///   - count: the number of records.
  ///   - statement: for some of the records.
  ///   - counts: whether a refusal is one to be found; others are passed over.
  func refused(
    among count: Int, by statement: (ClosedRange<Int>) -> SQL,
    where counts: (PostgresError) -> Bool = { _ in true }
  ) throws(PostgresError) -> [(number: Int, error: PostgresError)] {
    var refused: [(number: Int, error: PostgresError)] = []
    var ranges = [0...max(0, count - 1)]
    while refused.count < Self.limit, let range = ranges.popLast() {
      guard let error = try refusal(of: statement(range)), counts(error) else { continue }
      if range.count == 1 {
        refused.append((range.lowerBound, error))
      } else {
        let middle = range.lowerBound + (range.upperBound - range.lowerBound) / 2
        ranges += [(middle + 1)...range.upperBound, range.lowerBound...middle]
      }
    }
    return refused
  }

  /// Why the server refuses a statement, of which nothing is left then; nil where it does not.
  func refusal(of statement: SQL) throws(PostgresError) -> PostgresError? {
    try connection.execute("SAVEPOINT seedbed_half")
    do {
      try connection.execute(statement)
      try connection.execute("RELEASE SAVEPOINT seedbed_half")
      return nil
    } catch {
      guard !error.endsTheRun else { throw error }
      try connection.execute("ROLLBACK TO SAVEPOINT seedbed_half")
      return error
    }
  }
}
