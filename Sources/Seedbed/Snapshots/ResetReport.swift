public import JSON

/// How a database came back to its migrated and seeded state.
public struct ResetReport: Report, Sendable {
  public enum Way: String, Sendable {
    /// It was as it should be.
    case unchanged
    /// Rows that differed were put right.
    case rows
    /// A new copy of the template took its place.
    case copy
    /// A copy that was made beforehand took its place.
    case spare
    /// It was not there, and was made.
    case created
  }

  public let environment: String
  public let database: String
  public let way: Way
  /// Why it was this one.
  public let reason: String
  /// Rows that were removed, and rows that were written, by table.
  public internal(set) var tables: [(table: String, removed: Int, written: Int)] = []
  /// How many sequences were set back.
  public internal(set) var sequences = 0
  /// What was done to make the template, or the database where it was not there; nil where nothing.
  public internal(set) var made: UpReport?
  /// Whether copies are left to be dropped, or to be made for the next time.
  public internal(set) var hasAfterwork = false
  public internal(set) var seconds: Double = 0

  init(_ database: Database, _ way: Way, _ reason: String) {
    environment = database.environment.name
    self.database = database.name
    self.way = way
    self.reason = reason
  }

  public var json: JSONValue {
    var object: JSONObject = [
      "command": "reset", "environment": .string(environment), "database": .string(database),
      "way": .string(way.rawValue), "reason": .string(reason),
    ]
    if way == .rows {
      object["tables"] = .array(
        tables.map {
          [
            "table": .string($0.table), "removed": .number($0.removed),
            "written": .number($0.written),
          ]
        })
      object["sequences"] = .number(sequences)
    }
    if let migrations = made?.migrations { object["migrations"] = .object(migrations.body) }
    if let seeds = made?.seeds { object["seeds"] = seeds.json }
    object["durationMs"] = .milliseconds(seconds)
    return .object(object)
  }

  public func text(_ style: Style) -> String {
    var lines = ["database \(style.bold(database))"]
    if let made {
      lines += [made.migrations?.summary(style), made.seeds?.summary(style)].compactMap { $0 }
    }
    lines.append(SummaryLine.text("reset", sentence, seconds: seconds, style))
    for table in tables {
      lines.append(
        "  \(table.table)  \(table.removed.grouped) \(style.red("-"))  "
          + "\(table.written.grouped) \(style.green("+"))")
    }
    return lines.joined(separator: "\n")
  }

  private var sentence: String {
    switch way {
    case .unchanged: "nothing to do"
    case .rows: "row by row" + (sequences > 0 ? ", with sequences: \(sequences)" : "")
    case .copy: "a new copy: \(reason)"
    case .spare: "a spare copy: \(reason)"
    case .created: "made: \(reason)"
    }
  }
}
