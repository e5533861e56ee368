internal import SQLScript

/// Data that a statement takes away or writes over, by the names that the statement has for it.
struct Loss: Hashable {
  enum Extent: Hashable {
    /// The table goes, and its rows with it.
    case table
    /// So does every table of the schema.
    case schema
    /// Rows are deleted, or all of them.
    ///
    /// - cascades: `TRUNCATE … CASCADE` empties the tables that refer to it, too.
    case rows(cascades: Bool)
    /// The column goes, or its values become others.
    case column(String)
    /// What the statement does stands in a text that is put together as it runs.
    case unknown
  }

  /// As it is written, with its schema if there is one; empty where nothing is known.
  let name: String
  let extent: Extent
  /// Of the statement.
  let location: Problem.Location
}

/// Finds what a script takes away, by its text alone.
///
/// It reads statements and the bodies of `DO`, but no functions that they call. Names are read, not
/// looked up: a table that is not there yet loses nothing.
struct LossReader {
  private(set) var losses: [Loss] = []
  private let location: Problem.Location
  private var words: StatementTokens

  /// What all statements of a migration take away, in their order.
  static func losses(of script: MigrationScript) -> [Loss] {
    script.script.statements.flatMap { statement in
      var reader = LossReader(
        StatementTokens(statement, of: script.script), at: script.location(of: statement))
      reader.read()
      return reader.losses
    }
  }

  private init(_ words: StatementTokens, at location: Problem.Location) {
    self.words = words
    self.location = location
  }

  /// Every place where a statement may begin is tried, since `WITH` and `DO` hold others.
  private mutating func read() {
    if words.isNext("DO") {
      readBody()
      return
    }
    let definesRoutine =
      words.isNext("CREATE")
      && words.contains(anyOf: ["FUNCTION", "PROCEDURE", "TRIGGER", "RULE", "POLICY"])
    if definesRoutine { return }
    let grants = words.isNext("GRANT") || words.isNext("REVOKE") || words.isNext("COMMENT")
    if grants { return }
    while !words.isAtEnd { readStep() }
  }

  private mutating func readStep() {
    if words.take("DROP") {
      readDrop()
    } else if words.take("TRUNCATE") {
      readTruncate()
    } else if words.take("DELETE", "FROM") || words.take("MERGE", "INTO") {
      _ = words.take("ONLY")
      note(.rows(cascades: false))
    } else if words.take("INSERT", "INTO") {
      readInsert()
    } else if words.take("FOR") || words.take("DO") {
      // FOR UPDATE and DO UPDATE are no statements, nor is ON UPDATE below.
      _ = words.take("NO") && words.take("KEY")
      _ = words.take("UPDATE")
    } else if words.take("ON") {
      _ = words.take("UPDATE") || words.take("DELETE")
    } else if words.take("UPDATE") {
      readUpdate()
    } else if words.take("ALTER", "TABLE") || words.take("ALTER", "FOREIGN", "TABLE") {
      readAlter()
    } else if words.take("EXECUTE") {
      readExecute()
    } else {
      words.skip()
    }
  }

  private mutating func readDrop() {
    let isSchema = words.take("SCHEMA")
    guard isSchema || words.take("TABLE") || words.take("FOREIGN", "TABLE") else { return }
    _ = words.take("IF", "EXISTS")
    repeat { note(isSchema ? .schema : .table) } while words.take(",")
  }

  private mutating func readTruncate() {
    _ = words.take("TABLE")
    var names: [String] = []
    repeat {
      _ = words.take("ONLY")
      if let name = words.takeName() { names.append(name) }
      _ = words.take("*")
    } while words.take(",")
    _ = words.take("RESTART", "IDENTITY") || words.take("CONTINUE", "IDENTITY")
    let cascades = words.take("CASCADE")
    for name in names { note(.rows(cascades: cascades), of: name) }
  }

  /// Only `ON CONFLICT DO UPDATE` writes over what is there.
  private mutating func readInsert() {
    guard let name = words.takeName(), words.contains(sequence: ["DO", "UPDATE", "SET"]) else {
      return
    }
    while !words.isAtEnd, !words.take("DO", "UPDATE", "SET") { words.skip() }
    readAssignments(to: name)
  }

  private mutating func readUpdate() {
    _ = words.take("ONLY")
    guard let name = words.takeName() else { return }
    _ = words.take("*")
    if words.take("AS") || !words.isNext("SET") { _ = words.takeName() }
    guard words.take("SET") else { return }
    readAssignments(to: name)
  }

  /// `a = …, (b, c) = …` up to `FROM`, `WHERE` or `RETURNING`.
  private mutating func readAssignments(to table: String) {
    var isTarget = true
    while !words.isAtEnd {
      if words.isNext("FROM") || words.isNext("WHERE") || words.isNext("RETURNING")
        || words.isNext(";") || words.isNext(")")
      {
        return
      }
      if isTarget, words.take("(") {
        repeat {
          if let column = words.takeColumn() { note(.column(column), of: table) }
        } while words.take(",")
        _ = words.take(")")
        isTarget = false
      } else if isTarget, let column = words.takeColumn() {
        note(.column(column), of: table)
        isTarget = false
      } else if words.take(",") {
        isTarget = true
      } else if words.isNext("(") {
        words.skipParentheses()
      } else {
        words.skip()
      }
    }
  }

  private mutating func readAlter() {
    _ = words.take("IF", "EXISTS")
    _ = words.take("ONLY")
    guard let table = words.takeName() else { return }
    _ = words.take("*")
    repeat { readAction(on: table) } while words.take(",")
  }

  private mutating func readAction(on table: String) {
    if words.take("DROP") {
      if !words.take("CONSTRAINT") {
        _ = words.take("COLUMN")
        _ = words.take("IF", "EXISTS")
        if let column = words.takeColumn() { note(.column(column), of: table) }
      }
    } else if words.take("ALTER") {
      _ = words.take("COLUMN")
      if let column = words.takeColumn(), words.take("TYPE") || words.take("SET", "DATA", "TYPE") {
        note(.column(column), of: table)
      }
    }
    while !words.isAtEnd, !words.isNext(","), !words.isNext(";") {
      if words.isNext("(") { words.skipParentheses() } else { words.skip() }
    }
  }

  /// `EXECUTE 'text'` can be read; what is put together cannot.
  private mutating func readExecute() {
    if words.take("FUNCTION") || words.take("PROCEDURE") { return }
    guard let text = words.takeText(), words.isAtEnd || words.isNext(";") else {
      losses.append(Loss(name: "", extent: .unknown, location: location))
      return
    }
    readInside(text)
  }

  private mutating func readBody() {
    while !words.isAtEnd {
      if let body = words.takeText() { readInside(body) } else { words.skip() }
    }
  }

  private mutating func readInside(_ text: String) {
    var inner = LossReader(StatementTokens(text), at: location)
    while !inner.words.isAtEnd { inner.readStep() }
    losses += inner.losses
  }

  private mutating func note(_ extent: Loss.Extent) {
    if let name = words.takeName() { note(extent, of: name) }
  }

  private mutating func note(_ extent: Loss.Extent, of name: String) {
    losses.append(Loss(name: name, extent: extent, location: location))
  }
}
