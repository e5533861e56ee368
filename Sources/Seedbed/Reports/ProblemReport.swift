public import JSON

/// A problem and those found with it, as a command ends with them.
public struct ProblemReport: Report {
  public let problem: Problem

  public init(_ problem: Problem) { self.problem = problem }

  public var exitStatus: ExitStatus { problem.exitStatus }
}

// MARK: - JSONReport

extension ProblemReport {
  /// `{"error":{"code","message","hint","location":{"file","line","column"},"notes","more":[…]}}`;
  /// what there is not is left out.
  public var json: JSONValue {
    var error = Self.object(problem)
    if !problem.more.isEmpty {
      error["more"] = .array(problem.more.map { .object(Self.object($0)) })
    }
    return ["error": .object(error)]
  }

  fileprivate static func object(_ problem: Problem) -> JSONObject {
    var object: JSONObject = [
      "code": .string(problem.code), "message": .string(problem.message),
    ]
    if let hint = problem.hint { object["hint"] = .string(hint) }
    if let place = problem.location {
      var location: JSONObject = ["file": .string(place.file)]
      if let line = place.line { location["line"] = .number(line) }
      if let column = place.column { location["column"] = .number(column) }
      object["location"] = .object(location)
    }
    if !problem.notes.isEmpty { object["notes"] = .array(problem.notes.map { .string($0) }) }
    return object
  }
}

extension Problem {
  /// This problem alone, as it stands inside of another document.
  var json: JSONValue { .object(ProblemReport.object(self)) }
}

// MARK: - TextReport

extension ProblemReport {
  /// How many problems a terminal shows before it only counts; `--json` shows all.
  private static let shown = 50

  public func text(_ style: Style) -> String {
    let all = problem.all
    var parts = all.prefix(Self.shown).map { Self.paragraph($0, style) }
    if all.count > Self.shown {
      parts.append("and \(all.count - Self.shown) more; --json shows them all")
    }
    if all.count > 1 { parts.append(style.bold("\(all.count) errors")) }
    return parts.joined(separator: "\n")
  }

  private static func paragraph(_ problem: Problem, _ style: Style) -> String {
    let place = problem.location.map { style.bold("\($0):".visible) + " " } ?? ""
    var lines = [place + style.red("error:") + " " + problem.message.visible]
    if let excerpt = problem.excerpt {
      lines += Excerpt(line: excerpt, column: problem.location?.column).lines.map { "    " + $0 }
    }
    lines += problem.notes.map { "  " + style.dim($0.visible) }
    if let hint = problem.hint { lines.append("  " + style.cyan("hint:") + " " + hint.visible) }
    return lines.joined(separator: "\n")
  }
}

/// A source line with a caret under a column of it, cut to what a terminal shows.
struct Excerpt {
  let lines: [String]

  init(line: String, column: Int?) {
    let width = 120
    let scalars = line.unicodeScalars.filter { $0 != "\r" && $0 != "\n" }
      .map { $0.steersTerminals ? "\u{FFFD}" : $0 }
    // Columns count Unicode scalars from 1; one past the end is the line's end.
    let place = column.flatMap { (1...scalars.count + 1).contains($0) ? $0 - 1 : nil }
    let start = max(0, min((place ?? 0) - width / 2, scalars.count - width))
    let part = scalars[start..<min(scalars.count, start + width)]
    var text = String.UnicodeScalarView()
    text.append(contentsOf: part)
    guard let place else {
      lines = [String(text)]
      return
    }
    // A tab stays a tab, so that the caret stands right however wide tabs are.
    let lead = scalars[start..<place].map { scalar in
      scalar == "\t" ? "\t" : String(repeating: " ", count: scalar.terminalColumns)
    }.joined()
    lines = [String(text), lead + "^"]
  }
}
