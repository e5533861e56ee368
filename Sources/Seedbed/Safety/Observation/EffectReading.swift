internal import Postgres

/// Makes of what the server told before and after a statement what the statement did. Pure.
struct EffectReading {
  /// As it was when the statement began.
  let map: RelationMap

  /// The modes that a session has taken meanwhile, on relations that were there before.
  func locks(from before: Signals, to after: Signals) -> [Int: LockMode] {
    var taken: [Int: LockMode] = [:]
    for (oid, relation) in after.relations where map[oid] != nil {
      taken[oid] = relation.modes.subtracting(before[oid]?.modes ?? []).max()
    }
    return taken
  }

  /// As a report shows them: what a table's own lock says already of its partitions, indexes and
  /// sequences is left out.
  func shown(_ modes: [Int: LockMode]) -> [StatementEffect.Lock] {
    modes.compactMap { oid, mode -> StatementEffect.Lock? in
      guard let relation = map[oid], !isImplied(mode, on: oid, by: modes) else { return nil }
      return StatementEffect.Lock(mode, on: relation.shown, kind: relation.kind)
    }.sorted { ($1.mode, $0.relation) < ($0.mode, $1.relation) }
  }

  private func isImplied(_ mode: LockMode, on oid: Int, by modes: [Int: LockMode]) -> Bool {
    let owner = map[oid]?.owner
    return ([owner].compactMap { $0 } + map.ancestors(of: oid) + map.ancestors(of: owner ?? oid))
      .contains { (modes[$0] ?? mode) >= mode && modes[$0] != nil }
  }

  /// What was done to relations that were there before, whose locks are `modes`.
  ///
  /// - Parameter earlier: how often each had been read before the transaction began, of which the
  ///   server's statistics do not know yet.
  func work(
    from before: Signals, to after: Signals, after earlier: [Int: Int], _ notices: WorkNotices,
    under modes: [Int: LockMode]
  ) -> [StatementEffect.Work] {
    func scans(_ oid: Int) -> Int {
      (after[oid]?.scans ?? 0) - (before[oid]?.scans ?? earlier[oid] ?? 0)
    }
    var rewritten: Set<Int> = []
    var emptied: Set<Int> = []
    var indexScans: Set<Int> = []
    var rebuilt: [Int: Int] = [:]
    for (oid, now) in after.relations where now.kind == .index {
      guard let owner = now.owner else { continue }
      if scans(oid) > 0 { indexScans.insert(owner) }
      if map.isBuilt(index: oid, of: owner, file: now.file) { rebuilt[owner, default: 0] += 1 }
    }
    for (oid, now) in after.relations {
      guard let known = map[oid], known.file != now.file, now.name != nil else { continue }
      switch known.kind {
      case .table, .materializedView:
        let isRead =
          scans(oid) > rebuilt[oid] ?? 0 || indexScans.contains(oid)
          || notices.rewritten.contains(known.name.name)
        // TRUNCATE gives a table another file as well, and reads nothing but for new indexes.
        if isRead || known.tablespace != now.tablespace || known.kind == .materializedView {
          rewritten.insert(oid)
        } else {
          emptied.insert(oid)
        }
      case .index where known.tablespace != now.tablespace: rewritten.insert(oid)
      case .index, .sequence, .view: break
      }
    }
    var builds: [Int: Int] = [:]
    for (oid, now) in after.relations where now.kind == .index && now.file != 0 {
      guard let owner = now.owner, map[owner] != nil, !emptied.contains(owner),
        !rewritten.contains(owner), !rewritten.contains(oid),
        map.isBuilt(index: oid, of: owner, file: now.file)
      else { continue }
      builds[owner, default: 0] += 1
    }
    let read = after.relations.keys.filter { oid in
      guard let known = map[oid], known.kind == .table || known.kind == .materializedView else {
        return false
      }
      // Each build reads the table once itself.
      return !rewritten.contains(oid) && !emptied.contains(oid)
        && scans(oid) > builds[oid] ?? 0
    }
    return shown(.rewrite, rewritten, under: modes) + shown(.scan, Set(read), under: modes)
      + shown(.indexBuild, Set(builds.keys), under: modes)
  }

  /// By relation; what was done to all partitions of a table under its own lock is said of the table.
  func shown(
    _ kind: StatementEffect.Work.Kind, _ oids: Set<Int>, under modes: [Int: LockMode]
  ) -> [StatementEffect.Work] {
    var left = oids
    var whole: Set<Int> = []
    for oid in oids {
      // The topmost first.
      for ancestor in map.ancestors(of: oid).reversed() {
        guard let mode = modes[ancestor], mode >= modes[oid] ?? mode else { continue }
        let leaves = map.leaves(of: ancestor)
        guard leaves.isSubset(of: oids) else { continue }
        whole.insert(ancestor)
        left.subtract(leaves)
        break
      }
    }
    return left.union(whole).compactMap { map[$0]?.shown }.sorted()
      .map { StatementEffect.Work(kind, of: $0) }
  }
}
