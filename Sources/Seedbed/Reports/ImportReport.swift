public import JSON

/// Which fixtures an import made, and what it could not carry over.
public struct ImportReport: Report, Sendable {
  public struct File: Sendable, Equatable {
    /// Relative to the project's root.
    public let file: String
    public let table: String
    public let records: Int
  }

  /// What has no counterpart in a fixture, or could not be understood.
  public struct Leftover: Sendable, Equatable {
    /// It shows names, never a row's value.
    public let what: String
    public let location: Problem.Location
  }

  public internal(set) var files: [File] = []
  /// The first thousand.
  public private(set) var notCarried: [Leftover] = []
  public private(set) var notCarriedCount = 0

  mutating func leave(_ what: String, at location: Problem.Location) {
    notCarriedCount += 1
    if notCarried.count < 1000 { notCarried.append(Leftover(what: what, location: location)) }
  }

  /// `{"command","files":[{"file","table","records"}],"notCarried":[{"location","what"}],
  /// "notCarriedCount"}`
  public var json: JSONValue {
    [
      "command": "seed import",
      "files": .array(
        files.map {
          ["file": .string($0.file), "table": .string($0.table), "records": .number($0.records)]
        }),
      "notCarried": .array(
        notCarried.map {
          ["location": .string($0.location.description), "what": .string($0.what)]
        }),
      "notCarriedCount": .number(notCarriedCount),
    ]
  }

  public func text(_ style: Style) -> String {
    let width = files.map(\.file.count).max() ?? 0
    var lines = files.map { file in
      let count = file.records == 1 ? "1 record" : "\(file.records.grouped) records"
      return "\(style.green("+")) \(file.file.padded(to: width))  \(count)"
    }
    guard notCarriedCount > 0 else { return lines.joined(separator: "\n") }
    lines.append(style.yellow("not carried over:"))
    lines += notCarried.prefix(50).map { "  \(style.dim("\($0.location):")) \($0.what)" }
    if notCarriedCount > 50 {
      lines.append("  … and \((notCarriedCount - 50).grouped) more; --json shows them")
    }
    return lines.joined(separator: "\n")
  }
}
