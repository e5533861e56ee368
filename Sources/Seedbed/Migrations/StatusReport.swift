public import JSON

/// How a database stands to its project.
public struct StatusReport: Report, Sendable {
  /// The server that was asked.
  public struct Server: Sendable {
    public let database: String
    public let host: String
    public let port: Int
    public let version: String
  }

  public let server: Server
  public internal(set) var plan: MigrationPlan
  /// Indexes that serve no query, as `public.users_email_idx on public.users`.
  public let invalidIndexes: [String]
  /// Constraints whose old rows nobody has checked, as `posts_author_fkey on public.posts`.
  public let unvalidatedConstraints: [String]
  /// False where the database does not exist yet.
  public internal(set) var hasDatabase = true
  /// Whose folder of migrations it is.
  public internal(set) var layout = MigrationLayout.native
  /// What the next run takes over from another tool's history; the plan counts it as applied.
  public internal(set) var adoption: AdoptionReport?
  /// What keeps another tool's history from being taken over.
  public internal(set) var adoptionProblems: [Problem] = []
  /// The backfills that are not done, though their migrations are applied.
  public var unfinishedBackfills: [BackfillStatus] { backfills.filter(\.isUnfinished) }
  var backfills: [BackfillStatus] = []
  /// What is to be said of the fixtures, if they were looked at.
  public var seeds: (any Report & Sendable)?

  public var exitStatus: ExitStatus {
    let isAmiss =
      !plan.partial.isEmpty || !plan.missing.isEmpty || plan.edited.contains { !$0.isLayoutOnly }
    if isAmiss || !adoptionProblems.isEmpty { return .attention }
    if !hasDatabase || adoption != nil { return .pending }
    if !unfinishedBackfills.isEmpty { return .pending }
    return plan.pending.isEmpty ? seeds?.exitStatus ?? .success : .pending
  }
}

// MARK: - JSONReport

extension StatusReport {
  public var json: JSONValue {
    var object: JSONObject = [
      "command": "status",
      "database": database,
      "migrations": migrations,
      "invalidIndexes": .array(invalidIndexes.map { .string($0) }),
      "unvalidatedConstraints": .array(unvalidatedConstraints.map { .string($0) }),
    ]
    if !backfills.isEmpty {
      object["backfills"] = .array(unfinishedBackfills.map(\.json))
    }
    if let seeds { object["seeds"] = seeds.json }
    return .object(object)
  }

  private var database: JSONValue {
    guard hasDatabase else { return ["name": .string(server.database), "exists": false] }
    return [
      "name": .string(server.database), "host": .string(server.host),
      "port": .number(server.port), "serverVersion": .string(server.version),
    ]
  }

  private var migrations: JSONValue {
    var object = counted
    object["layout"] = .string(layout.rawValue)
    if let adoption { object["adoption"] = .object(adoption.body) }
    if !adoptionProblems.isEmpty {
      object["adoptionProblems"] = .array(
        adoptionProblems.map { problem in
          [
            "code": .string(problem.code), "message": .string(problem.message),
            "hint": problem.hint.map { .string($0) } ?? .null,
          ]
        })
    }
    return .object(object)
  }

  private var counted: JSONObject {
    [
      "applied": .array(
        plan.applied.map { row in
          [
            "name": .string(row.name),
            "appliedAt": row.finishedAt.map { .string("\($0)") } ?? .null,
            "durationMs": row.seconds.map { .milliseconds($0) } ?? .null,
          ]
        }),
      "pending": .array(
        plan.pending.map { pending in
          var object: JSONObject = ["name": .string(pending.migration.name)]
          if pending.migration.phase == .contract {
            object["phase"] = "contract"
          } else if pending.isOutOfOrder {
            object["outOfOrder"] = true
          }
          return .object(object)
        }),
      "edited": .array(
        plan.edited.map {
          ["name": .string($0.migration.name), "layoutOnly": .bool($0.isLayoutOnly)]
        }),
      "missing": .array(plan.missing.map { ["name": .string($0.name)] }),
      "partial": .array(
        plan.partial.map { partial in
          let row = partial.applied
          return [
            "name": .string(row.name),
            "statement": .number(row.failedStatement ?? row.appliedStatements + 1),
            "of": .number(row.statements),
            "error": row.error.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }
}

// MARK: - TextReport

extension StatusReport {
  public func text(_ style: Style) -> String {
    var lines = [
      hasDatabase
        ? "\(style.bold(server.database)) at \(server.host) · PostgreSQL \(server.version)"
        : "\(style.bold(server.database)) does not exist yet; `seedbed up` makes it",
      SummaryLine.text(
        "migrations",
        "\(plan.applied.count) applied, \(plan.pending.count) pending"
          + (layout == .native ? "" : " (\(layout.title))"),
        seconds: nil, style),
    ]
    if let adoption, let table = adoption.table {
      lines.append(
        "  \(adoption.adopted.count) of them by \(layout.title), recorded in \(table); "
          + "`seedbed migrate` takes that over")
    }
    for problem in adoptionProblems {
      lines.append("  \(style.red("!")) \(problem.message)")
      lines += (problem.notes + [problem.hint].compactMap { $0 }).map { "      " + $0 }
    }
    for pending in plan.pending {
      lines.append(
        "  \(style.green("+")) \(pending.migration.name)"
          + (pending.migration.phase == .contract
            ? "  phase contract"
            : pending.isOutOfOrder ? "  before migrations that are applied already" : ""))
    }
    for edited in plan.edited {
      lines.append(
        edited.isLayoutOnly
          ? "  \(style.dim("~")) \(edited.migration.name)  only comments or white space changed"
          : "  \(style.red("~")) \(edited.migration.name)  changed after it was applied")
    }
    for missing in plan.missing {
      lines.append("  \(style.yellow("?")) \(missing.name)  applied, but not in the folder")
    }
    for partial in plan.partial {
      lines.append("  \(style.red("!")) \(partial.applied.name)  stopped half-way")
      lines += partial.applied.account.map { "      " + $0 }
    }
    if !unfinishedBackfills.isEmpty {
      lines.append(
        SummaryLine.text(
          "backfills", "\(unfinishedBackfills.count) not done", seconds: nil, style))
      lines += unfinishedBackfills.flatMap { $0.lines(style) }
    }
    lines += invalidIndexes.map { "\(style.red("invalid index"))  \($0)" }
    lines += unvalidatedConstraints.map { "\(style.yellow("not validated"))  \($0)" }
    if let seeds { lines.append(seeds.text(style)) }
    return lines.joined(separator: "\n")
  }
}
