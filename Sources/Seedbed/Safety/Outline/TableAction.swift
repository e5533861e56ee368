internal import SQLScript

/// One of the things that an ALTER TABLE does.
struct TableAction: Sendable {
  enum Kind: Sendable {
    case addColumn(ColumnDefinition, ifNotExists: Bool)
    case dropColumn(String)
    case setType(String, TypeName, using: Range<Int>?)
    case setNotNull(String)
    case dropNotNull(String)
    case setDefault(String, Range<Int>)
    case dropDefault(String)
    case addIdentity(String)
    /// `SET EXPRESSION AS (…)`, since version 17.
    case setExpression(String)
    case addConstraint(TableConstraint)
    case validateConstraint(String)
    case dropConstraint(String)
    case attachPartition(RelationName, isDefault: Bool)
    case detachPartition(RelationName, isConcurrent: Bool)
    case setLogged(Bool)
    case setTablespace(String)
    case setAccessMethod(String)
    case setRowSecurity(RowSecurity)
    /// What takes no more than SHARE UPDATE EXCLUSIVE: storage parameters, statistics, CLUSTER ON.
    case setMild
    /// `ENABLE TRIGGER` and `DISABLE TRIGGER`
    case setTrigger
    /// Anything else changes the catalog only, under ACCESS EXCLUSIVE.
    case other
  }

  enum RowSecurity: Sendable { case enable, disable, force, noForce }

  let kind: Kind
  let range: Range<Int>

  init(_ tokens: TokenCursor) {
    var cursor = tokens
    kind = Self.takeKind(&cursor)
    range = tokens.range
  }

  private static func takeKind(_ cursor: inout TokenCursor) -> Kind {
    switch cursor.takeWord() {
    case "ADD": return takeAdd(&cursor)
    case "DROP": return takeDrop(&cursor)
    case "ALTER":
      if cursor.take("CONSTRAINT") { return .other }
      return takeColumn(&cursor)
    case "VALIDATE":
      guard cursor.take("CONSTRAINT"), let name = cursor.takeIdentifier() else { return .other }
      return .validateConstraint(name)
    case "ATTACH":
      guard cursor.take("PARTITION"), let child = cursor.takeName() else { return .other }
      return .attachPartition(child, isDefault: cursor.isNext("DEFAULT"))
    case "DETACH":
      guard cursor.take("PARTITION"), let child = cursor.takeName() else { return .other }
      return .detachPartition(
        child, isConcurrent: cursor.isNext("CONCURRENTLY") || cursor.isNext("FINALIZE"))
    case "SET": return takeSet(&cursor)
    case "RESET", "CLUSTER": return .setMild
    case "ENABLE", "DISABLE": return takeSwitch(&cursor)
    case "FORCE": return .setRowSecurity(.force)
    case "NO": return cursor.take("FORCE") ? .setRowSecurity(.noForce) : .other
    default: return .other
    }
  }

  private static func takeAdd(_ cursor: inout TokenCursor) -> Kind {
    if let constraint = TableConstraint(cursor.rest) { return .addConstraint(constraint) }
    _ = cursor.take("COLUMN")
    let ifNotExists = cursor.takeIfNotExists()
    guard let column = ColumnDefinition(cursor.rest) else { return .other }
    return .addColumn(column, ifNotExists: ifNotExists)
  }

  private static func takeDrop(_ cursor: inout TokenCursor) -> Kind {
    let isConstraint = cursor.take("CONSTRAINT")
    if !isConstraint { _ = cursor.take("COLUMN") }
    _ = cursor.takeIfExists()
    guard let name = cursor.takeIdentifier() else { return .other }
    return isConstraint ? .dropConstraint(name) : .dropColumn(name)
  }

  private static func takeColumn(_ cursor: inout TokenCursor) -> Kind {
    _ = cursor.take("COLUMN")
    guard let column = cursor.takeIdentifier() else { return .other }
    if cursor.take("SET", "NOT", "NULL") { return .setNotNull(column) }
    if cursor.take("DROP", "NOT", "NULL") { return .dropNotNull(column) }
    if cursor.take("DROP", "DEFAULT") { return .dropDefault(column) }
    if cursor.take("SET", "DEFAULT") {
      let start = cursor.offset
      cursor.skipToEnd()
      return .setDefault(column, start..<cursor.endOfLast)
    }
    if cursor.take("SET", "STATISTICS") || cursor.take("RESET") {
      return .setMild
    }
    if cursor.take("SET", "EXPRESSION") { return .setExpression(column) }
    if cursor.take("ADD") { return .addIdentity(column) }
    if cursor.take("SET", "DATA", "TYPE") || cursor.take("TYPE") {
      return takeType(of: column, &cursor)
    }
    if cursor.take("SET"), cursor.isSymbol("(") { return .setMild }
    return .other
  }

  private static func takeType(of column: String, _ cursor: inout TokenCursor) -> Kind {
    let start = cursor.index
    cursor.skip(to: ["USING"])
    let type = TypeName(
      TokenCursor(Array(cursor.tokens[start..<cursor.index]), of: cursor.source))
    guard cursor.take("USING") else { return .setType(column, type, using: nil) }
    let expression = cursor.offset
    cursor.skipToEnd()
    return .setType(column, type, using: expression..<cursor.endOfLast)
  }

  private static func takeSet(_ cursor: inout TokenCursor) -> Kind {
    if cursor.take("LOGGED") { return .setLogged(true) }
    if cursor.take("UNLOGGED") { return .setLogged(false) }
    if cursor.take("TABLESPACE") { return .setTablespace(cursor.takeIdentifier() ?? "") }
    if cursor.take("ACCESS", "METHOD") { return .setAccessMethod(cursor.takeIdentifier() ?? "") }
    if cursor.isSymbol("(") || cursor.isNext("WITHOUT") { return .setMild }
    return .other
  }

  private static func takeSwitch(_ cursor: inout TokenCursor) -> Kind {
    let isOn = cursor.word(before: 1) == "ENABLE"
    if cursor.take("ROW", "LEVEL", "SECURITY") {
      return .setRowSecurity(isOn ? .enable : .disable)
    }
    _ = cursor.take("REPLICA") || cursor.take("ALWAYS")
    return cursor.take("TRIGGER") ? .setTrigger : .other
  }
}

extension TokenCursor {
  /// What is not read yet.
  var rest: TokenCursor { TokenCursor(Array(tokens[index...]), of: source) }

  func word(before distance: Int) -> String? {
    guard index >= distance, tokens[index - distance].kind == .word else { return nil }
    return text(tokens[index - distance].range).uppercased()
  }
}
