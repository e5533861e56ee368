internal import SQLScript

extension OutlineReader {
  mutating func takeCreate() -> StatementOutline.Kind {
    _ = cursor.take("OR", "REPLACE")
    var isTemporary = false
    var isLogged = true
    while let word = cursor.takeAny(["TEMP", "TEMPORARY", "LOCAL", "GLOBAL", "UNLOGGED"]) {
      if word.hasPrefix("TEMP") { isTemporary = true }
      if word == "UNLOGGED" { isLogged = false }
    }
    let isUnique = cursor.take("UNIQUE")
    if cursor.take("INDEX") { return takeCreateIndex(isUnique: isUnique) }
    if cursor.take("TABLE") { return takeCreateTable(isTemporary, isLogged) }
    if cursor.take("MATERIALIZED", "VIEW") {
      _ = cursor.takeIfNotExists()
      return cursor.takeName().map { .createMaterializedView($0) } ?? .other
    }
    if cursor.take("VIEW") || cursor.take("RECURSIVE", "VIEW") {
      return cursor.takeName().map { .createView($0) } ?? .other
    }
    if cursor.take("CONSTRAINT", "TRIGGER") || cursor.take("TRIGGER") {
      return takeOnTable().map { .createTrigger(on: $0) } ?? .other
    }
    if cursor.take("POLICY") { return takeOnTable().map { .createRule(on: $0) } ?? .other }
    if cursor.take("RULE") {
      cursor.skip(to: ["TO"])
      guard cursor.take("TO"), let table = cursor.takeName() else { return .other }
      return .createRule(on: table)
    }
    if cursor.take("DOMAIN") { return takeCreateDomain() }
    if cursor.take("TYPE"), let name = cursor.takeName() {
      return cursor.take("AS", "ENUM") ? .createEnum(name) : .other
    }
    if cursor.take("FUNCTION") || cursor.take("PROCEDURE"), let name = cursor.takeName() {
      var rest = cursor
      rest.skip(to: ["IMMUTABLE", "STABLE"])
      return .createRoutine(name, isVolatile: rest.isAtEnd)
    }
    return .other
  }

  /// `name … ON table`
  private mutating func takeOnTable() -> RelationName? {
    cursor.skip(to: ["ON"])
    guard cursor.take("ON") else { return nil }
    return cursor.takeTable()
  }

  private mutating func takeCreateIndex(isUnique: Bool) -> StatementOutline.Kind {
    let after = cursor.endOfLast
    let isConcurrent = cursor.take("CONCURRENTLY")
    let ifNotExists = cursor.takeIfNotExists()
    let name = cursor.isNext("ON") ? nil : cursor.takeName()?.name
    guard cursor.take("ON") else { return .other }
    let isOnly = cursor.isNext("ONLY")
    guard let table = cursor.takeTable() else { return .other }
    var index = StatementOutline.CreateIndex(name: name, table: table, afterIndex: after)
    index.isUnique = isUnique
    index.isConcurrent = isConcurrent
    index.ifNotExists = ifNotExists
    index.isOnly = isOnly
    if cursor.take("USING") { cursor.skip() }
    var parts = cursor
    if let inside = parts.takeInside() {
      var list = inside
      let columns = list.takeList().map { part -> String? in
        var part = part
        let name = part.takeIdentifier()
        // An expression, or a call.
        return part.isSymbol("(") || part.isSymbol(".") ? nil : name
      }
      index.columns = columns.contains(nil) ? nil : columns.compactMap { $0 }
      index.words = inside.names
      if index.columns != nil { index.words = [] }
    }
    cursor.skip(to: ["INCLUDE", "WHERE"])
    if cursor.take("INCLUDE") { index.includedColumns = cursor.takeNames() ?? [] }
    cursor.skip(to: ["WHERE"])
    if cursor.take("WHERE") {
      index.hasCondition = true
      index.words.formUnion(cursor.rest.names)
    }
    return .createIndex(index)
  }

  private mutating func takeCreateDomain() -> StatementOutline.Kind {
    guard let name = cursor.takeName() else { return .other }
    _ = cursor.take("AS")
    let start = cursor.index
    cursor.skip(to: ["CONSTRAINT", "NOT", "NULL", "CHECK", "DEFAULT"])
    let type = TypeName(
      TokenCursor(Array(cursor.tokens[start..<cursor.index]), of: cursor.source))
    var rest = cursor
    rest.skip(to: ["CHECK", "NOT"])
    return .createDomain(name, type, isConstrained: !rest.isAtEnd)
  }

  private mutating func takeCreateTable(_ isTemporary: Bool, _ isLogged: Bool)
    -> StatementOutline.Kind
  {
    let ifNotExists = cursor.takeIfNotExists()
    guard let name = cursor.takeName() else { return .other }
    var table = StatementOutline.CreateTable(table: name)
    table.ifNotExists = ifNotExists
    table.isLogged = isLogged
    table.isTemporary = isTemporary || name.schema == "pg_temp"
    table.rest = cursor.offset..<cursor.range.upperBound
    if cursor.take("PARTITION", "OF") {
      table.partitionOf = cursor.takeName()
      table.hasOtherColumns = true
      if let elements = cursor.takeInside() { table.take(elements) }
      let bounds = cursor.offset
      table.isDefaultPartition = cursor.take("DEFAULT")
      if cursor.take("FOR", "VALUES") {
        while !cursor.isAtEnd, !cursor.isNext("PARTITION"), !cursor.isNext("USING"),
          !(cursor.isNext("WITH") && cursor.word(at: 1) == nil), !cursor.isNext("TABLESPACE")
        {
          let isEnd = cursor.isSymbol("(")
          cursor.skip()
          if isEnd, !cursor.isNext("TO"), !cursor.isSymbol(",") { break }
        }
      }
      table.bounds = bounds..<cursor.endOfLast
    } else if let elements = cursor.takeInside() {
      table.take(elements)
    }
    if cursor.take("OF") { table.hasOtherColumns = true }
    if cursor.take("INHERITS"), let parents = cursor.takeInside() {
      table.hasOtherColumns = true
      var parents = parents
      table.inherits = parents.takeList().compactMap {
        var part = $0
        return part.takeName()
      }
    }
    while !cursor.isAtEnd {
      if cursor.take("PARTITION", "BY") {
        table.isPartitioned = true
        if cursor.takeAny(["RANGE", "LIST"]) != nil, let names = cursor.takeNames(),
          names.count == 1
        {
          table.partitionColumn = names[0]
        }
      } else if cursor.take("AS") {
        table.hasOtherColumns = true
        break
      } else {
        cursor.skip()
      }
    }
    return .createTable(table)
  }

  mutating func takeDrop() -> StatementOutline.Kind {
    if cursor.takeAny(["TRIGGER", "POLICY", "RULE"]) != nil {
      return takeOnTable().map { .dropOnTable($0) } ?? .other
    }
    let object: StatementOutline.Drop.Object
    if cursor.take("TABLE") || cursor.take("FOREIGN", "TABLE") {
      object = .table
    } else if cursor.take("VIEW") {
      object = .view
    } else if cursor.take("MATERIALIZED", "VIEW") {
      object = .materializedView
    } else if cursor.take("INDEX") {
      object = .index
    } else if cursor.take("SCHEMA") {
      object = .schema
    } else if cursor.take("TYPE") || cursor.take("DOMAIN") {
      object = .type
    } else if cursor.takeAny(["FUNCTION", "PROCEDURE", "ROUTINE", "AGGREGATE"]) != nil {
      object = .routine
    } else if cursor.take("SEQUENCE") {
      object = .sequence
    } else {
      return .other
    }
    let after = cursor.endOfLast
    let isConcurrent = cursor.take("CONCURRENTLY")
    _ = cursor.takeIfExists()
    var names: [RelationName] = []
    repeat {
      if let name = cursor.takeName() { names.append(name) }
      _ = cursor.takeParenthesised()
    } while cursor.takeSymbol(",")
    var drop = StatementOutline.Drop(object: object, names: names)
    drop.isConcurrent = isConcurrent
    drop.afterObject = after
    cursor.skip(to: ["CASCADE"])
    drop.cascades = !cursor.isAtEnd
    return .drop(drop)
  }
}

extension StatementOutline.CreateTable {
  /// Columns, constraints and LIKE clauses.
  fileprivate mutating func take(_ elements: TokenCursor) {
    var elements = elements
    for element in elements.takeList() {
      if let constraint = TableConstraint(element) {
        constraints.append(constraint)
      } else if element.isNext("LIKE") {
        hasOtherColumns = true
      } else if let column = ColumnDefinition(element) {
        columns.append(column)
      } else {
        // `CREATE TABLE t (a, b) AS …`, or a partition's own options for a column.
        hasOtherColumns = true
      }
    }
  }
}
