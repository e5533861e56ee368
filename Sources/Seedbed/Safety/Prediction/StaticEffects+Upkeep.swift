internal import Postgres
internal import SQLScript

extension StaticEffects {
  func reindex(_ words: inout StatementWords, into draft: inout EffectDraft) {
    let isConcurrent = words.contains("CONCURRENTLY")
    words.skipParentheses()
    let kind = words.takeWord()
    _ = words.take("CONCURRENTLY")
    let name = words.takeName()
    var tables: [Int] = []
    var indexes: [Int] = []
    switch kind {
    case "INDEX":
      indexes = [oid(of: name, [.index])].compactMap { $0 }
      tables = indexes.compactMap { map[$0]?.owner }
    case "TABLE":
      tables = [oid(of: name, [.table, .materializedView])].compactMap { $0 }.flatMap(family)
    case "SCHEMA":
      let schema = name.flatMap(Identifier.parts)?.last
      tables = map.relations.filter { $0.value.name.schema == schema && $0.value.kind == .table }
        .map(\.key)
    default: tables = map.relations.filter { $0.value.kind == .table }.map(\.key)
    }
    if indexes.isEmpty {
      indexes = map.relations.filter { relation in
        relation.value.kind == .index && tables.contains(relation.value.owner ?? 0)
      }.map(\.key)
    }
    for table in tables {
      draft.lock(table, isConcurrent ? .shareUpdateExclusive : .share)
      if map[table]?.isPartitioned == false { draft.work.append((.indexBuild, table)) }
    }
    for index in indexes {
      draft.lock(index, isConcurrent ? .shareUpdateExclusive : .accessExclusive)
    }
  }

  func maintain(_ verb: String, _ words: inout StatementWords, into draft: inout EffectDraft) {
    var isFull = words.parenthesized.contains("FULL")
    words.skipParentheses()
    while let option = words.peek, ["FULL", "FREEZE", "VERBOSE", "ANALYZE"].contains(option) {
      if option == "FULL" { isFull = true }
      _ = words.takeWord()
    }
    // The table of locks has it.
    if isFull { return }
    repeat {
      let table = oid(of: words.takeName(), [.table, .materializedView])
      lock(table, .shareUpdateExclusive, &draft)
      // ANALYZE reads a sample of a fixed size.
      if verb == "VACUUM" { work(.scan, table, &draft) }
      words.skipParentheses()
    } while words.take(",")
  }

  func query(_ verb: String, _ words: inout StatementWords, into draft: inout EffectDraft) {
    var written: [String?] = []
    switch verb {
    case "INSERT", "MERGE":
      _ = words.take("INTO")
      written = [words.takeName()]
    case "UPDATE":
      _ = words.take("ONLY")
      written = [words.takeName()]
      work(.scan, oid(of: written[0], [.table]), &draft)
    case "DELETE":
      _ = words.take("FROM")
      _ = words.take("ONLY")
      written = [words.takeName()]
      work(.scan, oid(of: written[0], [.table]), &draft)
    case "COPY":
      let name = words.takeName()
      words.skipParentheses()
      if words.peek == "FROM" {
        lock(oid(of: name), .rowExclusive, &draft)
      } else {
        lock(oid(of: name), .accessShare, &draft)
        work(.scan, oid(of: name, [.table]), &draft)
      }
      return
    case "WITH":
      written =
        words.names(after: "UPDATE") + words.names(after: "INTO")
        + words.names(after: "DELETE")
    default: break
    }
    for name in written { lock(oid(of: name, [.table, .view]), .rowExclusive, &draft) }
    readTables(words, isRead: true, into: &draft)
  }

  /// Those that a query names.
  func readTables(_ words: StatementWords, isRead: Bool, into draft: inout EffectDraft) {
    for keyword in ["FROM", "JOIN", "USING"] {
      for name in words.names(after: keyword) {
        let table = oid(of: name, [.table, .view, .materializedView])
        lock(table, .accessShare, &draft)
        if isRead, table.map({ map[$0]?.kind != .view }) ?? false { work(.scan, table, &draft) }
      }
    }
  }
}
