/// An order of the numbers below `size` in which each comes once: a Feistel network of four rounds
/// over the next even number of bits, walked until it lands inside.
///
/// Source: Black and Rogaway, "Ciphers with Arbitrary Finite Domains" (2002).
public struct Permutation: Sendable {
  /// How many numbers there are; 0 stands for all of 64 bits.
  public let size: UInt64
  private let halfBits: UInt64
  private let key: UInt64

  public init(size: UInt64, key: UInt64) {
    self.size = size
    self.key = key
    let bits = size == 0 ? 64 : 64 - UInt64((size - 1).leadingZeroBitCount)
    halfBits = max(1, (bits + 1) / 2)
  }

  /// - Parameter index: below `size`.
  /// - Returns: the number that stands there; nil where the index is not below `size`.
  public func callAsFunction(_ index: UInt64) -> UInt64? {
    guard size == 0 || index < size else { return nil }
    var number = index
    repeat { number = once(number) } while size != 0 && number >= size
    return number
  }

  private func once(_ number: UInt64) -> UInt64 {
    let mask = (1 << halfBits) - 1 as UInt64
    var left = number >> halfBits
    var right = number & mask
    for round in 1...4 as ClosedRange<UInt64> {
      (left, right) = (right, left ^ (Generator.mix(key &+ round &* 0x9E37 &+ right << 8) & mask))
    }
    return left << halfBits | right
  }
}
