/// Finds the parts of a statement that changes rows, outside of all parentheses.
struct DataChangeReader {
  private(set) var verb = DataChange.Verb.update
  private(set) var tables: [DataChange.Table] = []
  private(set) var skipsConflicts = false
  private(set) var condition: Range<Int>?
  private(set) var conditionPlace: Int
  private(set) var sources: [Range<Int>] = []

  private let statement: Statement
  private let script: Script
  /// Without comments and white space.
  private var tokens: [(token: Token, depth: Int)] = []
  private var index = 0

  init(_ statement: Statement, of script: Script) {
    self.statement = statement
    self.script = script
    conditionPlace = statement.range.upperBound
    var lexer = Lexer(statement.source, in: statement.range)
    var depth = 0
    while let token = lexer.next() {
      if token.isLayout { continue }
      if token.kind == .closeParenthesis { depth -= 1 }
      tokens.append((token, depth))
      if token.kind == .openParenthesis { depth += 1 }
    }
  }

  mutating func read() throws(DataChange.Objection) {
    if let parameter = tokens.firstIndex(where: { $0.token.kind == .parameter }) {
      throw objection(
        "there is nothing to put in for a parameter", "write the value out", parameter)
    }
    switch takeWord() {
    case "UPDATE": try readUpdate()
    case "DELETE": try readDelete()
    case "INSERT": try readInsert()
    case "WITH":
      throw objection(
        "a statement that begins with WITH cannot be cut into batches",
        "write what WITH names as a subquery where it is used", 0)
    default:
      throw objection(
        "a backfill is one UPDATE, DELETE or INSERT … SELECT", "other statements are a migration's",
        0)
    }
    try readEnd()
  }

  // MARK: - The three statements

  private mutating func readUpdate() throws(DataChange.Objection) {
    verb = .update
    try readTarget()
    guard take("SET") else {
      throw objection("here SET was expected", "write UPDATE table SET …", index)
    }
    advance(to: ["FROM", "WHERE", "RETURNING"])
    if take("FROM") { readSources() }
  }

  private mutating func readDelete() throws(DataChange.Objection) {
    verb = .delete
    guard take("FROM") else {
      throw objection("here FROM was expected", "write DELETE FROM table …", index)
    }
    try readTarget()
    if take("USING") { readSources() }
  }

  private mutating func readInsert() throws(DataChange.Objection) {
    verb = .insert
    guard take("INTO"), takeName() != nil else {
      throw objection(
        "here INTO and a table were expected", "write INSERT INTO table SELECT …", index)
    }
    advance(to: ["SELECT", "VALUES", "DEFAULT", "WITH", "TABLE"])
    guard take("SELECT") else {
      throw objection(
        "the rows to be inserted are not a table's", "write INSERT INTO … SELECT … FROM table …",
        min(index, tokens.count - 1))
    }
    if word == "DISTINCT" { throw acrossRows(index) }
    advance(to: ["FROM"])
    guard take("FROM") else {
      throw objection(
        "the SELECT reads no table", "a backfill goes through the rows of a table", tokens.count - 1
      )
    }
    let start = index
    while let table = readTable() {
      tables.append(table)
      advance(to: ["JOIN"], orComma: true, stoppingAt: Self.afterSources)
      if index >= tokens.count || !(take("JOIN") || takeComma()) { break }
    }
    advance(to: Self.afterSources)
    for place in start..<index where tokens[place].depth == 0 {
      if ["RIGHT", "FULL"].contains(word(at: place)), word(at: place + 1) != nil {
        throw objection(
          "an outer join that keeps the other table's rows cannot be cut into batches",
          "let the table that is gone through stand first, with LEFT JOIN", place)
      }
    }
    if start < index { sources.append(range(start..<index)) }
    guard !tables.isEmpty else {
      throw objection(
        "the SELECT reads no table by its name", "let the table stand first after FROM", start)
    }
  }

  /// `[ONLY] name [*] [[AS] alias]`
  private mutating func readTarget() throws(DataChange.Objection) {
    let start = index
    guard let table = readTable() else {
      throw objection("here a table was expected", "write its name", index)
    }
    tables = [table]
    sources = [range(start..<index)]
  }

  private mutating func readSources() {
    let start = index
    advance(to: ["WHERE", "RETURNING"])
    if start < index { sources.append(range(start..<index)) }
  }

  /// `WHERE` and what comes after it.
  private mutating func readEnd() throws(DataChange.Objection) {
    if index > 0, index <= tokens.count {
      conditionPlace = tokens[index - 1].token.range.upperBound
    }
    if take("WHERE") {
      let start = index
      advance(to: verb == .insert ? Self.afterCondition : ["RETURNING"])
      guard start < index else {
        throw objection("WHERE has no condition", "write one", start - 1)
      }
      if word(at: start) == "CURRENT", word(at: start + 1) == "OF" {
        throw objection("there is no cursor here", "write a condition", start)
      }
      condition = range(start..<index)
    }
    guard verb == .insert else { return }
    while index < tokens.count {
      let place = index
      switch takeWord() {
      case "GROUP", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "LIMIT", "OFFSET", "FETCH":
        if tokens[place].depth == 0 { throw acrossRows(place) }
      case "ON" where tokens[place].depth == 0 && word == "CONFLICT":
        advance(to: ["DO"])
        skipsConflicts = word(at: index + 1) == "NOTHING"
        return
      case nil: index += 1
      default: break
      }
    }
  }

  private static let afterCondition: Set = [
    "GROUP", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT", "OFFSET",
    "FETCH", "FOR", "RETURNING", "ON",
  ]
  private static let afterSources = afterCondition.union(["WHERE"])

  // MARK: - Tables

  private mutating func readTable() -> DataChange.Table? {
    _ = take("LATERAL")
    let isAlone = take("ONLY")
    guard let name = takeName() else { return nil }
    if index < tokens.count, tokens[index].token.kind == .openParenthesis { return nil }
    if index < tokens.count, text(index) == "*" { index += 1 }
    let isNamed = take("AS")
    var reference = name.last
    if isNamed || isAlias { reference = takeName()?.last ?? reference }
    return DataChange.Table(
      name: name.joined(separator: "."), reference: reference ?? "", isAlone: isAlone)
  }

  private var isAlias: Bool {
    guard index < tokens.count, tokens[index].depth == 0 else { return false }
    if tokens[index].token.kind == .quotedIdentifier { return true }
    guard let word else { return false }
    return !Self.afterSources.contains(word)
      && ![
        "SET", "FROM", "USING", "JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL",
        "TABLESAMPLE",
      ].contains(word)
  }

  /// The parts of a name, as they are written.
  private mutating func takeName() -> [String]? {
    var parts: [String] = []
    while index < tokens.count,
      [.word, .quotedIdentifier].contains(tokens[index].token.kind)
    {
      parts.append(text(index))
      index += 1
      guard index < tokens.count, text(index) == "." else { break }
      index += 1
    }
    return parts.isEmpty ? nil : parts
  }

  // MARK: - Tokens

  private var word: String? { word(at: index) }

  private func word(at place: Int) -> String? {
    guard place < tokens.count, tokens[place].token.kind == .word else { return nil }
    return statement.uppercased(tokens[place].token)
  }

  private func text(_ place: Int) -> String {
    String(decoding: statement.source[tokens[place].token.range], as: UTF8.self)
  }

  private mutating func takeWord() -> String? {
    guard let word else { return nil }
    index += 1
    return word
  }

  private mutating func take(_ keyword: String) -> Bool {
    guard word == keyword else { return false }
    index += 1
    return true
  }

  private mutating func takeComma() -> Bool {
    guard index < tokens.count, text(index) == "," else { return false }
    index += 1
    return true
  }

  /// To the next of these words outside parentheses, or to the end. `IS DISTINCT FROM` is an
  /// operator, and `ON` ends a clause only as `ON CONFLICT`.
  private mutating func advance(
    to keywords: Set<String>, orComma: Bool = false, stoppingAt others: Set<String> = []
  ) {
    let wanted = keywords.union(others)
    while index < tokens.count {
      if tokens[index].depth == 0 {
        if orComma, text(index) == "," { return }
        if let word, wanted.contains(word) {
          let isOperator = word == "FROM" && index > 0 && self.word(at: index - 1) == "DISTINCT"
          let isJoin = word == "ON" && self.word(at: index + 1) != "CONFLICT"
          if !isOperator, !isJoin { return }
        }
      }
      index += 1
    }
  }

  private func range(_ places: Range<Int>) -> Range<Int> {
    tokens[places.lowerBound].token.range
      .lowerBound..<tokens[places.upperBound - 1].token.range
      .upperBound
  }

  private func acrossRows(_ place: Int) -> DataChange.Objection {
    objection(
      "\(word(at: place) ?? "this") looks at many rows together, and a batch holds only some of them",
      "write a SELECT that makes each row from one row of the table", place)
  }

  private func objection(_ message: String, _ hint: String, _ place: Int) -> DataChange.Objection {
    let offset =
      place < tokens.count
      ? tokens[place].token.range.lowerBound : statement.range.upperBound
    return DataChange.Objection(
      message: message, hint: hint, position: script.position(of: offset))
  }
}
