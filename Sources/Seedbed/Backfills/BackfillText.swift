extension BackfillState {
  /// `420,000 of about 1,000,000 rows (42 %), 12,345 rows/s, about 47 s left`
  var progress: String {
    let unit = key == BackfillKey.Kind.blocks.rawValue ? "blocks" : "rows"
    var parts: [String] = []
    if pass > 1 {
      parts.append("pass \(pass)")
    } else if let total, let fraction {
      parts.append(
        "\(read.grouped) of about \(max(total, read).grouped) \(unit) (\(Int(fraction * 100)) %)")
    } else {
      parts.append("\(read.grouped) \(unit)")
    }
    if let rate { parts.append("\(Int(rate).grouped) \(unit)/s") }
    if let remaining { parts.append("about \(Self.time(remaining)) left") }
    return parts.joined(separator: ", ")
  }

  /// `47 s`, `12 min`, `3 h 20 min`
  static func time(_ seconds: Double) -> String {
    let whole = Int(seconds.rounded(.up))
    switch whole {
    case ..<120: return "\(whole) s"
    case ..<7_200: return "\(whole / 60) min"
    default: return "\(whole / 3_600) h \(whole / 60 % 60) min"
    }
  }
}
