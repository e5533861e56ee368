/// Hazards as the commands by which a GitHub workflow marks lines of a pull request.
struct GitHubAnnotations {
  let report: LintReport

  init(_ report: LintReport) { self.report = report }

  var text: String {
    (report.hazards.filter { $0.reason == nil }.map(line) + report.unusedAllowances.map(line))
      .joined(separator: "\n")
  }

  private func line(_ hazard: Hazard) -> String {
    var message = hazard.message
    if let safeForm = hazard.safeForm { message += "\nsafe form: " + safeForm }
    return command(Self.level(hazard.consequence), hazard.rule, message, hazard.location)
  }

  private func line(_ unused: LintReport.UnusedAllowance) -> String {
    command(
      "notice", unused.hazard, "the directive allows what is not there", unused.location)
  }

  private static func level(_ consequence: Hazard.Consequence) -> String {
    switch consequence {
    case .destroys, .blocks, .fails: "error"
    case .breaks: "warning"
    case .note: "notice"
    }
  }

  private func command(
    _ level: String, _ title: String, _ message: String, _ location: Problem.Location
  ) -> String {
    var properties = ["file=\(Self.property(report.pathPrefix + location.file))"]
    if let line = location.line { properties.append("line=\(line)") }
    if let column = location.column { properties.append("col=\(column)") }
    properties.append("title=\(Self.property(title))")
    return "::\(level) \(properties.joined(separator: ","))::\(Self.data(message))"
  }

  /// The three characters that would end a message or a line.
  private static func data(_ text: String) -> String {
    text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
  }

  private static func property(_ text: String) -> String {
    data(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
  }
}
