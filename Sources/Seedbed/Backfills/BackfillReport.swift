public import JSON

/// What a run of backfills did.
public struct BackfillReport: Report, Sendable {
  public struct Item: Sendable {
    public let name: String
    public let table: String
    /// In this run.
    public let changed: Int
    /// In this run.
    public let batches: Int
    /// How often the keys were gone through, from the beginning on.
    public let passes: Int
    public let isVerified: Bool
    /// Somebody has paused it, and it was left for later.
    public let isPaused: Bool
    public let seconds: Double

    init(from start: BackfillState, to end: BackfillState, isPaused: Bool, seconds: Double) {
      name = end.name
      table = end.table
      changed = end.changed - start.changed
      batches = end.batches - start.batches
      passes = end.pass
      isVerified = end.isVerified
      self.isPaused = isPaused
      self.seconds = seconds
    }
  }

  public let environment: String
  /// In the order in which they were run.
  public internal(set) var items: [Item] = []
  public internal(set) var seconds: Double = 0

  init(environment: String) { self.environment = environment }

  public var exitStatus: ExitStatus {
    items.allSatisfy(\.isVerified) ? .success : .pending
  }

  /// `[{"name","table","changed","batches","passes","verified","durationMs"}]`
  public var body: JSONValue {
    .array(
      items.map { item in
        var object: JSONObject = [
          "name": .string(item.name), "table": .string(item.table),
          "changed": .number(item.changed), "batches": .number(item.batches),
          "passes": .number(item.passes), "verified": .bool(item.isVerified),
        ]
        if item.isPaused { object["paused"] = true }
        object["durationMs"] = .milliseconds(item.seconds)
        return .object(object)
      })
  }

  public var json: JSONValue {
    [
      "command": "backfill", "environment": .string(environment), "backfills": body,
      "durationMs": .milliseconds(seconds),
    ]
  }

  public func text(_ style: Style) -> String {
    let width = items.map(\.name.count).max() ?? 0
    let lines = items.map { item in
      let sign = item.isVerified ? style.green("+") : style.yellow("!")
      return
        "  \(sign) \(item.name.padded(to: width))  \(item.table) \(item.changed.rows) changed in "
        + "\(item.batches.grouped) batches, \(item.isVerified ? "verified" : "paused")"
    }
    return (lines + [summary(style)]).joined(separator: "\n")
  }

  /// `backfills   1 done, 1,000,000 rows changed      31.20 s`
  func summary(_ style: Style) -> String {
    let done = items.filter(\.isVerified).count
    var parts = items.isEmpty ? ["nothing to do"] : ["\(done) done"]
    if done < items.count { parts.append("\(items.count - done) paused") }
    if !items.isEmpty { parts.append("\(items.reduce(0) { $0 + $1.changed }.rows) changed") }
    return SummaryLine.text(
      "backfills", parts.joined(separator: ", "), seconds: items.isEmpty ? nil : seconds, style)
  }

  /// What further runs did, as if it were one.
  mutating func add(_ other: BackfillReport) {
    items += other.items
    seconds += other.seconds
  }
}

/// What was said to a run from elsewhere.
public struct BackfillControlReport: Report, Sendable {
  public enum Action: String, Sendable { case paused, resumed }

  public let action: Action
  /// Of the migrations whose backfills it was said of; empty where there was nothing to say.
  public let names: [String]

  public var json: JSONValue {
    [
      "command": .string("backfill " + (action == .paused ? "pause" : "resume")),
      "state": .string(action.rawValue), "backfills": .array(names.map { .string($0) }),
    ]
  }

  public func text(_ style: Style) -> String {
    if names.isEmpty { return "no backfill to be \(action.rawValue)" }
    return names.map { name in
      action == .paused
        ? "\(name) is paused; `seedbed backfill resume` lets it go on"
        : "\(name) goes on, if a run waits for it; else with `seedbed backfill run`"
    }.joined(separator: "\n")
  }
}
