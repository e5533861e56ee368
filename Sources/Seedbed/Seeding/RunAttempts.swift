internal import Postgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Begins a run anew, a few times, where other sessions stood in its way.
///
/// After a serialization failure or a deadlock a transaction has to be run again as a whole (manual
/// 13.5, "Serialization Failure Handling"), and so has one whose rows were moved under it.
struct RunAttempts {
  static let limit = 4
  let progress: any Progress

  /// - Throws: what the last attempt ended by, and at once anything that another attempt would meet
  ///   again.
  func run<Result>(_ body: () throws -> Result) throws -> Result {
    for attempt in 1..<Self.limit {
      do {
        return try body()
      } catch let error as PostgresError where error.isRetryable {
        progress.note("the server ended the transaction (\(error.sqlState)); running again")
      } catch is RowsMoved {
        progress.note("rows changed while they were compared; running again")
      }
      usleep(Self.pause(after: attempt))
    }
    do {
      return try body()
    } catch let error as PostgresError where error.isRetryable {
      throw Problem(givingUp: error)
    } catch let moved as RowsMoved {
      throw moved.problem
    }
  }

  /// In microseconds: longer each time, and never the same, so that two programs that met do not
  /// meet again.
  private static func pause(after attempt: Int) -> UInt32 {
    UInt32.random(in: 20_000...40_000) << UInt32(attempt)
  }
}

extension Problem {
  fileprivate init(givingUp error: PostgresError) {
    self.init(error)
    hint =
      "other sessions write to the same rows: run it again, or look in the server's log for whom"
    notes.append("tried \(RunAttempts.limit) times; nothing was written")
  }
}
