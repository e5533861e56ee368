/// The same numbers on every run (SplitMix64).
public struct FixedRandom: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(state: UInt64) { self.state = state }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }
}

extension FixedRandom {
  /// A number from 0, less than `limit`.
  public mutating func upTo(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }

  /// True once in so many calls.
  public mutating func oneIn(_ count: Int) -> Bool { upTo(count) == 0 }

  public mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[upTo(elements.count)]
  }
}
