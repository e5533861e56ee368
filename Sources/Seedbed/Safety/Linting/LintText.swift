/// Hazards for people.
struct LintText {
  let report: LintReport
  let style: Style

  init(_ report: LintReport, _ style: Style) {
    self.report = report
    self.style = style
  }

  var text: String {
    var lines = report.hazards.filter { $0.reason == nil }.map(paragraph)
    lines += report.unusedAllowances.map {
      "\(style.bold("\($0.location):")) \(style.dim("note:")) nothing here is \($0.hazard): the directive allows what is not there"
    }
    return (lines + [summary]).joined(separator: "\n")
  }

  private func paragraph(_ hazard: Hazard) -> String {
    var lines = [
      "\(style.bold("\(hazard.location):")) \(word(hazard.consequence)): \(hazard.message) "
        + style.dim("[\(hazard.rule)]")
    ]
    lines += Excerpt(line: hazard.excerpt, column: hazard.location.column).lines.map {
      "    " + $0
    }
    if let safeForm = hazard.safeForm { lines.append("  \(style.cyan("safe form:")) \(safeForm)") }
    return lines.joined(separator: "\n")
  }

  private func word(_ consequence: Hazard.Consequence) -> String {
    switch consequence {
    case .destroys, .blocks, .fails: style.red(consequence.rawValue)
    case .breaks: style.yellow(consequence.rawValue)
    case .note: style.dim(consequence.rawValue)
    }
  }

  private var summary: String {
    let open = report.open.count
    let allowed = report.hazards.filter { $0.reason != nil }.count
    let notes = report.hazards.filter { $0.reason == nil && $0.consequence == .note }.count
    var what =
      open == 0
      ? style.green("no hazards") : style.yellow("\(open) \(open == 1 ? "hazard" : "hazards")")
    what += " in \(report.migrations) \(report.migrations == 1 ? "migration" : "migrations")"
    if allowed > 0 { what += ", \(allowed) allowed" }
    if notes > 0 { what += ", \(notes) \(notes == 1 ? "note" : "notes")" }
    return SummaryLine.text("lint", what, seconds: report.seconds, style)
  }
}
