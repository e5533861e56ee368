internal import SQLScript

/// Reads what a statement does from its tokens.
///
/// What it does not know becomes `.other`, never an error: a newer server may know it.
struct OutlineReader {
  var cursor: TokenCursor
  private let range: Range<Int>
  private let words: [String]
  private let standsAlone: Bool
  private var fallback = StatementOutline.Kind.other

  init(_ statement: Statement, of script: Script) {
    // Longer statements hold data, of which no more than the beginning counts.
    let isLong = statement.range.count > StatementOutline.longest
    cursor = TokenCursor(isLong ? [] : statement.tokens, of: script.bytes)
    range = statement.range
    words = statement.words
    standsAlone = statement.standsAlone
    if isLong { fallback = ["UPDATE", "DELETE"].contains(words.first) ? .other : .rows }
  }

  mutating func read() -> StatementOutline {
    let kind = takeKind()
    return StatementOutline(
      kind: kind, range: range, tokens: cursor.tokens, words: words, standsAlone: standsAlone)
  }

  private mutating func takeKind() -> StatementOutline.Kind {
    switch cursor.takeWord() {
    case "ALTER": return takeAlter()
    case "CREATE": return takeCreate()
    case "DROP": return takeDrop()
    case "TRUNCATE": return takeTruncate()
    case "REINDEX": return takeReindex()
    case "REFRESH": return takeRefresh()
    case "CLUSTER": return takeCluster()
    case "VACUUM": return takeVacuum()
    case "LOCK": return takeLock()
    case "UPDATE": return takeUpdate()
    case "DELETE": return takeDelete()
    case "SELECT", "INSERT", "COPY", "MERGE", "CALL", "VALUES", "TABLE", "WITH": return .rows
    case "DO": return .block
    default: return fallback
    }
  }

  // MARK: - ALTER

  private mutating func takeAlter() -> StatementOutline.Kind {
    let start = range.lowerBound
    if cursor.take("TABLE") { return takeAlterTable(.table, from: start) }
    if cursor.take("FOREIGN", "TABLE") { return takeAlterTable(.foreignTable, from: start) }
    if cursor.take("MATERIALIZED", "VIEW") {
      return takeAlterTable(.materializedView, from: start)
    }
    if cursor.take("INDEX") { return takeAlterTable(.index, from: start) }
    if cursor.take("VIEW") { return takeAlterTable(.view, from: start) }
    if cursor.take("SEQUENCE") { return takeAlterTable(.sequence, from: start) }
    if cursor.take("TYPE") { return takeAlterType() }
    if cursor.take("DOMAIN") { return takeAlterDomain() }
    if cursor.take("SCHEMA"), let name = cursor.takeName(), cursor.take("RENAME", "TO"),
      let new = cursor.takeIdentifier()
    {
      return .rename(.init(object: .schema, name: name, newName: new))
    }
    return .other
  }

  private mutating func takeAlterTable(
    _ object: StatementOutline.AlterTable.Object, from start: Int
  ) -> StatementOutline.Kind {
    if cursor.take("ALL", "IN", "TABLESPACE") { return .other }
    _ = cursor.takeIfExists()
    _ = cursor.take("ONLY")
    let nameStart = cursor.offset
    guard let table = cursor.takeTable() else { return .other }
    let head = start..<cursor.endOfLast
    if cursor.take("RENAME") { return takeRename(object, of: table) }
    if cursor.take("SET", "SCHEMA"), let schema = cursor.takeIdentifier() {
      var rename = StatementOutline.Rename(
        object: object == .view ? .view : .table, name: table, newName: schema)
      rename.changesSchema = true
      return object == .sequence ? .other : .rename(rename)
    }
    let actions = cursor.takeList().map(TableAction.init)
    return .alterTable(
      StatementOutline.AlterTable(
        object: object, table: table, head: head, nameStart: nameStart, actions: actions))
  }

  private mutating func takeRename(
    _ object: StatementOutline.AlterTable.Object, of table: RelationName
  ) -> StatementOutline.Kind {
    if cursor.take("TO"), let new = cursor.takeIdentifier() {
      let renamed: StatementOutline.Rename.Object =
        switch object {
        case .index: .index
        case .view: .view
        case .sequence: .constraint
        case .table, .materializedView, .foreignTable: .table
        }
      return .rename(.init(object: renamed, name: table, newName: new))
    }
    let isConstraint = cursor.take("CONSTRAINT")
    if !isConstraint { _ = cursor.take("COLUMN") }
    guard let old = cursor.takeIdentifier(), cursor.take("TO"), let new = cursor.takeIdentifier()
    else { return .other }
    return .rename(
      .init(object: isConstraint ? .constraint : .column, name: table, part: old, newName: new))
  }

  private mutating func takeAlterType() -> StatementOutline.Kind {
    guard let name = cursor.takeName() else { return .other }
    if cursor.take("ADD", "VALUE") {
      _ = cursor.takeIfNotExists()
      return .addEnumValue(name, value: cursor.takeString() ?? "")
    }
    if cursor.take("RENAME", "VALUE"), let old = cursor.takeString(), cursor.take("TO"),
      let new = cursor.takeString()
    {
      return .rename(.init(object: .enumValue, name: name, part: old, newName: new))
    }
    if cursor.take("RENAME", "TO"), let new = cursor.takeIdentifier() {
      return .rename(.init(object: .type, name: name, newName: new))
    }
    return .other
  }

  private mutating func takeAlterDomain() -> StatementOutline.Kind {
    guard let name = cursor.takeName() else { return .other }
    if cursor.take("VALIDATE", "CONSTRAINT") { return .validateDomainConstraint(name) }
    if cursor.take("SET", "NOT", "NULL") {
      return .addDomainConstraint(name, isNotValid: false)
    }
    guard cursor.take("ADD") else { return .other }
    cursor.skip(to: ["VALID"])
    return .addDomainConstraint(name, isNotValid: !cursor.isAtEnd)
  }

  // MARK: - Maintenance

  private mutating func takeTruncate() -> StatementOutline.Kind {
    _ = cursor.take("TABLE")
    let tables = takeTables()
    cursor.skip(to: ["CASCADE"])
    return .truncate(tables, cascades: !cursor.isAtEnd)
  }

  private mutating func takeTables() -> [RelationName] {
    var tables: [RelationName] = []
    repeat {
      if let table = cursor.takeTable() { tables.append(table) }
    } while cursor.takeSymbol(",")
    return tables
  }

  private mutating func takeReindex() -> StatementOutline.Kind {
    var isConcurrent = false
    if let inside = cursor.takeInside() {
      isConcurrent = inside.source[inside.range].containsWord("CONCURRENTLY")
    }
    let objects: [String: StatementOutline.Reindex.Object] = [
      "INDEX": .index, "TABLE": .table, "SCHEMA": .schema, "DATABASE": .database,
      "SYSTEM": .system,
    ]
    guard let word = cursor.takeWord(), let object = objects[word] else { return .other }
    let after = cursor.endOfLast
    if cursor.take("CONCURRENTLY") { isConcurrent = true }
    return .reindex(
      .init(
        object: object, name: cursor.takeName(), isConcurrent: isConcurrent, afterObject: after))
  }

  private mutating func takeRefresh() -> StatementOutline.Kind {
    guard cursor.take("MATERIALIZED", "VIEW") else { return .other }
    let isConcurrent = cursor.take("CONCURRENTLY")
    guard let view = cursor.takeName() else { return .other }
    return .refresh(view, isConcurrent: isConcurrent)
  }

  private mutating func takeCluster() -> StatementOutline.Kind {
    _ = cursor.takeParenthesised()
    _ = cursor.take("VERBOSE")
    guard let name = cursor.takeName() else { return .cluster(nil) }
    // The old form: CLUSTER index ON table.
    if cursor.take("ON"), let table = cursor.takeName() { return .cluster(table) }
    return .cluster(name)
  }

  private mutating func takeVacuum() -> StatementOutline.Kind {
    var isFull = false
    if let inside = cursor.takeInside() {
      var options = inside
      options.skip(to: ["FULL"])
      isFull = options.take("FULL") && options.takeAny(["FALSE", "OFF"]) == nil
    }
    while let word = cursor.takeAny(["FULL", "FREEZE", "VERBOSE", "ANALYZE"]) {
      if word == "FULL" { isFull = true }
    }
    guard isFull else { return .other }
    var tables: [RelationName] = []
    repeat {
      if let table = cursor.takeTable() { tables.append(table) }
      _ = cursor.takeParenthesised()
    } while cursor.takeSymbol(",")
    return .vacuumFull(tables)
  }

  private mutating func takeLock() -> StatementOutline.Kind {
    _ = cursor.take("TABLE")
    let tables = takeTables()
    guard cursor.take("IN") else { return .lock(tables, mode: .accessExclusive) }
    var words: [String] = []
    while let word = cursor.takeWord(), word != "MODE" { words.append(word) }
    let mode = LockMode.allCases.first { $0.name == words.joined(separator: " ") }
    return .lock(tables, mode: mode ?? .accessExclusive)
  }

  // MARK: - Rows

  private mutating func takeUpdate() -> StatementOutline.Kind {
    guard let table = cursor.takeTable() else { return .other }
    cursor.skip(to: ["SET"])
    _ = cursor.take("SET")
    var columns: [String] = []
    var assignments = cursor
    for var part in assignments.takeList() {
      if let name = part.takeIdentifier() { columns.append(name) }
    }
    return .change(change(.update, table, columns))
  }

  private mutating func takeDelete() -> StatementOutline.Kind {
    guard cursor.take("FROM"), let table = cursor.takeTable() else { return .other }
    return .change(change(.delete, table, []))
  }

  private mutating func change(
    _ action: StatementOutline.DataChange.Action, _ table: RelationName, _ columns: [String]
  ) -> StatementOutline.DataChange {
    cursor.skip(to: ["WHERE"])
    guard cursor.take("WHERE") else {
      return .init(action: action, table: table, condition: nil, bounded: [], columns: columns)
    }
    var condition = cursor
    condition.skip(to: ["RETURNING"])
    let tokens = cursor.tokens[cursor.index..<condition.index]
    let inner = TokenCursor(Array(tokens), of: cursor.source)
    return .init(
      action: action, table: table, condition: inner.names, bounded: inner.boundedColumns,
      columns: columns)
  }
}

extension StatementOutline {
  /// In bytes.
  static let longest = 1 << 20

  static func of(_ statement: Statement, in script: Script) -> StatementOutline {
    var reader = OutlineReader(statement, of: script)
    return reader.read()
  }
}

extension TokenCursor {
  /// All words and quoted names, in lower case.
  var names: Set<String> {
    var cursor = self
    var names: Set<String> = []
    while !cursor.isAtEnd {
      if let name = cursor.takeIdentifier() { names.insert(name) } else { cursor.step() }
    }
    return names
  }

  /// The columns that are compared with values written out: `id = 12`, `id IN (1, 2)`,
  /// `id BETWEEN 1 AND 9`, `id < 1000`.
  fileprivate var boundedColumns: Set<String> {
    var columns: Set<String> = []
    for index in tokens.indices.dropLast(2) where tokens[index].isName {
      let next = text(tokens[index + 1].range).uppercased()
      let value = tokens[index + 2]
      let isValue = value.kind == .number || value.kind == .string || value.kind == .parameter
      let holdsQuery =
        index + 3 < tokens.count && text(tokens[index + 3].range).uppercased() == "SELECT"
      if ["=", "<", "<=", ">", ">=", "BETWEEN"].contains(next) && isValue
        || next == "IN" && value.kind == .openParenthesis && !holdsQuery
      {
        var cursor = TokenCursor([tokens[index]], of: source)
        if let name = cursor.takeIdentifier() { columns.insert(name) }
      }
    }
    return columns
  }
}

extension Token {
  fileprivate var isName: Bool { kind == .word || kind == .quotedIdentifier }
}

extension SourceText {
  func containsWord(_ word: String) -> Bool {
    String(decoding: self, as: UTF8.self).uppercased().contains(word)
  }
}
