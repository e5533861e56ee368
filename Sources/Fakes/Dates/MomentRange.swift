/// Moments between two, the later one not among them.
///
/// Nothing is relative to the present: a value is the same on every day.
public struct MomentRange: Sendable {
  /// In seconds since 1970, UTC.
  let lower: Int64
  let upper: Int64

  /// - Parameters:
  ///   - from: `2024-03-01`, `2024-03-01T10:20:30Z` or `2024-03-01 10:20:30`; UTC.
  /// - Returns: nil where the moments are none or stand the wrong way round.
  public init?(from: String, to: String) {
    guard let lower = CivilTime(from)?.seconds, let upper = CivilTime(to)?.seconds, lower < upper
    else { return nil }
    self.lower = lower
    self.upper = upper
  }

  /// What a kind of date is between unless it is told.
  init(_ kind: Kind) {
    let (from, to) = Self.bounds(of: kind)
    lower = CivilTime(year: from, month: 1, day: 1).seconds
    upper = CivilTime(year: to, month: 1, day: 1).seconds
  }

  private static func bounds(of kind: Kind) -> (Int64, Int64) {
    switch kind {
    case .dateFuture: (2030, 2040)
    case .dateBirthday: (1945, 2006)
    default: (2020, 2026)
    }
  }

  /// The bounds that were not given, for a kind.
  public static func text(of kind: Kind) -> (from: String, to: String) {
    let (from, to) = bounds(of: kind)
    return ("\(from)-01-01", "\(to)-01-01")
  }

  /// How many moments can be told apart in that style.
  func count(_ style: MomentStyle) -> UInt64 {
    let step = style.step
    return UInt64(max(1, (upper - lower) / step))
  }

  func draw(_ generator: inout Generator, _ style: MomentStyle) -> Int64 {
    moment(generator.below(count(style)), style)
  }

  func moment(_ number: UInt64, _ style: MomentStyle) -> Int64 {
    lower + Int64(number) * style.step
  }

  func append(_ seconds: Int64, _ style: MomentStyle, to out: inout [UInt8]) {
    let time = CivilTime(seconds: seconds)
    if style != .time { time.appendDate(to: &out) }
    if style == .dateAndTime { out.append(UInt8(ascii: "T")) }
    if style != .date { time.appendTime(to: &out) }
    if style == .dateAndTime { out.append(UInt8(ascii: "Z")) }
  }
}

/// How much of a moment a column holds.
public enum MomentStyle: Sendable, Equatable {
  case date, time, dateAndTime

  var step: Int64 { self == .date ? 86_400 : 1 }
}
