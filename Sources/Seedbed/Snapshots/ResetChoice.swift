/// Which way back to the template is the fastest, by what each has to do.
struct ResetChoice {
  enum Way: Equatable, Sendable {
    /// Row by row.
    case rows
    /// A copy of the template takes the database's place.
    case copy
  }

  /// How many rows differ, and how many have to be looked at to find them.
  var rows: Int
  var scanned: Int
  /// Of the template, in bytes.
  var size: Int
  var hasSpare: Bool

  // In milliseconds, as measured on one machine; only their proportions matter.
  private static let perRow = 0.015
  private static let perScannedRow = 0.0006
  private static let swap = 60.0
  private static let smallCopy = 60.0
  private static let copyPerMegabyte = 1.2

  var way: Way {
    let restoration = 10 + Double(rows) * Self.perRow + Double(scanned) * Self.perScannedRow
    return restoration <= copyTime ? .rows : .copy
  }

  /// When row by row has taken so long that a copy would have been better, with much to spare.
  var limit: Duration { .seconds(10) + .milliseconds(10 * copyTime) }

  private var copyTime: Double {
    hasSpare
      ? Self.swap : Self.swap + Self.smallCopy + Double(size) / 1e6 * Self.copyPerMegabyte
  }

  /// Whether a copy is worth being made beforehand, which takes as much room again.
  static func deservesSpare(size: Int) -> Bool { size > 48 << 20 }
}
