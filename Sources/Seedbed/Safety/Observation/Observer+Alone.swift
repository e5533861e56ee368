internal import Postgres
internal import SQLScript

extension Observer {
  /// What a statement does that commits by itself.
  mutating func effect(
    ofLone index: Int, _ script: MigrationScript, _ session: ObservedSession
  ) throws -> StatementEffect {
    let statement = script.script.statements[index]
    if !statement.standsAlone, statement.transactionControl == nil {
      var transaction = ObservedTransaction(
        index..<(index + 1), of: script, in: session, map, knowledge)
      let effects = try transaction.run()
      map = transaction.map
      // Only the server knows of some that they must stand alone.
      if let effect = effects.first, effect.source == .observed || statement.reachOutside != nil {
        knowledge = transaction.knowledge
        return effect
      }
    }
    return try effect(ofOutside: index, script, session)
  }

  private mutating func effect(
    ofOutside index: Int, _ script: MigrationScript, _ session: ObservedSession
  ) throws -> StatementEffect {
    let statement = script.script.statements[index]
    var effect = StaticEffects(map, knowledge).effect(of: statement, script.script)
    knowledge.learn(statement, of: script)
    if let reason = statement.reachOutside {
      effect.note = "not run in the shadow database: \(reason)"
      return effect
    }
    let witness = try Witness(in: shadow, of: session.connection, progress)
    defer { witness.release() }
    do throws(PostgresError) {
      _ = try session.run(index, isLocal: false) { witness.look() }
    } catch {
      if error.isConnectionFailure { throw error }
      effect.note = "failed in the shadow database: \(error.redacted.message)"
      return effect
    }
    let before = map
    let connection = try shadow.connect(applicationName: "seedbed plan", progress)
    let after = try RelationMap(from: connection)
    merge(witness.seen, from: before, to: after, into: &effect)
    map.follow(after)
    return effect
  }

  /// Adds to what the text says what has been seen.
  private func merge(
    _ seen: Signals, from before: RelationMap, to after: RelationMap,
    into effect: inout StatementEffect
  ) {
    let reading = EffectReading(map: before)
    let modes = reading.locks(from: Signals(), to: seen)
    if !modes.isEmpty { effect.source = .observed }
    var strongest = Dictionary(effect.locks.map { ($0.relation, $0) }) { one, _ in one }
    for lock in reading.shown(modes)
    where strongest[lock.relation].map({ $0.mode < lock.mode }) ?? true {
      strongest[lock.relation] = lock
    }
    effect.locks = strongest.values.sorted { ($1.mode, $0.relation) < ($0.mode, $1.relation) }
    let rewritten = before.rewritten(in: after)
    let built = after.built(since: before, except: rewritten)
    let work =
      reading.shown(.rewrite, rewritten, under: modes)
      + reading.shown(.indexBuild, built, under: modes)
    // What is written anew or built can be seen afterwards; what was only read cannot.
    effect.work =
      work
      + effect.work.filter { predicted in
        predicted.kind == .scan && !work.contains { $0.relation == predicted.relation }
      }
  }
}

extension RelationMap {
  /// Tables whose rows stand in another file now.
  fileprivate func rewritten(in after: RelationMap) -> Set<Int> {
    Set(
      relations.filter { oid, relation in
        [.table, .materializedView].contains(relation.kind)
          && after[oid].map { $0.file != relation.file } ?? false
      }.keys)
  }

  /// Tables that were there before and have an index now that was not, or was another.
  fileprivate func built(since before: RelationMap, except rewritten: Set<Int>) -> Set<Int> {
    Set(
      relations.compactMap { oid, relation -> Int? in
        guard relation.kind == .index, relation.file != 0, let owner = relation.owner,
          before[owner] != nil, !rewritten.contains(owner),
          before.isBuilt(index: oid, of: owner, file: relation.file)
        else { return nil }
        return owner
      })
  }

  /// Takes over names and files of what was there before.
  fileprivate mutating func follow(_ after: RelationMap) {
    for (oid, relation) in relations {
      let now = after[oid]
      guard now?.name != relation.name || now?.file != relation.file else { continue }
      update(oid, now?.name, file: now?.file ?? 0, tablespace: now?.tablespace ?? 0)
    }
    for (oid, relation) in after.relations where relation.kind == .index && self[oid] == nil {
      add(index: oid, file: relation.file)
    }
  }
}
