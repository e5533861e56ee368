internal import SQLScript

extension StaticEffects {
  func alter(_ words: inout StatementWords, into draft: inout EffectDraft) {
    let kind = words.takeWord()
    if kind == "MATERIALIZED" || kind == "FOREIGN" { _ = words.takeWord() }
    _ = words.takeIfExists()
    switch kind {
    case "TABLE", "MATERIALIZED", "FOREIGN", "VIEW":
      let isOnly = words.take("ONLY")
      let name = words.takeName()
      _ = words.take("*")
      guard let table = oid(of: name, [.table, .view, .materializedView]) else { return }
      alterTable(table, isOnly: isOnly, &words, into: &draft)
    case "INDEX":
      guard let index = oid(of: words.takeName(), [.index]) else { return }
      if words.contains("TABLESPACE") {
        draft.lock(index, .accessExclusive)
        draft.work.append((.rewrite, index))
      } else {
        draft.lock(index, .shareUpdateExclusive)
      }
    case "SEQUENCE":
      guard let sequence = oid(of: words.takeName(), [.sequence]) else { return }
      let isNaming = ["RENAME", "SET", "OWNER"].contains(words.peek)
      draft.lock(sequence, isNaming ? .accessExclusive : .shareRowExclusive)
    case "POLICY", "TRIGGER", "RULE":
      lock(oid(of: words.name(after: "ON"), [.table, .view]), .accessExclusive, &draft)
    case "PUBLICATION":
      guard words.skip(past: "TABLE") else { return }
      lockEach(&words, .shareUpdateExclusive, &draft)
    case "DOMAIN"
    where words.contains("CHECK") || words.contains(phrase: "SET NOT NULL")
      || words.contains("VALIDATE"):
      if !words.contains(phrase: "NOT VALID") {
        draft.note = "every table that uses the domain is read through under a lock of writers"
      }
    default: break
    }
  }

  private func alterTable(
    _ table: Int, isOnly: Bool, _ words: inout StatementWords, into draft: inout EffectDraft
  ) {
    if words.take("ATTACH"), words.take("PARTITION") { return attach(table, &words, &draft) }
    if words.take("DETACH"), words.take("PARTITION") { return detach(table, &words, &draft) }
    for action in words.splitByCommas() {
      let change = StatedAction(action)
      if isOnly || map[table]?.isPartitioned != true {
        draft.lock(table, change.mode)
      } else {
        lock(table, change.mode, &draft)
      }
      for kind in change.work { work(kind, table, &draft) }
      if let other = oid(of: change.referenced, [.table]) {
        lock(other, .shareRowExclusive, &draft)
      }
    }
  }

  private func attach(
    _ table: Int, _ words: inout StatementWords, _ draft: inout EffectDraft
  ) {
    draft.lock(table, .shareUpdateExclusive)
    let part = oid(of: words.takeName(), [.table])
    for other in [part, map.defaultPartition(of: table)] {
      lock(other, .accessExclusive, &draft)
      work(.scan, other, &draft)
    }
  }

  private func detach(
    _ table: Int, _ words: inout StatementWords, _ draft: inout EffectDraft
  ) {
    let part = oid(of: words.takeName(), [.table])
    let isConcurrent = words.take("CONCURRENTLY") || words.take("FINALIZE")
    draft.lock(table, isConcurrent ? .shareUpdateExclusive : .accessExclusive)
    lock(part, .accessExclusive, &draft)
    if !isConcurrent { lock(map.defaultPartition(of: table), .accessExclusive, &draft) }
  }
}

/// One action of an `ALTER TABLE` (manual, ALTER TABLE).
struct StatedAction {
  private(set) var mode = LockMode.accessExclusive
  private(set) var work: [StatementEffect.Work.Kind] = []
  /// The table that a foreign key leads to, as it is written.
  private(set) var referenced: String?

  init(_ words: StatementWords) {
    var words = words
    switch words.takeWord() {
    case "ADD": add(&words)
    case "ALTER":
      _ = words.take("COLUMN")
      _ = words.takeName()
      alterColumn(words)
    case "VALIDATE":
      mode = .shareUpdateExclusive
      work = [.scan]
    case "SET", "RESET": set(words)
    case "CLUSTER": mode = .shareUpdateExclusive
    case "ENABLE", "DISABLE": if words.contains("TRIGGER") { mode = .shareRowExclusive }
    default: break
    }
  }

  private mutating func set(_ words: StatementWords) {
    switch words.peek {
    case "(", "WITHOUT": mode = .shareUpdateExclusive
    case "LOGGED", "UNLOGGED", "TABLESPACE", "ACCESS": work = [.rewrite]
    default: break
    }
  }

  private mutating func alterColumn(_ words: StatementWords) {
    if words.contains("TYPE") || words.contains("EXPRESSION") && words.peek == "SET" {
      work = [.rewrite]
    } else if words.contains(phrase: "SET NOT NULL") {
      work = [.scan]
    } else if words.contains("STATISTICS") || words.contains(phrase: "SET (")
      || words.contains(phrase: "RESET (")
    {
      mode = .shareUpdateExclusive
    }
  }

  private mutating func add(_ words: inout StatementWords) {
    let isNotValid = words.contains(phrase: "NOT VALID")
    let isByIndex = words.contains(phrase: "USING INDEX") && !words.contains("TABLESPACE")
    if words.take("CONSTRAINT") { _ = words.takeName() }
    switch words.peek {
    case "FOREIGN":
      mode = .shareRowExclusive
      referenced = words.name(after: "REFERENCES")
      work = isNotValid ? [] : [.scan]
    case "CHECK", "NOT": work = isNotValid ? [] : [.scan]
    case "UNIQUE", "PRIMARY": work = isByIndex ? [] : [.indexBuild]
    case "EXCLUDE": work = [.indexBuild]
    default: addColumn(&words)
    }
  }

  private mutating func addColumn(_ words: inout StatementWords) {
    _ = words.take("COLUMN")
    _ = words.takeIfExists()
    _ = words.takeName()
    referenced = words.name(after: "REFERENCES")
    let isSerial = words.peek.map { ["SERIAL", "BIGSERIAL", "SMALLSERIAL"].contains($0) } ?? false
    let isStored = words.contains("STORED") || words.contains("IDENTITY")
    if isSerial || isStored || hasVolatileDefault(words) { work = [.rewrite] }
    // Beneath a rewrite it costs nothing more.
    if work.isEmpty, words.contains(outsideParentheses: "CHECK") { work = [.scan] }
    if work.isEmpty, referenced != nil, words.contains(outsideParentheses: "DEFAULT") {
      work = [.scan]
    }
    if words.contains(outsideParentheses: "UNIQUE")
      || words.contains(outsideParentheses: "PRIMARY")
    {
      work.append(.indexBuild)
    }
  }

  /// A function that is not known to be stable is taken for one that is not.
  private func hasVolatileDefault(_ words: StatementWords) -> Bool {
    var rest = words
    guard rest.skip(past: "DEFAULT") else { return false }
    return rest.calledFunctions.contains { !Self.stable.contains($0) }
  }

  private static let stable: Set<String> = [
    "NOW", "TRANSACTION_TIMESTAMP", "STATEMENT_TIMESTAMP", "DATE_TRUNC", "TIMEZONE", "CAST",
    "LOWER",
    "UPPER", "TO_DATE", "TO_TIMESTAMP", "MAKE_INTERVAL", "MAKE_DATE", "JSONB_BUILD_OBJECT",
    "JSON_BUILD_OBJECT", "JSONB_BUILD_ARRAY", "COALESCE", "ARRAY", "CHECK", "VARCHAR", "NUMERIC",
    "CHAR", "CURRENT_SETTING", "REPEAT", "MD5", "ABS", "ROUND", "EXTRACT",
  ]
}
