import Foundation
import Synchronization

/// Work that a test lets go on beside it, on a thread of its own: what waits for a server would keep
/// one of the few threads of the other tests.
public final class Aside<Value: Sendable>: Sendable {
  private let outcome = Mutex<Result<Value, any Error>?>(nil)

  public init(_ work: @escaping @Sendable () throws -> Value) {
    Thread.detachNewThread { [self] in
      let result = Result { try work() }
      outcome.withLock { $0 = result }
    }
  }

  public var hasEnded: Bool { outcome.withLock { $0 != nil } }

  /// Waits for its end.
  public func value(_ limit: Duration = .seconds(30)) throws -> Value {
    try Patience.until("the work beside it ends", limit) { hasEnded }
    guard let result = outcome.withLock({ $0 }) else { throw Patience.Exhausted(what: "no result") }
    return try result.get()
  }
}
