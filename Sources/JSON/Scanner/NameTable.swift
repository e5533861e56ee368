/// What is remembered of the names of one small object, so that most new names need no
/// comparison: one bit for each length and edge that was seen.
struct NameFilter {
  private var seen: UInt64 = 0

  /// Whether the name may equal one that was asked for before.
  @inline(__always)
  mutating func mayHold(_ name: Tape.Token, of text: ValueText) -> Bool {
    // An escaped name may equal any other one, and any later one may equal it.
    var bits = UInt64.max
    let bytes = text.bytes(of: name)
    if !name.hasEscapes {
      let length = bytes.count
      let edges = length == 0 ? 0 : Int(bytes[0]) &* 5 &+ Int(bytes[length - 1]) &* 11
      bits = 1 << UInt64(truncatingIfNeeded: (length &* 3 &+ edges) & 63)
    }
    defer { seen |= bits }
    return seen & bits != 0
  }
}

/// Finds duplicate names in objects that are too large to compare each name with each other.
///
/// Names are hashed with Swift's seeded hash, so no text can make it slow.
struct NameTable: ~Copyable {
  /// Objects of no more members are compared name by name.
  static let smallest: Int32 = 32

  private var slots: [Int32] = []

  mutating func check(
    _ object: Int, of text: ValueText, in tokens: borrowing TokenStore
  ) throws(Halt) {
    let mask = (Int(tokens[object].count) * 2).nextPowerOfTwo - 1
    slots.removeAll(keepingCapacity: true)
    slots.append(contentsOf: repeatElement(-1, count: mask + 1))
    var index = object + 1
    while index < tokens[object].next {
      let name = tokens[index]
      var slot = hash(name, of: text) & mask
      while slots[slot] >= 0 {
        let other = tokens[Int(slots[slot])]
        if text.areEqual(other, name) { throw text.duplicate(other, name) }
        slot = (slot + 1) & mask
      }
      slots[slot] = Int32(truncatingIfNeeded: index)
      index = Int(tokens[index + 1].next)
    }
  }

  private func hash(_ name: Tape.Token, of text: ValueText) -> Int {
    var hasher = Hasher()
    if name.hasEscapes {
      text.unescaped(name).withUnsafeBytes { hasher.combine(bytes: $0) }
    } else {
      hasher.combine(bytes: UnsafeRawBufferPointer(text.bytes(of: name)))
    }
    return hasher.finalize()
  }
}

extension Int {
  fileprivate var nextPowerOfTwo: Int {
    1 << (Int.bitWidth - Swift.max(self - 1, 1).leadingZeroBitCount)
  }
}
