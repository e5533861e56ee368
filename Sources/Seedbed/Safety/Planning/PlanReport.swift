public import JSON
internal import SQLScript

/// What the next run of migrations would do.
public struct PlanReport: Report, Sendable {
  public struct Migration: Sendable {
    public let name: String
    /// From the project's root.
    public let file: String
    public let segments: [Segment]
    /// Those that are still to be run.
    public internal(set) var statements: [Statement]

    public var lockClass: LockClass { statements.map(\.effect).lockClass }
  }

  public struct Statement: Sendable {
    /// In its script, from 1.
    public let number: Int
    public let location: Problem.Location
    /// Its beginning, in one line.
    public let summary: String
    /// The segment that it is part of, by its place in `Migration.segments`.
    public let segment: Int
    public let effect: StatementEffect
    /// Whether `migrate plan --safe` has another form of it, where it would hold others off for long.
    public internal(set) var hasSafeForm = false
  }

  public let environment: String
  public let database: String
  public let serverVersion: String
  public let means: Forecast.Means
  public internal(set) var migrations: [Migration]
  /// How many `--to` leaves for later.
  public internal(set) var left = 0
  public internal(set) var seconds: Double = 0

  init(
    environment: String, database: String, serverVersion: String, means: Forecast.Means,
    migrations: [Migration]
  ) {
    self.environment = environment
    self.database = database
    self.serverVersion = serverVersion
    self.means = means
    self.migrations = migrations
  }

  public var exitStatus: ExitStatus { migrations.isEmpty ? .success : .pending }

  var statements: [Statement] { migrations.flatMap(\.statements) }
}

extension PlanReport.Migration {
  init(_ pending: PendingScript, _ effects: [StatementEffect]) {
    let script = pending.script
    name = pending.name
    file = script.file.name
    segments = script.segments
    var statements: [PlanReport.Statement] = []
    for (number, segment) in script.segments.enumerated() {
      for index in segment.statements where index >= pending.appliedStatements {
        let statement = script.script.statements[index]
        statements.append(
          PlanReport.Statement(
            number: index + 1, location: script.location(of: statement),
            summary: statement.summary, segment: number, effect: effects[index]))
      }
    }
    self.statements = statements
  }
}

// MARK: - JSON

extension PlanReport {
  /// `{"command","environment","database","serverVersion","observed":"copy","class":"brief_strong",
  /// "migrations":[{"name","file","class","segments":[{"kind","statements":2,"class"}],
  /// "statements":[{"number","file","line","column","summary","segment":1,"locks":[{"relation",
  /// "mode"}],"held":[…],"work":[{"kind","relation","bytes","rows"}],"class","source","hasSafeForm":true}]}]}`
  public var json: JSONValue {
    var object: JSONObject = [
      "command": "migrate plan", "environment": .string(environment),
      "database": .string(database), "serverVersion": .string(serverVersion),
      "means": .string(means.name),
    ]
    if case .rules(let reason) = means { object["reason"] = .string(reason) }
    object["class"] = .string(statements.map(\.effect).lockClass.name)
    object["migrations"] = .array(migrations.map(\.json))
    if left > 0 { object["pending"] = .number(left) }
    object["durationMs"] = .milliseconds(seconds)
    return .object(object)
  }
}

extension PlanReport.Migration {
  fileprivate var json: JSONValue {
    [
      "name": .string(name), "file": .string(file), "class": .string(lockClass.name),
      "segments": .array(
        segments.enumerated().map { number, segment in
          let effects = statements.filter { $0.segment == number }.map(\.effect)
          return [
            "kind": .string(segment.kind.word), "statements": .number(effects.count),
            "class": .string(effects.lockClass.name),
          ]
        }),
      "statements": .array(statements.map(\.json)),
    ]
  }
}

extension PlanReport.Statement {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "number": .number(number), "file": .string(location.file),
      "line": location.line.map { .number($0) } ?? .null,
      "column": location.column.map { .number($0) } ?? .null, "summary": .string(summary),
      "segment": .number(segment + 1),
    ]
    for member in effect.json.object ?? JSONObject() { object[member.name] = member.value }
    if hasSafeForm { object["hasSafeForm"] = true }
    return .object(object)
  }
}

extension Segment.Kind {
  /// `own_transaction`, as reports for programs have it.
  var word: String {
    switch self {
    case .transaction: "transaction"
    case .ownTransaction: "own_transaction"
    case .alone: "alone"
    }
  }
}
