/// Memory that holds the bytes of a text: its own, or lent by somebody who can fill it again.
///
/// Sendable because it is changed only by one that holds it alone, see `SourceText.withMutableBytes`.
public final class TextMemory: @unchecked Sendable {
  let bytes: UnsafeMutableBufferPointer<UInt8>
  private let lender: Lender?

  /// Who lends memory.
  public struct Lender: Sendable {
    /// The bytes from one to another are not needed for now; they must be what they were when they
    /// are asked for again.
    let letGo: @Sendable (_ start: Int, _ end: Int) -> Void
    let free: @Sendable () -> Void

    public init(
      letGo: @escaping @Sendable (_ start: Int, _ end: Int) -> Void,
      free: @escaping @Sendable () -> Void
    ) {
      self.letGo = letGo
      self.free = free
    }
  }

  public init(lent bytes: UnsafeMutableBufferPointer<UInt8>, by lender: Lender) {
    self.bytes = bytes
    self.lender = lender
  }

  /// For so many bytes, all of which are to be written before any is read.
  init(capacity: Int) {
    bytes = .allocate(capacity: capacity)
    lender = nil
  }

  deinit {
    if let lender { lender.free() } else { bytes.deallocate() }
  }

  func letGo(_ range: Range<Int>) { lender?.letGo(range.lowerBound, range.upperBound) }
}
