/// The bytes of a source text, or a part of them; copies and parts share them.
///
/// As an array's slice, a part has the places that its bytes have in the whole.
public struct SourceText: @unchecked Sendable {
  private var memory: TextMemory
  // Of the first byte; valid as long as the memory is, which this value keeps.
  private var first: UnsafeMutablePointer<UInt8>?
  public private(set) var startIndex: Int
  public private(set) var endIndex: Int

  /// All bytes of a memory.
  public init(_ memory: TextMemory) {
    self.memory = memory
    first = memory.bytes.baseAddress
    startIndex = 0
    endIndex = memory.bytes.count
  }

  public init(_ bytes: some Collection<UInt8>) {
    let memory = TextMemory(capacity: bytes.count)
    _ = memory.bytes.initialize(fromContentsOf: bytes)
    self.init(memory)
  }

  public init(_ text: String) {
    var text = text
    self = text.withUTF8 { SourceText($0) }
  }

  /// Has somebody write the bytes.
  ///
  /// - Parameter write: is given room for `capacity` bytes; returns how many it has written, from the
  ///   first.
  public init(
    capacity: Int, writtenBy write: (UnsafeMutableBufferPointer<UInt8>) throws -> Int
  ) rethrows {
    let memory = TextMemory(capacity: capacity)
    let count = try write(memory.bytes)
    self = SourceText(memory)[..<count]
  }

  /// The part as a text of its own, whose places count from 0.
  func rebased() -> SourceText {
    var text = self
    text.startIndex = 0
    text.endIndex = count
    return text
  }

  static let empty = SourceText(TextMemory(capacity: 0))

  /// The text, of which nothing is left here: so it is not copied where it is changed.
  public mutating func taken() -> SourceText {
    let text = self
    self = .empty
    return text
  }

  /// Gives the bytes out to be changed; where others share them, those of a copy.
  public mutating func withMutableBytes<Result>(
    _ body: (UnsafeMutableBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    if !isKnownUniquelyReferenced(&memory) {
      let copy = SourceText(self)
      (memory, first) = (copy.memory, copy.first)
    }
    return try body(UnsafeMutableBufferPointer(start: first, count: count))
  }

  /// Says that the bytes of a range are not needed for now, so that the memory of a long text can be
  /// used for others.
  public func letGo(_ range: Range<Int>) {
    precondition(
      range.lowerBound >= startIndex && range.upperBound <= endIndex, "outside the text")
    guard let first, let start = memory.bytes.baseAddress, !range.isEmpty else { return }
    let shift = first - start - startIndex
    memory.letGo((range.lowerBound + shift)..<(range.upperBound + shift))
  }
}

extension SourceText: RandomAccessCollection {
  public subscript(position: Int) -> UInt8 {
    precondition(position >= startIndex && position < endIndex, "outside the text")
    return first.unsafelyUnwrapped[position - startIndex]
  }

  public subscript(bounds: Range<Int>) -> SourceText {
    precondition(
      bounds.lowerBound >= startIndex && bounds.upperBound <= endIndex, "outside the text")
    var part = self
    part.first = first.map { $0 + (bounds.lowerBound - startIndex) }
    part.startIndex = bounds.lowerBound
    part.endIndex = bounds.upperBound
    return part
  }

  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? {
    try withUnsafeBytes { try body($0.assumingMemoryBound(to: UInt8.self)) }
  }

  public func withUnsafeBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(memory) {
      try body(UnsafeRawBufferPointer(start: first, count: count))
    }
  }
}

extension SourceText: Equatable {
  public static func == (one: SourceText, other: SourceText) -> Bool { one.elementsEqual(other) }
}
