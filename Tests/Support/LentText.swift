public import SQLScript
internal import Synchronization

/// Lends a text memory, and notes what of it is given back.
public final class LentText: Sendable {
  private let state = Mutex(State())

  private struct State {
    var returned: [Range<Int>] = []
    var isFreed = false
  }

  public init() {}

  /// What was given back for a while, in this order.
  public var returned: [Range<Int>] { state.withLock { $0.returned } }

  /// Whether nobody holds the memory any more: also by having made a copy.
  public var isFreed: Bool { state.withLock { $0.isFreed } }

  public func lend(_ bytes: [UInt8]) -> SourceText {
    let memory = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: bytes.count)
    _ = memory.initialize(fromContentsOf: bytes)
    let place = Int(bitPattern: memory.baseAddress)
    let lender = TextMemory.Lender(
      letGo: { start, end in self.state.withLock { $0.returned.append(start..<end) } },
      free: {
        UnsafeMutableRawPointer(bitPattern: place)?.deallocate()
        self.state.withLock { $0.isFreed = true }
      })
    return SourceText(TextMemory(lent: memory, by: lender))
  }
}
