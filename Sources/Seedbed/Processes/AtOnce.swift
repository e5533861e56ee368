internal import Dispatch
internal import FoundationEssentials

/// Pieces of work that do not have to wait for one another.
enum AtOnce {
  /// Does both at the same time, where the machine can, and waits for both.
  ///
  /// A server takes as long to open a session as a client does to read a folder. What one of them
  /// uses, the other must not touch.
  ///
  /// - Parameter start: has the first done, in another thread than the caller's, where the second
  ///   stays.
  /// - Throws: what the first one threw, or else the second.
  static func run<First, Second>(
    by start: (@escaping @Sendable () -> Void) -> Void, _ first: () throws -> First,
    _ second: () throws -> Second
  ) throws -> (First, Second) {
    try withoutActuallyEscaping(first) { first in
      let piece = Piece(first)
      let isDone = DispatchSemaphore(value: 0)
      start {
        piece.run()
        isDone.signal()
      }
      let other = Result(catching: second)
      isDone.wait()
      return (try piece.value(), try other.get())
    }
  }

  /// The same with any thread.
  static func run<First, Second>(
    _ first: () throws -> First, _ second: () throws -> Second
  ) throws -> (First, Second) {
    try run(by: { DispatchQueue.global().async(execute: $0) }, first, second)
  }

  /// Does the same with parts of a list, several at the same time, where the machine can.
  ///
  /// One processor is left to what runs beside, such as the server and the session with it: that is
  /// waited for in the end.
  ///
  /// - Parameter least: a shorter list is but one part.
  /// - Returns: what became of the parts, in the list's order.
  static func map<Element: Sendable, Value: Sendable>(
    _ list: [Element], inPartsOf least: Int = 32,
    processors: Int = ProcessInfo.processInfo.activeProcessorCount,
    _ body: @Sendable (ArraySlice<Element>) -> Value
  ) -> [Value] {
    let width = max(1, processors - 1)
    let size = max(least, (list.count + width - 1) / width)
    let starts = Array(stride(from: 0, to: list.count, by: size))
    if starts.count < 2 { return list.isEmpty ? [] : [body(list[...])] }
    return withoutActuallyEscaping(body) { body in
      let pieces = starts.map { start in
        Piece { body(list[start..<min(start + size, list.count)]) }
      }
      DispatchQueue.concurrentPerform(iterations: pieces.count) { pieces[$0].run() }
      return pieces.compactMap { try? $0.value() }
    }
  }
}

/// Run by one thread, and read when that is over.
private final class Piece<Value>: @unchecked Sendable {
  private enum State {
    case waiting(() throws -> Value)
    /// The work is let go of: nobody may hold it any longer than until that is known.
    case done(Result<Value, any Error>)
  }

  private var state: State

  init(_ work: @escaping () throws -> Value) { state = .waiting(work) }

  func run() {
    guard case .waiting(let work) = state else { return }
    state = .done(Result(catching: work))
  }

  func value() throws -> Value {
    switch state {
    case .waiting(let work): try work()
    case .done(let outcome): try outcome.get()
    }
  }
}
