public import JSON

/// Which fixtures were not in their canonical form.
public struct FormattingReport: Report, Sendable, Equatable {
  /// Nothing was written.
  public let isCheck: Bool
  /// Relative to the project's root.
  public internal(set) var changed: [String] = []
  public internal(set) var unchanged = 0
  /// Compressed ones, which nobody reads.
  public internal(set) var passedOver: [String] = []

  init(isCheck: Bool) { self.isCheck = isCheck }

  public var exitStatus: ExitStatus { isCheck && !changed.isEmpty ? .pending : .success }

  /// `{"command","check","changed":[…],"unchanged":3,"passedOver":[…]}`; in a check, `changed` are
  /// the files that would be.
  public var json: JSONValue {
    [
      "command": "seed format", "check": .bool(isCheck),
      "changed": .array(changed.map { .string($0) }), "unchanged": .number(unchanged),
      "passedOver": .array(passedOver.map { .string($0) }),
    ]
  }

  public func text(_ style: Style) -> String {
    var lines = changed.map { style.yellow("~") + " \($0)" }
    lines += passedOver.map { style.dim("  \($0) is compressed and was passed over") }
    if changed.isEmpty {
      lines.append("nothing to do: \(unchanged.files) in canonical form")
    } else if isCheck {
      lines.append("\(changed.count.files) to be formatted: seedbed seed format")
    }
    return lines.joined(separator: "\n")
  }
}

/// What came on standard input, in its canonical form.
public struct FormattedInputReport: Report, Sendable, Equatable {
  let text: String
  let isCheck: Bool
  let isCanonical: Bool

  public var exitStatus: ExitStatus { isCheck && !isCanonical ? .pending : .success }

  public var json: JSONValue {
    ["command": "seed format", "check": .bool(isCheck), "changed": isCanonical ? [] : ["-"]]
  }

  public func text(_ style: Style) -> String {
    if isCheck { return isCanonical ? "" : style.yellow("~") + " -" }
    return text.hasSuffix("\n") ? String(text.dropLast()) : text
  }
}

extension Int {
  /// `1 file`, `12 files`
  fileprivate var files: String { self == 1 ? "1 file" : "\(grouped) files" }
}
