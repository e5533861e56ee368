internal import CThread
internal import Dispatch
internal import Synchronization

/// A thread that does one piece of work after another, as long as the process lives.
final class WorkThread: Sendable {
  private let pieces = Mutex<[@Sendable () -> Void]>([])
  private let arrivals = DispatchSemaphore(value: 0)

  /// Begins one, on another processor than the caller's where there is one.
  ///
  /// - Parameter first: its first piece of work.
  /// - Returns: nil where the system makes no thread.
  static func beginning(with first: @escaping @Sendable () -> Void) -> WorkThread? {
    let thread = WorkThread()
    thread.async(first)
    let context = Unmanaged.passRetained(thread)
    let isBegun = CThread_beginElsewhere(
      { Unmanaged<WorkThread>.fromOpaque($0).takeRetainedValue().work() }, context.toOpaque())
    guard isBegun else {
      context.release()
      return nil
    }
    return thread
  }

  func async(_ piece: @escaping @Sendable () -> Void) {
    pieces.withLock { $0.append(piece) }
    arrivals.signal()
  }

  private func work() {
    while true {
      arrivals.wait()
      let piece = pieces.withLock { $0.removeFirst() }
      piece()
    }
  }
}
