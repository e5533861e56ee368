/// A plan as people read it: each migration's statements by their places, with what each does.
extension PlanReport {
  public func text(_ style: Style) -> String {
    let width = statements.map(\.summary.count).max() ?? 0
    let places = statements.map(\.place.count).max() ?? 0
    let lines = migrations.flatMap { $0.lines(style, width: width, places: places) }
    return (lines + [summary(style)]).joined(separator: "\n")
  }

  private func summary(_ style: Style) -> String {
    guard !migrations.isEmpty else {
      return SummaryLine.text("plan", style.green("nothing to do"), seconds: seconds, style)
    }
    var parts = [Self.count(statements.count, "statement")]
    let classes = statements.map(\.effect.lockClass)
    let blocking = classes.count { $0 == .longStrong }
    let brief = classes.count { $0 == .briefStrong }
    if blocking > 0 { parts.append(style.red("\(blocking) blocking for long")) }
    if brief > 0 { parts.append(style.yellow("\(brief) brief")) }
    if left > 0 { parts.append("\(left) left for later") }
    let what = Self.count(migrations.count, "migration") + ", " + parts.joined(separator: ", ")
    let line = SummaryLine.text("plan", what, seconds: seconds, style)
    switch means {
    case .copy: return line
    case .replay: return line + "\n" + style.dim("observed on a replay of the applied migrations")
    case .rules(let reason):
      return line + "\n"
        + style.yellow("predicted from the statements' texts, not observed") + ": \(reason)"
    }
  }

  static func count(_ number: Int, _ what: String) -> String {
    "\(number.grouped) \(what)\(number == 1 ? "" : "s")"
  }
}

extension PlanReport.Migration {
  fileprivate func lines(_ style: Style, width: Int, places: Int) -> [String] {
    let isOne = segments.count == 1
    var lines = [
      style.bold(file) + (isOne ? style.dim("  " + (segments.first?.kind.title ?? "")) : "")
    ]
    if statements.isEmpty { lines.append(style.dim("  no statement")) }
    var segment: Int?
    for statement in statements {
      if !isOne, segment != statement.segment {
        segment = statement.segment
        lines.append("  " + style.dim(segments[statement.segment].kind.title))
      }
      let start = isOne ? "  " : "    "
      lines.append(
        start + style.dim(statement.place.padded(to: places)) + "  "
          + statement.summary.padded(to: width) + "  "
          + EffectText(statement.effect, style).line)
      if let note = statement.effect.note {
        lines.append(start + String(repeating: " ", count: places + 2) + style.dim(note))
      }
      if statement.hasSafeForm {
        lines.append(
          start + String(repeating: " ", count: places + 2)
            + style.green("safe form: seedbed migrate plan --safe"))
      }
    }
    return lines
  }
}

extension PlanReport.Statement {
  /// `3:1`
  fileprivate var place: String {
    [location.line, location.column].compactMap { $0.map(String.init) }.joined(separator: ":")
  }
}

extension Segment.Kind {
  fileprivate var title: String {
    switch self {
    case .transaction: "one transaction"
    case .ownTransaction: "the file's own transaction"
    case .alone: "alone, outside of transactions"
    }
  }
}
