public import JSON

/// How a database differs from what its migrations make.
public struct DriftReport: Report, Sendable {
  public let environment: String
  public let database: String
  /// How many migrations it was compared with.
  public let migrations: Int
  /// From what the migrations make to what the database has.
  public let diff: SchemaDiff
  /// How many differences `seedbed.json` says to pass over.
  public let ignored: Int
  /// False where the picture of an earlier replay was still good.
  public let isReplayed: Bool
  public let seconds: Double

  public var exitStatus: ExitStatus { diff.isEmpty ? .success : .pending }

  /// `{"command","environment","database","migrations":12,"replayed":true,"ignored":0,
  /// "differences":[{"kind","name","state","changes":[{"attribute","expected","found"}]}]}`, where
  /// `state` is `only_in_database`, `missing` or `changed`.
  public var json: JSONValue {
    [
      "command": "migrate verify", "environment": .string(environment),
      "database": .string(database), "migrations": .number(migrations),
      "replayed": .bool(isReplayed), "ignored": .number(ignored),
      "differences": .array(diff.differences.map(Self.json)), "durationMs": .milliseconds(seconds),
    ]
  }

  private static func json(_ difference: SchemaDiff.Difference) -> JSONValue {
    var object: JSONObject = [
      "kind": .string(difference.identity.kind.word), "name": .string(difference.identity.name),
    ]
    switch difference {
    case .added(let found):
      object["state"] = "only_in_database"
      object["attributes"] = json(found.attributes)
    case .removed(let expected):
      object["state"] = "missing"
      object["attributes"] = json(expected.attributes)
    case .changed:
      object["state"] = "changed"
      object["changes"] = .array(
        difference.changes.map { change in
          [
            "attribute": .string(change.attribute),
            "expected": change.from.map { .string($0) } ?? .null,
            "found": change.to.map { .string($0) } ?? .null,
          ]
        })
    }
    return .object(object)
  }

  private static func json(_ attributes: [String: String]) -> JSONValue {
    var object = JSONObject()
    for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
      object[name] = .string(value)
    }
    return .object(object)
  }

  public func text(_ style: Style) -> String {
    (DriftText(diff, style).lines + [summary(style)]).joined(separator: "\n")
  }

  private func summary(_ style: Style) -> String {
    let count = diff.outermost.count
    var what =
      count == 0
      ? style.green("none")
      : style.yellow("\(count) \(count == 1 ? "difference" : "differences")")
    what += " from \(migrations) \(migrations == 1 ? "migration" : "migrations")"
    if ignored > 0 { what += ", \(ignored) ignored" }
    return SummaryLine.text("drift", what, seconds: seconds, style)
  }
}
