internal import SQLScript

/// How one segment of a script is to come by its locks.
struct StepPolicy {
  enum Manner: Sendable, Equatable {
    /// Attempts that wait for a moment only, and come back.
    case ladder
    /// It holds nobody off, so it may wait for as long as it has to: cut short, it would leave an
    /// index that is invalid, or have to begin anew.
    case patient
  }

  let manner: Manner
  /// The strong locks that it will ask for, as far as that is known.
  let locks: [StatementEffect.Lock]

  /// - Parameter effects: of the segment's statements; nil where nobody has looked.
  init(_ segment: Segment, of script: MigrationScript, effects: [StatementEffect]?) {
    if let effects {
      let worst = effects.map(\.lockClass).max() ?? .harmless
      manner = worst <= .longWeak ? .patient : .ladder
      locks = effects.flatMap { effect in
        effect.locks.filter { $0.mode.blocksReads || $0.mode.blocksWrites }
      }
    } else {
      let statements = script.script.statements[segment.statements]
      manner =
        statements.contains(where: \.standsAlone) || statements.allSatisfy(\.holdsNobodyOff)
        ? .patient : .ladder
      locks = []
    }
  }
}

extension Statement {
  /// Whether readers and writers of its tables go on beside it: it changes rows or settings, or is an
  /// `ALTER TABLE … VALIDATE CONSTRAINT …`.
  fileprivate var holdsNobodyOff: Bool {
    switch firstWord {
    case "INSERT", "UPDATE", "DELETE", "MERGE", "SELECT", "VALUES", "WITH", "COPY", "SET", "RESET",
      "SHOW", "ANALYZE":
      return true
    case "ALTER": return words.contains("VALIDATE") && !words.contains("ADD")
    default: return false
    }
  }
}

/// What the run is told of a script before it runs it.
struct ScriptForecast: Sendable {
  /// Of each statement.
  let effects: [StatementEffect]

  func effects(of segment: Segment) -> [StatementEffect]? {
    effects.count >= segment.statements.upperBound ? Array(effects[segment.statements]) : nil
  }
}

extension MigrationScript {
  /// What an author writes of a file whose statements may hold others off: `allow blocking because …`.
  static let blocking = "blocking"

  /// Whether its author has said that others may wait.
  var allowsBlocking: Bool { directives.allowances.contains { $0.hazard == Self.blocking } }

  /// The statements that would hold others off for as long as they work.
  func refusals(_ forecast: ScriptForecast) -> [Problem] {
    if allowsBlocking { return [] }
    return zip(script.statements, forecast.effects).compactMap { statement, effect in
      guard effect.lockClass == .longStrong else { return nil }
      let work = effect.work.map { "\($0.kind.gerund) \($0.relation)" }.joined(separator: ", ")
      let locks = effect.locks.prefix(2).map { "\($0.mode.name) on \($0.relation)" }
      return Problem(
        "lock.blocking",
        """
        refused: it would hold others off for as long as it works: \(work)\
        \(locks.isEmpty ? "" : ", with \(locks.joined(separator: " and "))")
        """,
        hint: LockVerdict.wayToAllow, at: location(of: statement),
        excerpt: script.line(statement.position.line), notes: ["nothing was run"],
        exitStatus: .refused)
    }
  }
}

extension StatementEffect.Work.Kind {
  fileprivate var gerund: String {
    switch self {
    case .rewrite: "rewriting"
    case .scan: "scanning"
    case .indexBuild: "building an index of"
    }
  }
}
