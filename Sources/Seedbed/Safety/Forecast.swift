public import Postgres
internal import SQLScript

/// Finds out what scripts will do to a database, without running them there.
///
/// They run in a shadow: an empty copy of the database's schema, or, where pg_dump cannot make one, a
/// replay of the migrations that were applied. Where no shadow can be had, the statements' texts have
/// to do.
public struct Forecast {
  let project: Project
  let database: Database
  let folder: MigrationFolder
  let progress: any Progress

  public init(
    of project: Project, _ database: Database, _ folder: MigrationFolder, _ progress: any Progress
  ) {
    self.project = project
    self.database = database
    self.folder = folder
    self.progress = progress
  }

  /// How it was found out.
  public enum Means: Sendable, Equatable {
    case copy
    case replay
    /// By the texts alone; why no shadow was to be had.
    case rules(because: String)

    /// `copy`, `replay` or `rules`
    public var name: String {
      switch self {
      case .copy: "copy"
      case .replay: "replay"
      case .rules: "rules"
      }
    }
  }

  public struct Findings: Sendable {
    public internal(set) var means: Means
    /// For each script, for each of its statements, with the sizes that the tables have now.
    public internal(set) var effects: [[StatementEffect]]
  }

  /// Nothing is written to the database. What was found out once for these scripts and this schema
  /// is remembered in the project's `.seedbed/`.
  ///
  /// - Parameters:
  ///   - scripts: in the order in which they will run; to begin with the next one.
  ///   - connection: with the database, outside a transaction.
  public func findings(
    for scripts: [PendingScript], on connection: Connection
  ) throws -> Findings {
    defer { progress.finished() }
    guard !scripts.isEmpty else { return Findings(means: .copy, effects: []) }
    let cache = try ForecastCache(of: project, database, scripts, on: connection)
    var findings: Findings
    if let known = cache.findings() {
      findings = known
    } else {
      findings = try observe(scripts, connection)
      if case .rules = findings.means {
        // Another time there may be a server.
      } else if findings.effects.map(\.count).reduce(0, +) <= ForecastCache.longest {
        do throws(Problem) {
          try cache.keep(findings)
        } catch {
          progress.note("the next forecast will be made anew: \(error.message)")
        }
      }
    }
    try findings.measure(on: connection)
    return findings
  }

  private func observe(_ scripts: [PendingScript], _ connection: Connection) throws -> Findings {
    var reasons: [String] = []
    do {
      return try Shadow.use(beside: database, of: project, ofSameVersion: true, progress) {
        shadow in
        progress.activity("copying the schema")
        let traits = try SessionTraits(of: connection)
        var means = Means.copy
        do {
          let copy = try SchemaCopy(
            of: database, on: connection, isElsewhere: shadow.isElsewhere)
          let (left, why) = try copy.restore(to: shadow.database, progress)
          if left > 0 {
            let what = left == 1 ? "1 statement" : "\(left) statements"
            progress.note(
              "the shadow database lacks \(what) of the schema: \(why ?? "no reason given")")
          }
        } catch let problem as Problem {
          reasons.append(problem.message)
          means = .replay
          let verification = DriftVerification(project, database, folder, SilentProgress())
          try shadow.replay(verification.applied(on: connection), of: folder, progress)
          progress.note("\(problem.message); the migrations are replayed instead of the copy")
        }
        var observer = try Observer(of: shadow.database, as: traits, progress)
        return Findings(means: means, effects: try observer.effects(of: scripts))
      }
    } catch {
      // The real database answered a moment ago: it is the shadow that cannot be had.
      let problem = Problem.describing(error)
      reasons.append(problem.message)
      return Findings(
        means: .rules(because: reasons.joined(separator: "; ")),
        effects: try predict(scripts, connection))
    }
  }
}

extension Forecast {
  private func predict(
    _ scripts: [PendingScript], _ connection: Connection
  ) throws(PostgresError) -> [[StatementEffect]] {
    let map = try RelationMap(from: connection)
    var knowledge = try KnowledgeReader(connection: connection).read(schema: database.schema)
    return scripts.map { pending in
      // Of changes of rows since any other statement, by their shapes.
      var changes: [String: StatementEffect] = [:]
      return pending.script.script.statements.enumerated().map { index, statement in
        // The catalog holds what has taken effect.
        guard index >= pending.appliedStatements else { return StatementEffect(source: .predicted) }
        let shape = statement.shapeOfChange
        if let shape, let known = changes[shape] { return known }
        defer { knowledge.learn(statement, of: pending.script) }
        let effect = StaticEffects(map, knowledge).effect(of: statement, pending.script.script)
        if let shape { changes[shape] = effect } else { changes = [:] }
        return effect
      }
    }
  }
}

extension Forecast.Findings {
  /// Looks at how large is what is gone through.
  fileprivate mutating func measure(on connection: Connection) throws(PostgresError) {
    let names = Set(effects.joined().flatMap { $0.work.map(\.relation) })
    let sizes = try TableSizes(of: names, on: connection)
    for script in effects.indices {
      for index in effects[script].indices {
        for number in effects[script][index].work.indices {
          let work = effects[script][index].work[number]
          effects[script][index].work[number].size = sizes.size(of: work.kind, on: work.relation)
        }
      }
    }
  }
}
