/// Numbers with so many decimal places between two bounds, both among them.
public struct NumberRange: Sendable {
  /// In units of the last place.
  public let lower: Int64
  public let upper: Int64
  public let places: Int
  /// How many of these make 1.
  private let unit: UInt64

  /// What a kind of number is between unless it is told.
  init(_ kind: Kind) {
    switch kind {
    case .commercePrice: self.init(lower: 100, upper: 19_999, places: 2)
    case .addressLatitude: self.init(lower: -90_000_000, upper: 90_000_000, places: 6)
    case .addressLongitude: self.init(lower: -180_000_000, upper: 180_000_000, places: 6)
    default: self.init(lower: 0, upper: 100, places: 0)
    }
  }

  /// The bounds as they are written.
  public var text: (from: String, to: String) {
    var from: [UInt8] = []
    var to: [UInt8] = []
    append(0, to: &from)
    append(count &- 1, to: &to)
    return (String(decoding: from, as: UTF8.self), String(decoding: to, as: UTF8.self))
  }

  private init(lower: Int64, upper: Int64, places: Int) {
    self.lower = lower
    self.upper = upper
    self.places = places
    unit = (0..<places).reduce(1) { product, _ in product * 10 }
  }

  /// - Returns: nil where the bounds are none, stand the wrong way round or need more than 18 digits.
  public init?(from: String, to: String, places: Int?) {
    guard let from = Decimal(from), let to = Decimal(to) else { return nil }
    let places = places ?? max(from.places, to.places)
    guard (0...18).contains(places), let lower = from.scaled(to: places),
      let upper = to.scaled(to: places), lower <= upper
    else { return nil }
    self.init(lower: lower, upper: upper, places: places)
  }

  /// How many numbers there are; 0 stands for 2^64.
  var count: UInt64 { UInt64(bitPattern: upper &- lower) &+ 1 }

  /// How far the number is from the lower bound.
  func draw(_ generator: inout Generator) -> UInt64 {
    count == 0 ? generator.next() : generator.below(count)
  }

  func append(_ offset: UInt64, to out: inout [UInt8]) {
    let value = lower &+ Int64(bitPattern: offset)
    if value < 0 { out.append(UInt8(ascii: "-")) }
    guard places > 0 else { return out.append(decimal: value.magnitude) }
    let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: unit)
    out.append(decimal: whole)
    out.append(UInt8(ascii: "."))
    out.append(Int64(fraction), digits: places)
  }

  /// The characters of the longest number.
  public var length: Int { max(text.from.utf8.count, text.to.utf8.count) }
}

/// A number as it is written, without rounding.
struct Decimal {
  let digits: Int64
  let places: Int

  init?(_ text: String) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, !whole.isEmpty, whole != "-" else { return nil }
    let fraction = parts.count > 1 ? parts[1] : ""
    guard parts.count == 1 || !fraction.isEmpty, fraction.count <= 18,
      fraction.allSatisfy({ $0.isASCII && $0.isNumber }), let digits = Int64(whole + fraction)
    else { return nil }
    self.digits = digits
    places = fraction.count
  }

  /// The digits of a number in their order, as ASCII.
  @inline(__always)
  static func forEachDigit(of number: UInt64, _ body: (UInt8) -> Void) {
    var divisor: UInt64 = 1
    while number / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      body(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }

  /// In units of the given place; nil where digits would be lost.
  func scaled(to wanted: Int) -> Int64? {
    var scaled = digits
    for _ in places..<max(places, wanted) {
      let (product, overflow) = scaled.multipliedReportingOverflow(by: 10)
      guard !overflow else { return nil }
      scaled = product
    }
    for _ in wanted..<max(places, wanted) {
      guard scaled % 10 == 0 else { return nil }
      scaled /= 10
    }
    return scaled
  }
}

extension Chance {
  /// Between 0 and 1, with at most nine decimal places.
  public static func parts(of text: String) -> UInt64? {
    guard let parts = Decimal(text)?.scaled(to: 9), parts >= 0, parts <= whole else { return nil }
    return UInt64(parts)
  }
}
