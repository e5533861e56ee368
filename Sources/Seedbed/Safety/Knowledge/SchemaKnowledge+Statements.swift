internal import SQLGrammar
internal import SQLScript

extension SchemaKnowledge {
  /// Takes in what a statement does.
  ///
  /// - Parameter isNew: true where the statement belongs to the migrations that are looked at, so
  ///   that no application knows what it makes.
  mutating func apply(_ outline: StatementOutline, of source: SourceText, isNew: Bool) {
    switch outline.kind {
    case .alterTable(let alter):
      for action in alter.actions { apply(action, to: key(alter.table), source, isNew: isNew) }
    case .createTable(let create): apply(create, source, isNew: isNew)
    case .createIndex(let create):
      let table = key(create.table)
      let name = create.name ?? Self.name(of: create)
      indexes[RelationName(name, schema: table.schema)] = Index(
        table: table, columns: create.columns, isUnique: create.isUnique,
        isPartial: create.hasCondition, words: create.words,
        isNew: isNew && !create.ifNotExists)
    case .createMaterializedView(let name):
      var view = Table()
      view.kind = .materializedView
      view.isNew = isNew
      view.knowsAllColumns = false
      tables[key(name)] = view
    case .createView(let name):
      var view = Table()
      view.kind = .view
      view.isNew = isNew
      view.knowsAllColumns = false
      tables[key(name)] = view
    case .createDomain(let name, let base, let isConstrained):
      domains[key(name)] = Domain(base: base, isConstrained: isConstrained, isNew: isNew)
    case .createEnum(let name): enums.insert(key(name))
    case .createRoutine(let name, let isVolatile):
      volatility[name.name] = isVolatile
      let text = String(decoding: source[outline.range], as: UTF8.self)
      routines[name.name] = Self.mayChangeSchema(text) ? text : nil
    case .addDomainConstraint(let name, _):
      domains[key(name), default: Domain(isConstrained: true)].isConstrained = true
    case .drop(let drop): apply(drop)
    case .rename(let rename): apply(rename)
    case .other where outline.setsTimeZone:
      let text = String(decoding: source[outline.range], as: UTF8.self).words
      isTimeZoneUTC = text.contains("utc") || text.contains("gmt")
    default: break
    }
  }

  /// Takes in a statement of a migration that has yet to be deployed.
  mutating func learn(_ statement: Statement, of script: MigrationScript) {
    apply(.of(statement, in: script.script), of: script.script.bytes, isNew: true)
  }

  /// Whether it is worth a look inside.
  static func mayChangeSchema(_ routine: String) -> Bool {
    let words = Set(routine.words)
    return words.contains("plpgsql")
      && !words.isDisjoint(with: [
        "alter", "create", "drop", "truncate", "execute", "update", "delete",
      ])
      && !words.contains("trigger")
  }

  /// What was new has been deployed: from now on it is somebody's.
  mutating func settle() {
    for name in tables.keys {
      tables[name]?.isNew = name.schema == "pg_temp"
      for column in tables[name]?.columns.keys.map({ $0 }) ?? [] {
        tables[name]?.columns[column]?.isNew = false
      }
    }
    for name in indexes.keys { indexes[name]?.isNew = false }
    for name in domains.keys { domains[name]?.isNew = false }
  }

  /// Takes in one action of an ALTER TABLE.
  mutating func apply(_ action: TableAction, to table: RelationName, _ source: SourceText) {
    apply(action, to: key(table), source, isNew: true)
  }

  /// The server's name for an index without one: `table_column_idx`.
  static func name(of create: StatementOutline.CreateIndex) -> String {
    let parts = (create.columns ?? ["expr"]) + create.includedColumns
    return ConstraintName.chosen(create.table.name, parts.joined(separator: "_"), "idx")
  }

  private mutating func apply(
    _ create: StatementOutline.CreateTable, _ source: SourceText, isNew: Bool
  ) {
    let name = key(create.table)
    // It may have been there all along.
    if create.ifNotExists, tables[name] != nil { return }
    var table = Table()
    table.kind = create.isPartitioned ? .partitioned : .table
    table.partitionColumn = create.partitionColumn
    table.isLogged = create.isLogged
    table.isNew = isNew && (!create.ifNotExists || isFromCatalog) || create.isTemporary
    table.knowsAllColumns = !create.hasOtherColumns
    for column in create.columns { table.add(column, of: create.table, source, isNew: isNew) }
    for constraint in create.constraints {
      table.add(constraint, of: create.table, source)
    }
    if let parent = create.partitionOf {
      table.parent = key(parent)
      if let known = tables[key(parent)] {
        table.columns = known.columns
        table.knowsAllColumns = known.knowsAllColumns
      }
      let parent = key(parent)
      tables[parent]?.partitions.insert(name)
      if create.isDefaultPartition { tables[parent]?.defaultPartition = name }
    }
    tables[name] = table
  }

  private mutating func apply(
    _ action: TableAction, to table: RelationName, _ source: SourceText, isNew: Bool
  ) {
    switch action.kind {
    case .addColumn(let column, let ifNotExists):
      if ifNotExists, tables[table]?.columns[column.name] != nil { return }
      if tables[table] == nil { tables[table] = .unknown }
      tables[table]?.add(column, of: table, source, isNew: isNew)
    case .dropColumn(let column):
      tables[table]?.columns[column] = nil
      indexes = indexes.filter {
        $0.value.table != table || $0.value.columns?.contains(column) != true
      }
    case .setLogged(let isLogged): tables[table]?.isLogged = isLogged
    case .setType(let column, let type, _): tables[table]?.columns[column]?.type = type
    case .setNotNull(let column): tables[table]?.columns[column]?.isNotNull = true
    case .dropNotNull(let column): tables[table]?.columns[column]?.isNotNull = false
    case .setDefault(let column, _), .addIdentity(let column):
      tables[table]?.columns[column]?.hasDefault = true
    case .dropDefault(let column): tables[table]?.columns[column]?.hasDefault = false
    case .addConstraint(let constraint):
      if tables[table] == nil { tables[table] = .unknown }
      tables[table]?.add(constraint, of: table, source)
    case .validateConstraint(let name): tables[table]?.validate(name)
    case .dropConstraint(let name):
      tables[table]?.constraints.removeAll { $0.name == name }
    case .attachPartition(let child, let isDefault):
      let child = key(child)
      tables[table]?.partitions.insert(child)
      tables[child]?.parent = table
      if isDefault { tables[table]?.defaultPartition = child }
    case .detachPartition(let child, _):
      let child = key(child)
      tables[table]?.partitions.remove(child)
      tables[child]?.parent = nil
      if tables[table]?.defaultPartition == child { tables[table]?.defaultPartition = nil }
    default: break
    }
  }

  private mutating func apply(_ drop: StatementOutline.Drop) {
    for name in drop.names {
      switch drop.object {
      case .table, .view, .materializedView: tables[key(name)] = nil
      case .index: indexes[key(name)] = nil
      case .schema:
        tables = tables.filter { $0.key.schema != name.name }
      case .type: domains[key(name)] = nil
      default: break
      }
    }
  }

  private mutating func apply(_ rename: StatementOutline.Rename) {
    let old = key(rename.name)
    switch rename.object {
    case .table:
      let new =
        rename.changesSchema
        ? RelationName(old.name, schema: rename.newName)
        : RelationName(rename.newName, schema: old.schema)
      guard let table = tables.removeValue(forKey: old) else { return }
      tables[new] = table
      for (name, index) in indexes where index.table == old { indexes[name]?.table = new }
    case .column:
      guard let part = rename.part else { return }
      let column = tables[old]?.columns.removeValue(forKey: part)
      tables[old]?.columns[rename.newName] = column
    case .constraint:
      guard let part = rename.part,
        let index = tables[old]?.constraints.firstIndex(where: { $0.name == part })
      else { return }
      tables[old]?.constraints[index].name = rename.newName
    case .index:
      let index = indexes.removeValue(forKey: old)
      indexes[RelationName(rename.newName, schema: old.schema)] = index
    default: break
    }
  }
}

extension StatementOutline {
  /// `SET TimeZone = …`, `SET LOCAL TIME ZONE …`
  fileprivate var setsTimeZone: Bool {
    guard words.first == "SET" else { return false }
    let name = words.dropFirst().drop { $0 == "LOCAL" || $0 == "SESSION" }
    return name.first == "TIMEZONE" || name.starts(with: ["TIME", "ZONE"])
  }
}

extension SchemaKnowledge.Table {
  /// Of which no more is known than that it is there.
  static let unknown = {
    var table = SchemaKnowledge.Table()
    table.knowsAllColumns = false
    return table
  }()

  mutating func add(
    _ column: ColumnDefinition, of table: RelationName, _ source: SourceText, isNew: Bool
  ) {
    columns[column.name] = SchemaKnowledge.Column(
      type: column.type, isNotNull: column.isNotNull,
      hasDefault: column.defaultExpression(in: source) != nil || column.type.isSerial,
      isNew: isNew)
    for clause in column.clauses {
      let kind: SchemaKnowledge.Constraint.Kind
      switch clause.kind {
      case .check(let expression): kind = .check(in: source, expression)
      case .references(let parent): kind = .foreignKey([column.name], parent)
      case .unique: kind = .unique([column.name])
      case .primaryKey: kind = .primaryKey([column.name])
      default: continue
      }
      constraints.append(
        SchemaKnowledge.Constraint(
          name: clause.name ?? ConstraintName.of(kind, on: table.name, beside: constraints),
          kind: kind))
    }
  }

  mutating func add(
    _ constraint: TableConstraint, of table: RelationName, _ source: SourceText
  ) {
    let kind: SchemaKnowledge.Constraint.Kind
    switch constraint.kind {
    case .check(let expression): kind = .check(in: source, expression)
    case .unique(let columns): kind = .unique(columns)
    case .primaryKey(let columns): kind = .primaryKey(columns)
    case .uniqueUsing: kind = .unique([])
    case .primaryKeyUsing: kind = .primaryKey([])
    case .exclude: kind = .exclude
    case .foreignKey(let columns, let parent): kind = .foreignKey(columns, parent)
    case .notNull(let column): kind = .notNull(column)
    }
    if case .primaryKey(let names) = kind {
      for name in names { columns[name]?.isNotNull = true }
    }
    if case .notNull(let column) = kind, !constraint.isNotValid {
      columns[column]?.isNotNull = true
    }
    constraints.append(
      SchemaKnowledge.Constraint(
        name: constraint.name
          ?? ConstraintName.of(
            kind, including: constraint.includedColumns, on: table.name, beside: constraints),
        kind: kind, isValidated: !constraint.isNotValid))
  }

  mutating func validate(_ name: String) {
    guard let index = constraints.firstIndex(where: { $0.name == name }) else { return }
    constraints[index].isValidated = true
    if case .notNull(let column) = constraints[index].kind { columns[column]?.isNotNull = true }
  }

  /// Whether a validated CHECK says that a column is not null, by which SET NOT NULL reads no row.
  func provesNotNull(_ column: String) -> Bool {
    if columns[column]?.isNotNull == true { return true }
    return constraints.contains {
      guard $0.isValidated, case .check(_, let columns) = $0.kind else { return false }
      return columns.contains(column)
    }
  }
}

extension SchemaKnowledge.Constraint.Kind {
  static func check(in source: SourceText, _ range: Range<Int>) -> Self {
    .check(expression: String(decoding: source[range], as: UTF8.self))
  }

  static func check(expression: String) -> Self {
    let tree = ExpressionTree(expression)
    return .check(
      words: Set(tree?.columns ?? expression.words), notNull: tree?.columnsNotNull ?? [])
  }
}

extension String {
  /// The words of letters, digits and underscores, in lower case.
  var words: [String] {
    lowercased().split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
  }
}
