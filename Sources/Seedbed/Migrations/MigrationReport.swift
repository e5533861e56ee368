public import JSON

/// What a run of migrations did.
public struct MigrationReport: Report, Sendable {
  public struct Applied: Sendable {
    public let name: String
    public let statements: Int
    public let milliseconds: Double
  }

  public let environment: String
  /// In the order in which they were run.
  public internal(set) var applied: [Applied] = []
  /// How many the database had before.
  public internal(set) var alreadyApplied: Int
  /// What was left for later by `--to`.
  public internal(set) var pending: Int = 0
  /// Recorded sums that were made those of their files.
  public internal(set) var realigned: [String] = []
  public internal(set) var milliseconds: Double = 0

  init(environment: String, alreadyApplied: Int) {
    self.environment = environment
    self.alreadyApplied = alreadyApplied
  }

  /// `{"applied":[{"name","durationMs"}],"alreadyApplied":12}`, as it stands in the report of `up`.
  public var summary: JSONObject {
    var object: JSONObject = [
      "applied": .array(
        applied.map {
          ["name": .string($0.name), "durationMs": .milliseconds($0.milliseconds)]
        }),
      "alreadyApplied": .number(alreadyApplied),
    ]
    if pending > 0 { object["pending"] = .number(pending) }
    if !realigned.isEmpty { object["realigned"] = .array(realigned.map { .string($0) }) }
    return object
  }

  public var json: JSONValue {
    var object: JSONObject = ["command": "migrate", "environment": .string(environment)]
    for member in summary { object[member.name] = member.value }
    object["durationMs"] = .milliseconds(milliseconds)
    return .object(object)
  }

  /// `3 applied, 12 already there`
  public var counts: String {
    var parts = ["\(applied.count) applied", "\(alreadyApplied) already there"]
    if pending > 0 { parts.append("\(pending) pending") }
    if !realigned.isEmpty { parts.append("\(realigned.count) realigned") }
    return parts.joined(separator: ", ")
  }

  public func text(_ style: Style) -> String {
    let lines = applied.map { migration in
      "  \(style.green("+")) \(migration.name)  "
        + style.dim("\(migration.statements) statements, \(seconds(migration.milliseconds))")
    }
    let head = "migrations  \(counts)  " + style.dim(seconds(milliseconds))
    return (lines + [head]).joined(separator: "\n")
  }
}

extension JSONValue {
  /// To a tenth.
  static func milliseconds(_ milliseconds: Double) -> JSONValue {
    .number((milliseconds * 10).rounded() / 10)
  }
}

/// `0.21 s`
func seconds(_ milliseconds: Double) -> String {
  let hundredths = Int(clamping: Int64((milliseconds / 10).rounded()))
  let fraction = hundredths % 100
  return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction) s"
}

extension Duration {
  var milliseconds: Double {
    Double(components.seconds) * 1000 + Double(components.attoseconds) / 1e15
  }
}
