/// How many rows the next batch has: as many as take about a fifth of a second, so that whoever waits
/// for one of them does not wait for long.
struct BatchSize: Sendable, Equatable {
  static let target = Duration.milliseconds(200)
  static let largest = 20_000
  private static let usual = 100

  private(set) var rows: Int
  private let smallest: Int

  init(_ rows: Int) {
    self.rows = min(max(rows, 1), Self.largest)
    smallest = min(Self.usual, self.rows)
  }

  /// After a batch that was full: towards the target, slowly up and quickly down.
  mutating func adapt(to duration: Duration) {
    let factor = min(max(Self.target / max(duration, .microseconds(1)), 0.5), 1.2)
    let wanted = Int((Double(rows) * factor).rounded(factor > 1 ? .up : .down))
    // What a lock has made small grows again from there.
    set(wanted, from: min(smallest, rows))
  }

  /// After a batch that others waited for.
  mutating func yield() { set(rows / 2, from: min(smallest, rows)) }

  /// After a batch that failed for a lock or took too long: down to a single row.
  mutating func halve() { set(rows / 2, from: 1) }

  private mutating func set(_ wanted: Int, from least: Int) {
    rows = min(max(wanted, least), Self.largest)
  }
}
