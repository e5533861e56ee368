public import JSON

/// What became of a snapshot.
public struct SnapshotChange: Report, Sendable {
  public enum Action: String, Sendable { case made, restored, dropped }

  public let database: String
  public let label: String
  public let action: Action

  public var json: JSONValue {
    [
      "database": .string(database), "snapshot": .string(label),
      "action": .string(action.rawValue),
    ]
  }

  public func text(_ style: Style) -> String {
    switch action {
    case .made: "snapshot \(style.bold(label)) of \(database) made"
    case .restored: "database \(style.bold(database)) is as in the snapshot \(label)"
    case .dropped: "snapshot \(label) of \(database) dropped"
    }
  }
}

/// The databases that Seedbed keeps beside a project's own.
public struct KeptDatabaseList: Report, Sendable {
  public let database: String
  /// The oldest first.
  public let databases: [KeptDatabase]

  /// `{"database","databases":[{"name","kind","environment","sizeBytes","ageSeconds","unusedSeconds"}],
  /// "sizeBytes"}`; of a snapshot with `"snapshot"`, its name.
  public var json: JSONValue {
    [
      "database": .string(database),
      "databases": .array(
        databases.map { kept in
          var object: JSONObject = [
            "name": .string(kept.name), "kind": .string(kept.kind.rawValue),
            "environment": .string(kept.environment), "sizeBytes": .number(kept.size ?? 0),
            "ageSeconds": .number(max(0, KeptDatabase.now - kept.made)),
            "unusedSeconds": .number(max(0, KeptDatabase.now - kept.used)),
          ]
          if let label = kept.label { object["snapshot"] = .string(label) }
          return .object(object)
        }),
      "sizeBytes": .number(size),
    ]
  }

  private var size: Int { databases.reduce(0) { $0 + ($1.size ?? 0) } }

  public func text(_ style: Style) -> String {
    if databases.isEmpty { return "nothing is kept of \(database)" }
    let names = databases.map { $0.label ?? $0.name }
    let width = names.map(\.count).max() ?? 0
    let lines = zip(databases, names).map { kept, name in
      "\(kept.kind.rawValue.padded(to: 9)) \(name.padded(to: width))  "
        + "\(Self.megabytes(kept.size ?? 0).padded(to: 9)) made \(Self.age(kept.made)) ago"
    }
    return (lines + [style.dim("together \(Self.megabytes(size))")]).joined(separator: "\n")
  }

  private static func megabytes(_ bytes: Int) -> String { "\(max(1, bytes / 1_000_000)) MB" }

  /// `40 s`, `3 min`, `2 h`, `9 days`
  private static func age(_ moment: Int) -> String {
    switch max(0, KeptDatabase.now - moment) {
    case let seconds where seconds < 120: "\(seconds) s"
    case let seconds where seconds < 7200: "\(seconds / 60) min"
    case let seconds where seconds < 172_800: "\(seconds / 3600) h"
    case let seconds: "\(seconds / 86_400) days"
    }
  }
}
