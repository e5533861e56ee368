internal import SQLScript

/// A column as `CREATE TABLE` and `ADD COLUMN` define it.
struct ColumnDefinition: Sendable {
  /// One of the things that are said of a column behind its type.
  struct Clause: Sendable {
    enum Kind: Sendable, Equatable {
      case notNull, null, unique, primaryKey
      /// With the place of its expression.
      case `default`(Range<Int>)
      case check(Range<Int>)
      case references(RelationName)
      case identity
      /// `GENERATED ALWAYS AS (…) STORED`
      case stored(Range<Int>)
      case virtual(Range<Int>)
      case other
    }

    let kind: Kind
    /// Where a constraint is given one.
    let name: String?
    /// From CONSTRAINT, where it is written, to the clause's end.
    let range: Range<Int>
    /// `NOT ENFORCED`, by which nothing is checked.
    var isEnforced = true
  }

  let name: String
  let nameRange: Range<Int>
  let type: TypeName
  let typeRange: Range<Int>
  private(set) var clauses: [Clause] = []
  let range: Range<Int>

  init?(_ tokens: TokenCursor) {
    var cursor = tokens
    let start = cursor.offset
    guard let name = cursor.takeIdentifier() else { return nil }
    self.name = name
    nameRange = start..<cursor.endOfLast
    range = tokens.range
    let typeStart = cursor.offset
    let first = cursor.index
    while !cursor.isAtEnd, !Self.begins(cursor) { cursor.skip() }
    guard cursor.index > first else { return nil }
    typeRange = typeStart..<cursor.endOfLast
    type = TypeName(TokenCursor(Array(cursor.tokens[first..<cursor.index]), of: cursor.source))
    while !cursor.isAtEnd { takeClause(&cursor) }
  }

  /// The default's expression; nil where there is none, or `NULL`.
  func defaultExpression(in source: SourceText) -> String? {
    for clause in clauses {
      guard case .default(let range) = clause.kind else { continue }
      let text = String(decoding: source[range], as: UTF8.self)
      return text.uppercased() == "NULL" ? nil : text
    }
    return nil
  }

  func clause(where matches: (Clause.Kind) -> Bool) -> Clause? {
    clauses.first { matches($0.kind) }
  }

  var isNotNull: Bool { clauses.contains { $0.kind == .notNull || $0.kind == .primaryKey } }

  /// Reserved words, which no expression and no type goes on with, and two that are not.
  private static let beginnings: Set = [
    "CONSTRAINT", "NOT", "NULL", "CHECK", "DEFAULT", "UNIQUE", "PRIMARY", "REFERENCES",
    "GENERATED", "DEFERRABLE", "INITIALLY", "COMPRESSION", "STORAGE", "OPTIONS", "USING",
  ]

  private static func begins(_ cursor: TokenCursor) -> Bool {
    guard let word = cursor.word else { return false }
    return beginnings.contains(word)
  }

  private mutating func takeClause(_ cursor: inout TokenCursor) {
    let start = cursor.offset
    let name = cursor.take("CONSTRAINT") ? cursor.takeIdentifier() : nil
    var kind = Clause.Kind.other
    if cursor.take("NOT", "NULL") {
      kind = .notNull
    } else if cursor.take("NULL") {
      kind = .null
    } else if cursor.take("DEFAULT") {
      kind = .default(Self.takeExpression(&cursor))
    } else if cursor.take("CHECK"), let inside = cursor.takeParenthesised() {
      kind = .check(inside)
      _ = cursor.take("NO", "INHERIT")
    } else if cursor.take("UNIQUE") {
      kind = .unique
      Self.skipRest(&cursor)
    } else if cursor.take("PRIMARY", "KEY") {
      kind = .primaryKey
      Self.skipRest(&cursor)
    } else if cursor.take("REFERENCES"), let table = cursor.takeName() {
      kind = .references(table)
      Self.skipReference(&cursor)
    } else if cursor.take("GENERATED") {
      kind = Self.takeGenerated(&cursor)
    } else {
      cursor.skip()
      if Self.begins(cursor) == false, !cursor.isAtEnd { Self.skipRest(&cursor) }
    }
    // NOT DEFERRABLE and the like belong to the constraint before them.
    var isEnforced = true
    while true {
      if cursor.take("NOT", "ENFORCED") {
        isEnforced = false
      } else if !cursor.take("NOT", "DEFERRABLE"), !cursor.take("DEFERRABLE"),
        !cursor.take("INITIALLY", "DEFERRED"), !cursor.take("INITIALLY", "IMMEDIATE"),
        !cursor.take("ENFORCED")
      {
        break
      }
    }
    var clause = Clause(kind: kind, name: name, range: start..<cursor.endOfLast)
    clause.isEnforced = isEnforced
    clauses.append(clause)
  }

  private static func takeExpression(_ cursor: inout TokenCursor) -> Range<Int> {
    let start = cursor.offset
    // The first word belongs to the expression, be it NULL or NOT.
    cursor.skip()
    while !cursor.isAtEnd, !begins(cursor) { cursor.skip() }
    return start..<cursor.endOfLast
  }

  private static func takeGenerated(_ cursor: inout TokenCursor) -> Clause.Kind {
    _ = cursor.take("ALWAYS") || cursor.take("BY", "DEFAULT")
    _ = cursor.take("AS")
    if cursor.take("IDENTITY") {
      _ = cursor.takeParenthesised()
      return .identity
    }
    guard let inside = cursor.takeParenthesised() else { return .other }
    if cursor.take("STORED") { return .stored(inside) }
    _ = cursor.take("VIRTUAL")
    return .virtual(inside)
  }

  private static func skipReference(_ cursor: inout TokenCursor) {
    _ = cursor.takeParenthesised()
    while cursor.take("ON") || cursor.take("MATCH") {
      _ = cursor.take("DELETE") || cursor.take("UPDATE")
      if cursor.take("SET") {
        cursor.skip()
        _ = cursor.takeParenthesised()
      } else {
        _ = cursor.take("NO")
        cursor.skip()
      }
    }
  }

  private static func skipRest(_ cursor: inout TokenCursor) {
    while !cursor.isAtEnd {
      if cursor.take("NULLS", "NOT", "DISTINCT") || cursor.take("USING", "INDEX") { continue }
      if begins(cursor) { return }
      cursor.skip()
    }
  }
}
