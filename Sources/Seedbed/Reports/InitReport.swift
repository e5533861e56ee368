public import JSON

/// What `seedbed init` made and what was there already.
public struct InitReport: Report, Sendable, Equatable {
  public let root: String
  /// From the root.
  public internal(set) var made: [String] = []
  public internal(set) var kept: [String] = []

  init(root: String) { self.root = root }

  public var json: JSONValue {
    [
      "root": .string(root), "made": .array(made.map { .string($0) }),
      "kept": .array(kept.map { .string($0) }),
    ]
  }

  public func text(_ style: Style) -> String {
    var lines = made.map { "\(style.green("+")) \($0)" }
    lines += kept.map { style.dim("= \($0)") }
    lines.append(made.isEmpty ? "nothing to do" : "now run: seedbed up")
    return lines.joined(separator: "\n")
  }
}
