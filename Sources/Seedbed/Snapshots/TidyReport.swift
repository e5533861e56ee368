public import JSON

/// Which databases were dropped as not needed any more, and which were made for later.
public struct TidyReport: Report, Sendable {
  public internal(set) var dropped: [String] = []
  public internal(set) var made: [String] = []

  public var json: JSONValue {
    [
      "dropped": .array(dropped.map { .string($0) }), "made": .array(made.map { .string($0) }),
    ]
  }

  public func text(_ style: Style) -> String {
    let lines = dropped.map { "\(style.red("-")) \($0)" } + made.map { "\(style.green("+")) \($0)" }
    return lines.isEmpty ? "nothing to tidy up" : lines.joined(separator: "\n")
  }
}
