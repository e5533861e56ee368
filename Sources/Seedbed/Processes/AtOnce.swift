internal import Dispatch
internal import FoundationEssentials

/// Pieces of work that do not have to wait for one another.
enum AtOnce {
  /// Does both at the same time, where the machine can, and waits for both.
  ///
  /// A server takes as long to open a session as a client does to read a folder. What one of them
  /// uses, the other must not touch.
  ///
  /// - Parameter queue: for the first; the second stays in the caller's thread.
  /// - Throws: what the first one threw, or else the second.
  static func run<First, Second>(
    on queue: DispatchQueue = .global(), _ first: () throws -> First,
    _ second: () throws -> Second
  ) throws -> (First, Second) {
    try withoutActuallyEscaping(first) { first in
      let piece = Piece(first)
      let group = DispatchGroup()
      queue.async(group: group) { piece.run() }
      let other = Result(catching: second)
      group.wait()
      return (try piece.value(), try other.get())
    }
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
  private let work: () throws -> Value
  private var outcome: Result<Value, any Error>?

  init(_ work: @escaping () throws -> Value) { self.work = work }

  func run() { outcome = Result(catching: work) }

  func value() throws -> Value { try (outcome ?? Result(catching: work)).get() }
}
