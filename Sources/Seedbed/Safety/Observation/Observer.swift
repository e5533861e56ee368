internal import Postgres
internal import SQLScript

/// Runs scripts in a shadow that has the schema of the real database, in the transactions that the
/// runner will make, and tells what each statement does.
///
/// An empty table is locked, scanned, rewritten and indexed like a full one; so the shadow needs no
/// rows. What needs rows to be tried fails there, and is predicted instead.
struct Observer {
  let shadow: Database
  let traits: SessionTraits
  let progress: any Progress
  let identity: SessionIdentity
  var map: RelationMap
  /// Of the schema, as `map` is.
  var knowledge: SchemaKnowledge
  private var last: (session: MigrationSession, leavesNothing: Bool)?

  /// - Parameters:
  ///   - shadow: holds what the real database holds, but for rows.
  ///   - traits: those of sessions with the real database.
  init(of shadow: Database, as traits: SessionTraits, _ progress: any Progress) throws {
    self.shadow = shadow
    self.traits = traits
    self.progress = progress
    let connection = try shadow.connect(applicationName: "seedbed plan", progress)
    identity = try SessionIdentity(of: connection)
    map = try RelationMap(from: connection)
    knowledge = try KnowledgeReader(connection: connection).read(schema: shadow.schema)
  }

  /// Runs the scripts one after another.
  ///
  /// - Returns: for each script, for each of its statements, what it does.
  mutating func effects(of scripts: [PendingScript]) throws -> [[StatementEffect]] {
    var all: [[StatementEffect]] = []
    for pending in scripts {
      progress.activity("observing \(pending.name)")
      all.append(try effects(of: pending))
    }
    return all
  }

  private mutating func effects(of pending: PendingScript) throws -> [StatementEffect] {
    let script = pending.script
    let session = try self.session(for: script)
    let observed = ObservedSession(session, script)
    let statements = script.script.statements
    // What has taken effect before is there; only its settings have to be made again.
    for index in 0..<pending.appliedStatements where statements[index].setsSession {
      _ = try? observed.run(index, isLocal: false)
    }
    var effects = statements.map { _ in StatementEffect(source: .observed) }
    for segment in script.segments
    where segment.statements.upperBound > pending.appliedStatements {
      let range =
        max(
          segment.statements.lowerBound, pending.appliedStatements)..<segment.statements
        .upperBound
      let found = try self.effects(of: segment.kind, range, script, observed)
      for (index, effect) in zip(range, found) { effects[index] = effect }
    }
    last = (session, script.leavesNothingInSession)
    return effects
  }

  private mutating func effects(
    of kind: Segment.Kind, _ range: Range<Int>, _ script: MigrationScript,
    _ session: ObservedSession
  ) throws -> [StatementEffect] {
    switch kind {
    case .transaction:
      var transaction = ObservedTransaction(range, of: script, in: session, map, knowledge)
      defer { (map, knowledge) = (transaction.map, transaction.knowledge) }
      return try transaction.run()
    case .ownTransaction:
      var transaction = ObservedTransaction(range, of: script, in: session, map, knowledge)
      defer { (map, knowledge) = (transaction.map, transaction.knowledge) }
      return try transaction.runAsWritten()
    case .alone:
      return try [effect(ofLone: range.lowerBound, script, session)]
    }
  }

  /// As the runner does: a new session, unless the last script can have left nothing in it.
  private mutating func session(for script: MigrationScript) throws -> MigrationSession {
    if let last, last.leavesNothing,
      (try? last.session.renew(lockTimeout: script.directives.lockTimeout, beginning: false)) != nil
    {
      try last.session.connection.run(simple: traits.statement)
      return last.session
    }
    let session = try MigrationSession(
      to: shadow, as: identity, lockTimeout: script.directives.lockTimeout, progress)
    try session.connection.run(simple: traits.statement)
    return session
  }
}
