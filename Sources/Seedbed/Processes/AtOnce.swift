internal import Dispatch

/// Pieces of work that do not have to wait for one another.
enum AtOnce {
  /// Does both at the same time, where the machine can, and waits for both.
  ///
  /// A server takes as long to open a session as a client does to read a folder. What one of them
  /// uses, the other must not touch.
  ///
  /// - Throws: what the first one threw, or else the second.
  static func run<First, Second>(
    _ first: () throws -> First, _ second: () throws -> Second
  ) throws -> (First, Second) {
    try withoutActuallyEscaping(first) { first in
      try withoutActuallyEscaping(second) { second in
        let (one, other) = (Piece(first), Piece(second))
        DispatchQueue.concurrentPerform(iterations: 2) { number in
          if number == 0 { one.run() } else { other.run() }
        }
        return (try one.value(), try other.value())
      }
    }
  }
}

/// Run by one thread, and read when that is over.
private final class Piece<Value>: @unchecked Sendable {
  private let work: () throws -> Value
  private var outcome: Result<Value, any Error>?

  init(_ work: @escaping () throws -> Value) { self.work = work }

  func run() { outcome = Result(catching: work) }

  func value() throws -> Value { try (outcome ?? Result(catching: work)).get() }
}
