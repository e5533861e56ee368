public import JSON

/// What a run of migrations did.
public struct MigrationReport: Report, Sendable {
  public struct Applied: Sendable {
    public let name: String
    public let statements: Int
    public let seconds: Double
  }

  public let environment: String
  /// Whose folder it is.
  public let layout: MigrationLayout
  /// In the order in which they were run.
  public internal(set) var applied: [Applied] = []
  /// How many the database had before.
  public internal(set) var alreadyApplied: Int
  /// What was left for later by `--to`.
  public internal(set) var pending: Int = 0
  /// Recorded sums that were made those of their files.
  public internal(set) var realigned: [String] = []
  /// What was taken over from another tool's history before; nil where nothing was.
  public internal(set) var adoption: AdoptionReport?
  /// What was run of the backfills beside the migrations; nil where nothing was.
  public internal(set) var backfills: BackfillReport?
  /// The migrations whose backfills are still to be run.
  public internal(set) var pendingBackfills: [String] = []
  /// How often a step has come away without its lock, so as not to keep others waiting.
  public internal(set) var retreats = 0
  /// The longest, in seconds, that one has stood in a lock's queue.
  public internal(set) var longestWait: Double = 0
  public internal(set) var seconds: Double = 0

  init(environment: String, layout: MigrationLayout = .native, alreadyApplied: Int) {
    self.environment = environment
    self.layout = layout
    self.alreadyApplied = alreadyApplied
  }

  /// `{"applied":[{"name","durationMs"}],"alreadyApplied":12}`, as it stands in the report of `up`.
  public var body: JSONObject {
    var object: JSONObject = [
      "applied": .array(
        applied.map {
          ["name": .string($0.name), "durationMs": .milliseconds($0.seconds)]
        }),
      "alreadyApplied": .number(alreadyApplied),
    ]
    if layout != .native { object["layout"] = .string(layout.rawValue) }
    if let adoption { object["adopted"] = .object(adoption.body) }
    if pending > 0 { object["pending"] = .number(pending) }
    if !realigned.isEmpty { object["realigned"] = .array(realigned.map { .string($0) }) }
    if !pendingBackfills.isEmpty {
      object["pendingBackfills"] = .array(pendingBackfills.map { .string($0) })
    }
    return object
  }

  public var json: JSONValue {
    var object: JSONObject = ["command": "migrate", "environment": .string(environment)]
    for member in body { object[member.name] = member.value }
    if let backfills { object["backfills"] = backfills.body }
    if retreats > 0 {
      object["locks"] = [
        "retreats": .number(retreats), "longestWaitMs": .milliseconds(longestWait),
      ]
    }
    object["durationMs"] = .milliseconds(seconds)
    return .object(object)
  }

  /// `3 applied, 12 already there`
  var counts: String {
    var parts = ["\(applied.count) applied", "\(alreadyApplied) already there"]
    if pending > 0 { parts.append("\(pending) pending") }
    if !realigned.isEmpty { parts.append("\(realigned.count) realigned") }
    let counts = parts.joined(separator: ", ")
    return layout == .native ? counts : "\(counts) (\(layout.title))"
  }

  public func text(_ style: Style) -> String {
    let width = applied.map(\.name.count).max() ?? 0
    let lines = applied.map { migration in
      "  \(style.green("+")) \(migration.name.padded(to: width))  "
        + style.dim("\(migration.seconds.twoDigits) s")
    }
    var further = [self.backfills?.summary(style)].compactMap { $0 }
    if retreats > 0 {
      further.append(
        SummaryLine.text(
          "locks",
          "\(retreats == 1 ? "1 retreat" : "\(retreats) retreats"), "
            + "\(longestWait.twoDigits) s at most in a queue", seconds: nil, style))
    }
    return (lines + [summary(style)] + further + pendingLines(style)).joined(separator: "\n")
  }

  /// The backfills that somebody has to run.
  func pendingLines(_ style: Style) -> [String] {
    pendingBackfills.map {
      "  \(style.yellow("!")) the backfill of \($0) is not done: `seedbed backfill`"
    }
  }

  /// `migrations  3 applied, 12 already there      0.21 s`
  func summary(_ style: Style) -> String {
    SummaryLine.text("migrations", counts, seconds: seconds, style)
  }
}

extension MigrationReport {
  func lasting(_ duration: Duration) -> MigrationReport {
    var report = self
    report.seconds = duration.seconds
    return report
  }
}

extension Duration {
  var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
