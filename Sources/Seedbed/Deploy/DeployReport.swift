public import JSON

/// What a deployment did, and where it stopped if it did.
public struct DeployReport: Report, Sendable {
  public struct Step: Sendable {
    public enum Name: String, Sendable, CaseIterable {
      case status, plan, backup, migrate, seed, verify

      var activity: String {
        switch self {
        case .status: "looking at the database"
        case .plan: "finding out what the migrations will do"
        case .backup: "backing up"
        case .migrate: "migrating"
        case .seed: "seeding"
        case .verify: "looking at the result"
        }
      }
    }

    public let name: Name
    public internal(set) var isDone = false
    public internal(set) var seconds: Double = 0
  }

  public let environment: String
  public let database: String
  let choice: Deployment.Choice
  /// Those that were begun; all but the last are done.
  public internal(set) var steps: [Step] = []
  public internal(set) var before: StatusReport?
  public internal(set) var plan: PlanReport?
  /// When this run makes a backup; nil before it is known.
  public internal(set) var backupRule: Configuration.Backup?
  /// Nil where nothing was to be lost, or no backup was asked for.
  public internal(set) var backup: BackupReport?
  public internal(set) var migrations: MigrationReport?
  public internal(set) var seeds: SeedReport?
  /// How the database stands to the project at the end.
  public internal(set) var after: StatusReport?
  public internal(set) var failure: Problem?
  public internal(set) var seconds: Double = 0

  init(environment: String, database: String, choice: Deployment.Choice) {
    self.environment = environment
    self.database = database
    self.choice = choice
  }

  /// What is left for `--phase contract` is no failure of a deployment that was to expand.
  public var exitStatus: ExitStatus {
    if let failure { return failure.exitStatus }
    guard let after else { return .success }
    if after.exitStatus == .attention { return .attention }
    if migrations?.backfills?.exitStatus == .pending { return .pending }
    return after.seeds?.exitStatus ?? .success
  }

  /// The migrations of the other phase that are still to be run.
  var waiting: [String] { after?.plan.pending.map(\.migration.name) ?? [] }

  /// The command that goes on from here; nil where nothing is left.
  public var continuation: String? {
    let isStopped = failure != nil
    guard isStopped || !waiting.isEmpty else { return nil }
    let phase = isStopped ? choice.phase : choice.phase == .expand ? .contract : .expand
    let option = phase == .contract ? " --phase contract" : ""
    return "seedbed deploy --env \(environment)\(option)"
  }
}

// MARK: - JSON

extension DeployReport {
  /// `{"command","environment","database","phase","steps":[{"step","done":true,"durationMs"}],
  /// "plan":{…as migrate plan…},"backup":{…},"migrations":{"applied":[…],"alreadyApplied":12},
  /// "backfills":{…},"seeds":{…as seed…},"waiting":["20261201_drop_name"],"continue","durationMs"}`,
  /// and before all of it `"error"` where the deployment stopped.
  public var json: JSONValue {
    var object = JSONObject()
    if let failure, let error = ProblemReport(failure).json["error"] { object["error"] = error }
    object["command"] = "deploy"
    object["environment"] = .string(environment)
    object["database"] = .string(database)
    object["phase"] = .string(choice.phase.rawValue)
    object["steps"] = .array(
      steps.map { step in
        [
          "step": .string(step.name.rawValue), "done": .bool(step.isDone),
          "durationMs": .milliseconds(step.seconds),
        ]
      })
    if let plan { object["plan"] = plan.json }
    if let backup { object["backup"] = backup.json }
    if let migrations { object["migrations"] = .object(migrations.body) }
    if let backfills = migrations?.backfills { object["backfills"] = backfills.body }
    if let seeds { object["seeds"] = seeds.json }
    if after != nil { object["waiting"] = .array(waiting.map { .string($0) }) }
    if let continuation { object["continue"] = .string(continuation) }
    object["durationMs"] = .milliseconds(seconds)
    return .object(object)
  }
}

// MARK: - Text

extension DeployReport {
  public func text(_ style: Style) -> String {
    var lines: [String] = []
    if let before {
      lines.append("PostgreSQL \(before.server.version) · database \(style.bold(database))")
    }
    if let plan, !plan.statements.isEmpty { lines.append(planLine(plan, style)) }
    if let backup {
      lines.append(backup.text(style))
    } else if isDone(.backup), plan?.statements.isEmpty == false {
      let why = backupRule == .never ? "none was asked for" : "none: nothing is lost"
      lines.append(SummaryLine.text("backup", why, seconds: nil, style))
    }
    lines += [
      migrations?.summary(style), migrations?.backfills?.summary(style), seeds?.summary(style),
    ].compactMap { $0 }
    if let failure {
      let stopped = steps.last?.isDone == false ? steps.last?.name.rawValue : nil
      lines.append(
        SummaryLine.text(
          "stopped", "at \(stopped ?? "the beginning"): \(failure.code)", seconds: nil, style))
    } else if after != nil {
      let left = waiting.isEmpty ? "as it should be" : "\(waiting.count) left for later"
      lines.append(SummaryLine.text("result", left, seconds: nil, style))
      lines += waiting.map { "  \(style.green("+")) \($0)" }
    }
    if let continuation { lines.append("to go on: \(continuation)") }
    return lines.joined(separator: "\n")
  }

  private func isDone(_ name: Step.Name) -> Bool {
    steps.contains { $0.name == name && $0.isDone }
  }

  private func planLine(_ plan: PlanReport, _ style: Style) -> String {
    let count = plan.statements.count
    let what = count == 1 ? "1 statement" : "\(count) statements"
    let worst = plan.statements.map(\.effect).lockClass
    return SummaryLine.text(
      "plan", "\(what), at worst \(worst.words)", seconds: plan.seconds, style)
  }
}

extension LockClass {
  /// For people.
  var words: String {
    switch self {
    case .harmless: "harmless"
    case .longWeak: "long, and nobody waits"
    case .briefStrong: "a brief lock"
    case .longStrong: "others wait for long"
    }
  }
}
