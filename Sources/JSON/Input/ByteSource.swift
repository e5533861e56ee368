/// Where a scanner's bytes come from.
public protocol ByteSource {
  /// Fills `buffer`, which is never empty, from its start, and returns how many bytes it wrote:
  /// at least one, or 0 at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// Bytes that are in memory already.
public struct BytesSource: ByteSource {
  private let bytes: [UInt8]
  private var taken = 0

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - taken)
    buffer.copyBytes(from: bytes[taken..<taken + count])
    taken += count
    return count
  }
}
