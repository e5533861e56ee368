import Dispatch
import Postgres
import Synchronization
import TestSupport
import Testing

/// What another program does meanwhile, in a session of its own, and may have to wait with.
final class ApplicationStatement: Sendable {
  private let target: ConnectionTarget
  private let outcome = Mutex<Result<Void, PostgresError>?>(nil)
  private static let name = "application"

  /// Begins to run the statements, one after another.
  init(_ statements: String..., target: ConnectionTarget) {
    self.target = target
    DispatchQueue.global().async { [self] in
      let result = Result { () throws(PostgresError) in
        let connection = try Connection(target, applicationName: Self.name)
        for statement in statements { try connection.run(simple: statement) }
      }
      outcome.withLock { $0 = result }
    }
  }

  /// Returns when its session waits for somebody else's lock.
  func waitUntilItWaits() throws {
    let connection = try Connection(target, applicationName: "administrator")
    try Patience.until("the application waits for a lock") {
      try !connection.execute(
        """
        SELECT FROM pg_stat_activity WHERE datname = current_database()
          AND application_name = \(Self.name) AND wait_event_type = 'Lock'
        """
      ).isEmpty
    }
  }

  var hasEnded: Bool { outcome.withLock { $0 != nil } }

  /// Waits for its end.
  func finish() throws {
    try Patience.until("the application's statements end") { hasEnded }
    try outcome.withLock { try $0?.get() }
  }
}
