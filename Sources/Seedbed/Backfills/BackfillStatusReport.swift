public import JSON

/// How a backfill stands.
public struct BackfillStatus: Sendable {
  public enum Phase: String, Sendable {
    /// Its migration is not applied yet.
    case unapplied
    case pending
    case running
    case paused
    /// It has begun, and nobody is at it.
    case stopped
    /// Nothing is left to do.
    case verified
  }

  public let name: String
  public let phase: Phase
  /// Nil where it has not begun.
  public let state: BackfillState?
  /// Its statement is not the one that it began with.
  public let isEdited: Bool

  init(_ item: BackfillPlan.Item, isCurrent: Bool) {
    name = item.script.name
    state = item.state
    isEdited = item.isEdited
    switch item.state {
    case _ where item.migration == nil: phase = .unapplied
    case nil: phase = .pending
    case let state?:
      phase =
        state.isVerified ? .verified : state.isPaused ? .paused : isCurrent ? .running : .stopped
    }
  }

  /// Its migration is applied, and it is not done.
  public var isUnfinished: Bool { phase != .verified && phase != .unapplied }

  var json: JSONValue {
    var object: JSONObject = ["name": .string(name), "state": .string(phase.rawValue)]
    if let state {
      object["table"] = .string(state.table)
      object["pass"] = .number(state.pass)
      object["batches"] = .number(state.batches)
      object["unit"] = state.key == BackfillKey.Kind.blocks.rawValue ? "blocks" : "rows"
      object["read"] = .number(state.read)
      object["total"] = state.total.map { .number($0) } ?? .null
      object["changed"] = .number(state.changed)
      if !state.isVerified {
        object["perSecond"] = state.rate.map { .number($0.rounded()) } ?? .null
        object["remainingSeconds"] = state.remaining.map { .number($0.rounded(.up)) } ?? .null
      }
      object["startedAt"] = .string(state.startedAt)
      if let verifiedAt = state.verifiedAt { object["verifiedAt"] = .string(verifiedAt) }
      if let verification = state.verification { object["verification"] = .string(verification) }
      if let user = state.pausedBy { object["pausedBy"] = .string(user) }
      if let reason = state.waitsFor { object["waitsFor"] = .string(reason) }
      if let error = state.error { object["error"] = .string(error) }
    }
    if isEdited { object["edited"] = true }
    return .object(object)
  }

  func lines(_ style: Style) -> [String] {
    let sign: String
    switch phase {
    case .verified: sign = style.green("=")
    case .running: sign = style.cyan(">")
    case .pending, .unapplied: sign = style.green("+")
    case .paused, .stopped: sign = style.yellow("!")
    }
    var line = "  \(sign) \(name)  \(word)"
    if let state {
      line += phase == .verified ? ", \(state.changed.rows) changed" : ": " + state.progress
    }
    var lines = [line]
    if let reason = state?.waitsFor, phase == .running { lines.append("      it rests: \(reason)") }
    if let error = state?.error { lines.append("      \(error)") }
    if isEdited {
      lines.append(
        phase == .verified
          ? "      backfill.sql was changed after it was done"
          : "      backfill.sql was changed after it had begun")
    }
    return lines
  }

  private var word: String {
    switch phase {
    case .unapplied: "waits for its migration"
    case .pending: "has not begun"
    case .running, .stopped, .verified: phase.rawValue
    case .paused: "paused by \(state?.pausedBy ?? "")"
    }
  }
}

/// How all backfills of a folder stand.
public struct BackfillStatusReport: Report, Sendable {
  public let environment: String
  public let items: [BackfillStatus]

  public var exitStatus: ExitStatus {
    items.contains(where: \.isUnfinished) ? .pending : .success
  }

  public var json: JSONValue {
    [
      "command": "backfill status", "environment": .string(environment),
      "backfills": .array(items.map(\.json)),
    ]
  }

  public func text(_ style: Style) -> String {
    if items.isEmpty { return "no migration has a backfill.sql" }
    return items.flatMap { $0.lines(style) }.joined(separator: "\n")
  }
}
