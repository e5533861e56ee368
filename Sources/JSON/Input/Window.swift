/// The part of a text that is in memory: as much as the value being read needs, never less than
/// its first capacity.
///
/// Zero bytes, which no JSON text may hold, follow the last byte, so that loops over the text need
/// no other bound and may load `slack` bytes from any place.
struct Window: ~Copyable {
  static let slack = 8

  private var memory: UnsafeMutableRawPointer
  private var capacity: Int
  private var source: any ByteSource
  private(set) var count = 0
  /// Whether no bytes follow those in memory.
  private(set) var isLast = false

  init(_ source: any ByteSource, capacity: Int) {
    self.source = source
    self.capacity = max(capacity, 16)
    memory = Self.allocate(self.capacity)
    endWithZeros()
  }

  deinit {
    memory.deallocate()
  }

  var base: UnsafePointer<UInt8> {
    UnsafePointer(memory.assumingMemoryBound(to: UInt8.self))
  }

  /// Drops the bytes before `start` and reads until the window is full or the text ends.
  ///
  /// Either the end is in the window afterwards, or at least twice the bytes that were kept, so
  /// a value that is read again from its start after each refill costs linear time.
  mutating func refill(keepingFrom start: Int) throws {
    let kept = count - start
    if kept > capacity / 2 {
      let larger = Self.allocate(capacity * 2)
      larger.copyMemory(from: memory + start, byteCount: kept)
      memory.deallocate()
      memory = larger
      capacity *= 2
    } else if start > 0 {
      memory.copyMemory(from: memory + start, byteCount: kept)
    }
    count = kept
    endWithZeros()
    while count < capacity, !isLast {
      let free = UnsafeMutableRawBufferPointer(start: memory + count, count: capacity - count)
      let received = min(max(try source.read(into: free), 0), free.count)
      isLast = received == 0
      count += received
      endWithZeros()
    }
  }

  private func endWithZeros() {
    (memory + count).initializeMemory(as: UInt8.self, repeating: 0, count: Self.slack)
  }

  private static func allocate(_ capacity: Int) -> UnsafeMutableRawPointer {
    .allocate(byteCount: capacity + slack, alignment: 16)
  }
}
