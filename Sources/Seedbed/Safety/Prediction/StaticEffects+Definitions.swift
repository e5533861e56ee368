internal import Postgres
internal import SQLScript

extension StaticEffects {
  func create(_ words: inout StatementWords, into draft: inout EffectDraft) {
    let replaces = words.take("OR") && words.take("REPLACE")
    for word in ["GLOBAL", "LOCAL", "UNIQUE", "CONSTRAINT", "RECURSIVE", "UNLOGGED"] {
      _ = words.take(word)
    }
    if words.take("TEMP") || words.take("TEMPORARY") { return }
    switch words.takeWord() {
    case "INDEX": createIndex(&words, into: &draft)
    case "TABLE": createTable(&words, into: &draft)
    case "TRIGGER": lock(words.name(after: "ON"), .shareRowExclusive, &draft, self)
    case "RULE": lock(words.name(after: "TO"), .accessExclusive, &draft, self)
    case "POLICY": lock(words.name(after: "ON"), .accessExclusive, &draft, self)
    case "STATISTICS": lock(words.name(after: "FROM"), .shareUpdateExclusive, &draft, self)
    case "PUBLICATION":
      guard words.skip(past: "TABLE") else { return }
      lockEach(&words, .shareUpdateExclusive, &draft)
    case "VIEW":
      if replaces { lock(oid(of: words.takeName(), [.view]), .accessExclusive, &draft) }
      readTables(words, isRead: false, into: &draft)
    case "MATERIALIZED":
      readTables(words, isRead: !words.ends(with: ["WITH", "NO", "DATA"]), into: &draft)
    case "SCHEMA", "EXTENSION": draft.note = "what it makes is known to a server alone"
    default: break
    }
  }

  private func lock(
    _ name: String?, _ mode: LockMode, _ draft: inout EffectDraft, _ effects: StaticEffects
  ) {
    lock(oid(of: name, [.table, .view, .materializedView]), mode, &draft)
  }

  private func createIndex(_ words: inout StatementWords, into draft: inout EffectDraft) {
    let isConcurrent = words.take("CONCURRENTLY")
    let isOptional = words.takeIfExists()
    var name: String?
    if words.peek != "ON" { name = words.takeName() }
    guard words.take("ON") else { return }
    let isOnly = words.take("ONLY")
    guard let table = oid(of: words.takeName(), [.table, .materializedView]) else { return }
    let isThere = isOptional && oid(of: name, [.index]) != nil
    if isOnly || isThere {
      draft.lock(table, isConcurrent ? .shareUpdateExclusive : .share)
      if isThere || map[table]?.isPartitioned == true { return }
    }
    lock(table, isConcurrent ? .shareUpdateExclusive : .share, &draft)
    work(.indexBuild, table, &draft)
  }

  private func createTable(_ words: inout StatementWords, into draft: inout EffectDraft) {
    if words.takeIfExists(), oid(of: words.peekName) != nil { return }
    _ = words.takeName()
    if words.take("PARTITION"), words.take("OF") {
      let parent = oid(of: words.takeName(), [.table])
      if let parent {
        draft.lock(parent, .accessExclusive)
        if let rest = map.defaultPartition(of: parent) {
          lock(rest, .accessExclusive, &draft)
          work(.scan, rest, &draft)
        }
      }
    }
    for name in words.names(after: "REFERENCES") {
      lock(oid(of: name, [.table]), .shareRowExclusive, &draft)
    }
    for name in words.names(after: "LIKE") {
      lock(oid(of: name), .accessShare, &draft)
    }
    for name in words.names(after: "INHERITS") {
      if let parent = oid(of: name, [.table]) { draft.lock(parent, .shareUpdateExclusive) }
    }
    if words.contains("AS"), words.contains("SELECT") {
      readTables(words, isRead: true, into: &draft)
    }
  }

  func drop(_ words: inout StatementWords, into draft: inout EffectDraft) {
    let kind = words.takeWord()
    if kind == "MATERIALIZED" || kind == "FOREIGN" { _ = words.takeWord() }
    let isConcurrent = words.take("CONCURRENTLY")
    _ = words.takeIfExists()
    switch kind {
    case "TABLE", "VIEW", "MATERIALIZED", "FOREIGN", "SEQUENCE":
      repeat {
        guard let relation = oid(of: words.takeName()) else { continue }
        lock(relation, .accessExclusive, &draft)
        for parent in map.ancestors(of: relation).prefix(1) {
          draft.lock(parent, .accessExclusive)
          if let rest = map.defaultPartition(of: parent) { draft.lock(rest, .accessExclusive) }
        }
      } while words.take(",")
    case "INDEX":
      let mode: LockMode = isConcurrent ? .shareUpdateExclusive : .accessExclusive
      repeat {
        guard let index = oid(of: words.takeName(), [.index]) else { continue }
        draft.lock(index, mode)
        lock(map[index]?.owner, mode, &draft)
      } while words.take(",")
    case "TRIGGER", "POLICY", "RULE":
      lock(oid(of: words.name(after: "ON")), .accessExclusive, &draft)
    case "SCHEMA" where words.contains("CASCADE"):
      let schema = words.takeName().flatMap(Identifier.parts)?.last
      for (oid, relation) in map.relations where relation.name.schema == schema {
        draft.lock(oid, .accessExclusive)
      }
    case "TYPE", "DOMAIN", "EXTENSION", "OWNED", "FUNCTION":
      guard words.contains("CASCADE") || kind == "OWNED" else { return }
      draft.note = "what goes with it is known to a server alone"
    default: break
    }
  }

  func comment(_ words: inout StatementWords, into draft: inout EffectDraft) {
    guard words.take("ON") else { return }
    let kind = words.takeWord()
    if kind == "MATERIALIZED" || kind == "FOREIGN" { _ = words.takeWord() }
    switch kind {
    case "TABLE", "VIEW", "MATERIALIZED", "FOREIGN", "SEQUENCE", "INDEX":
      if let relation = oid(of: words.takeName()) { draft.lock(relation, .shareUpdateExclusive) }
    case "COLUMN":
      guard let name = words.takeName(), let dot = name.lastIndex(of: ".") else { return }
      if let table = oid(of: String(name[..<dot])) { draft.lock(table, .shareUpdateExclusive) }
    default: break
    }
  }
}
