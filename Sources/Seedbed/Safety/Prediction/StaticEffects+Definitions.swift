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
    case "TABLE": createTable(&words, into: &draft)
    case "STATISTICS":
      let table = words.name(after: "FROM")
      lock(oid(of: table, [.table, .materializedView]), .shareUpdateExclusive, &draft)
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

  private func createTable(_ words: inout StatementWords, into draft: inout EffectDraft) {
    if words.takeIfExists(), oid(of: words.peekName) != nil { return }
    for name in words.names(after: "LIKE") {
      lock(oid(of: name), .accessShare, &draft)
    }
    if words.contains("AS"), words.contains("SELECT") {
      readTables(words, isRead: true, into: &draft)
    }
  }

  func drop(_ words: inout StatementWords, into draft: inout EffectDraft) {
    let kind = words.takeWord()
    _ = words.takeIfExists()
    switch kind {
    case "SEQUENCE": lockEach(&words, .accessExclusive, &draft)
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
