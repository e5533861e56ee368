internal import FoundationEssentials

/// When something happened, to the microsecond.
public struct Moment: Sendable, Hashable, CustomStringConvertible {
  public let secondsSince1970: Double

  public init(secondsSince1970: Double) { self.secondsSince1970 = secondsSince1970 }

  /// From what `extract(epoch FROM …)` gives; nil for NULL, and for a time without end.
  init?(epoch text: String?) {
    guard let seconds = text.flatMap({ Double($0) }), abs(seconds) < 1e12 else { return nil }
    secondsSince1970 = seconds
  }

  /// In UTC, to the millisecond, as `2026-11-22T15:30:00.123Z`.
  public var description: String {
    let milliseconds = Int((secondsSince1970 * 1_000_000).rounded()) / 1000
    let second = Date(timeIntervalSince1970: Double(milliseconds / 1000))
    let rest = String(milliseconds % 1000)
    return second.formatted(.iso8601).dropLast() + "."
      + String(repeating: "0", count: 3 - rest.count) + rest + "Z"
  }
}
