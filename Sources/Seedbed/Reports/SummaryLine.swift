/// One step of a run in one line: what it was, what came of it, how long it took.
enum SummaryLine {
  static func text(_ step: String, _ what: String, seconds: Double?, _ style: Style) -> String {
    let start = style.bold(step.padded(to: 12)) + what
    guard let seconds else { return start }
    let shown = 12 + what.visibleCount
    let gap = String(repeating: " ", count: max(2, 66 - shown))
    return start + gap + style.dim("\(seconds.twoDigits) s")
  }
}

extension String {
  func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// The characters that a terminal shows, without the codes for colour.
  fileprivate var visibleCount: Int {
    var count = 0
    var inCode = false
    for character in self {
      if character == "\u{1B}" { inCode = true }
      if !inCode { count += 1 }
      if character == "m" { inCode = false }
    }
    return count
  }
}

extension Int {
  /// With commas between thousands.
  var grouped: String {
    var groups: [String] = []
    var rest = String(magnitude)
    while rest.count > 3 {
      groups.append(String(rest.suffix(3)))
      rest.removeLast(3)
    }
    return (self < 0 ? "-" : "") + ([rest] + groups.reversed()).joined(separator: ",")
  }
}

extension Int {
  /// `1 row`, `1,956 rows`
  var rows: String { self == 1 ? "1 row" : "\(grouped) rows" }
}

extension Double {
  /// Two digits behind the point.
  var twoDigits: String {
    let hundredths = Int((self * 100).rounded())
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
