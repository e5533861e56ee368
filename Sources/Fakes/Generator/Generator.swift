/// SplitMix64: the same numbers from the same state, on every machine and in every version.
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).
public struct Generator: Sendable {
  private var state: UInt64

  public init(_ state: UInt64) { self.state = state }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mix(state)
  }

  /// A number of `0..<bound`, each as likely as any other; 0 where there is none.
  ///
  /// The high half of a product, and another try where the low half falls into the part that would
  /// favour some numbers. Source: Lemire, "Fast Random Integer Generation in an Interval" (2019).
  public mutating func below(_ bound: UInt64) -> UInt64 {
    guard bound > 1 else { return 0 }
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let unfair = (0 &- bound) % bound
      while product.low < unfair { product = next().multipliedFullWidth(by: bound) }
    }
    return product.high
  }

  mutating func below(_ bound: Int) -> Int { Int(below(UInt64(max(0, bound)))) }

  /// True in `parts` of a thousand million cases.
  mutating func happens(_ parts: UInt64) -> Bool { below(Chance.whole) < parts }

  static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// Probabilities, in thousand millionths.
public enum Chance {
  public static let whole: UInt64 = 1_000_000_000
}
