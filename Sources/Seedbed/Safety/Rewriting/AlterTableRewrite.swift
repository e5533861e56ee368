internal import SQLScript

/// The safe form of an ALTER TABLE: what holds nobody off stays together, what is left follows in
/// steps of its own.
struct AlterTableRewrite {
  private let statement: StatementRewrite
  private let alter: StatementOutline.AlterTable
  private var knowledge: SchemaKnowledge { statement.knowledge }
  private var table: SchemaKnowledge.Table? { knowledge.table(alter.table) }
  private var isPartitioned: Bool { table?.kind == .partitioned }

  /// Actions that stay in one statement, as text.
  private var kept: [String] = []
  private var later: [SafeStep] = []
  private var isChanged = false
  /// Names of constraints that this statement has given away already.
  private var taken: [SchemaKnowledge.Constraint] = []

  init(_ statement: StatementRewrite, _ alter: StatementOutline.AlterTable) {
    self.statement = statement
    self.alter = alter
    taken = statement.knowledge.table(alter.table)?.constraints ?? []
  }

  var steps: [SafeStep]? {
    var rewrite = self
    for action in alter.actions {
      if !rewrite.take(action) { rewrite.kept.append(statement.text(action.range)) }
    }
    guard rewrite.isChanged else { return nil }
    var steps = rewrite.later
    if !rewrite.kept.isEmpty {
      let separator = rewrite.kept.count > 1 ? ",\n  " : ", "
      steps.insert(
        SafeStep(.together, alterTable(rewrite.kept.joined(separator: separator))), at: 0)
    }
    return steps
  }

  private func alterTable(_ action: String) -> String { "\(statement.text(alter.head)) \(action)" }

  private func quoted(_ name: String) -> String { statement.quoted(name) }

  /// False where the action stays as it is.
  private mutating func take(_ action: TableAction) -> Bool {
    let steps: [SafeStep]?
    switch action.kind {
    case .addColumn(let column, let ifNotExists):
      return ifNotExists ? false : take(column)
    case .setNotNull(let column): steps = notNull(column)
    case .addConstraint(let constraint): steps = self.steps(for: constraint, action)
    case .validateConstraint(let name):
      // By itself it is safe as it is.
      guard alter.actions.count > 1 else { return false }
      steps = [SafeStep(.separate, alterTable("VALIDATE CONSTRAINT \(quoted(name))"))]
    case .attachPartition(let child, let isDefault):
      steps = PartitionRewrite(statement, alter, action).steps(attaching: child, isDefault)
    case .detachPartition(let child, isConcurrent: false):
      guard alter.actions.count == 1, table?.defaultPartition == nil else { return false }
      steps = detached(child, by: statement.text(action.range))
    default: return false
    }
    guard let steps, !steps.isEmpty else { return false }
    later += steps
    isChanged = true
    return true
  }

  /// CONCURRENTLY leaves a CHECK behind that says what the bounds said (manual, ALTER TABLE, DETACH
  /// PARTITION); nobody reads the table any more by then, so that it can go.
  private func detached(_ child: RelationName, by action: String) -> [SafeStep] {
    let steps = [SafeStep(.alone, alterTable("\(action) CONCURRENTLY"))]
    guard let column = table?.partitionColumn else { return steps }
    let known = knowledge.table(child)?.constraints ?? []
    let name = ConstraintName.of(
      .check(words: [column], notNull: []), on: child.name, beside: known)
    return steps + [
      SafeStep(
        .separate,
        "ALTER TABLE \(statement.sql(child)) DROP CONSTRAINT IF EXISTS \(quoted(name))")
    ]
  }

  // MARK: - Constraints

  /// The name that the server would give, where the statement gives none.
  private mutating func name(
    _ given: String?, _ kind: SchemaKnowledge.Constraint.Kind, including others: [String] = []
  ) -> String {
    let name =
      given
      ?? ConstraintName.of(kind, including: others, on: alter.table.name, beside: taken)
    taken.append(SchemaKnowledge.Constraint(name: name, kind: kind))
    return name
  }

  private func added(_ name: String, _ definition: String) -> [SafeStep] {
    [
      SafeStep(
        .separate, alterTable("ADD CONSTRAINT \(quoted(name)) \(definition) NOT VALID")),
      SafeStep(.separate, alterTable("VALIDATE CONSTRAINT \(quoted(name))")),
    ]
  }

  /// SET NOT NULL reads no row where a validated CHECK proves it. The last two steps are statements
  /// of their own: one ALTER TABLE would drop the CHECK first.
  private func notNull(_ column: String) -> [SafeStep]? {
    if table?.provesNotNull(column) == true { return nil }
    if knowledge.majorVersion ?? 0 >= 18, !isPartitioned {
      let name = ConstraintName.chosen(alter.table.name, column, "not_null")
      return added(name, "NOT NULL \(quoted(column))")
    }
    let name = ConstraintName.chosen(alter.table.name, column, "is_not_null")
    return added(name, "CHECK (\(quoted(column)) IS NOT NULL)") + [
      SafeStep(.separate, alterTable("ALTER COLUMN \(quoted(column)) SET NOT NULL")),
      SafeStep(.separate, alterTable("DROP CONSTRAINT \(quoted(name))")),
    ]
  }

  private mutating func steps(
    for constraint: TableConstraint, _ action: TableAction
  ) -> [SafeStep]? {
    guard constraint.isEnforced, !constraint.isNotValid else { return nil }
    let definition = statement.text(constraint.definition)
    switch constraint.kind {
    case .check(let expression):
      let kind = SchemaKnowledge.Constraint.Kind.check(in: statement.script.bytes, expression)
      return added(name(constraint.name, kind), definition)
    case .notNull(let column):
      if table?.provesNotNull(column) == true { return nil }
      return added(name(constraint.name, .notNull(column)), definition)
    case .foreignKey(let columns, let parent):
      // Since version 18 a partitioned table takes NOT VALID too.
      if isPartitioned, knowledge.majorVersion ?? 0 < 18 { return nil }
      return added(name(constraint.name, .foreignKey(columns, parent)), definition)
    case .unique(let columns):
      let name = name(
        constraint.name, .unique(columns), including: constraint.includedColumns)
      return indexed(name, "UNIQUE", columns, constraint)
    case .primaryKey(let columns):
      guard
        let steps = indexed(
          name(constraint.name, .primaryKey(columns)), "PRIMARY KEY", columns, constraint)
      else { return nil }
      return columns.flatMap { notNull($0) ?? [] } + steps
    case .primaryKeyUsing(let index):
      let columns = knowledge.index(
        RelationName(index, schema: knowledge.key(alter.table).schema))?.columns
      let chains = (columns ?? []).flatMap { notNull($0) ?? [] }
      guard !chains.isEmpty else { return nil }
      return chains + [SafeStep(.separate, alterTable(statement.text(action.range)))]
    case .exclude, .uniqueUsing: return nil
    }
  }

  /// A unique index beside the table's use, and the constraint that takes it over.
  private func indexed(
    _ name: String, _ kind: String, _ columns: [String], _ constraint: TableConstraint?
  ) -> [SafeStep]? {
    if isPartitioned { return nil }
    let parts = (constraint?.indexParts ?? []).map { " " + statement.text($0) }.joined()
    let list = columns.map(quoted).joined(separator: ", ")
    let table = statement.text(alter.tableRange)
    return [
      SafeStep(
        .alone,
        "CREATE UNIQUE INDEX CONCURRENTLY \(quoted(name)) ON \(table) (\(list))\(parts)"),
      SafeStep(
        .separate,
        alterTable(
          "ADD CONSTRAINT \(quoted(name)) \(kind) USING INDEX \(quoted(name))"
            + deferral(constraint))),
    ]
  }

  private func deferral(_ constraint: TableConstraint?) -> String {
    guard let constraint, constraint.isDeferrable else { return "" }
    let words = statement.text(constraint.definition).uppercased()
    return " DEFERRABLE" + (words.contains("INITIALLY DEFERRED") ? " INITIALLY DEFERRED" : "")
  }

  // MARK: - Columns

  /// ADD COLUMN with what reads or writes rows taken out of it.
  private mutating func take(_ column: ColumnDefinition) -> Bool {
    let source = statement.script.bytes
    let work = AddedColumn.work(column, source, knowledge)
    let isPossible = work.allSatisfy {
      switch $0 {
      case .volatileDefault, .serial, .check, .referenceWithDefault, .index: true
      case .identity, .stored, .constrainedDomain: false
      }
    }
    guard !work.isEmpty, isPossible, column.clause(where: { $0 == .primaryKey }) == nil else {
      return false
    }
    isChanged = true
    let fills = work.contains(where: \.isRewrite)
    var definition = "\(statement.text(column.nameRange)) "
    let sequence = ConstraintName.chosen(alter.table.name, column.name, "seq")
    definition += column.type.isSerial ? column.type.name : statement.text(column.typeRange)
    var after: [SafeStep] = []
    for clause in column.clauses {
      switch clause.kind {
      case .default where fills, .notNull where fills: break
      case .check(let expression):
        let kind = SchemaKnowledge.Constraint.Kind.check(in: source, expression)
        after += added(name(clause.name, kind), body(of: clause))
      case .references(let parent) where work.contains(.referenceWithDefault(parent)):
        after += added(
          name(clause.name, .foreignKey([column.name], parent)),
          "FOREIGN KEY (\(quoted(column.name))) \(body(of: clause))")
      case .unique:
        let name = name(clause.name, .unique([column.name]))
        after += indexed(name, "UNIQUE", [column.name], nil) ?? []
      default: definition += " " + statement.text(clause.range)
      }
    }
    if column.type.isSerial {
      let type = column.type.name
      later.append(SafeStep(.together, "CREATE SEQUENCE \(sql(sequence)) AS \(type)"))
    }
    later.append(SafeStep(.together, alterTable("ADD COLUMN \(definition)")))
    if fills { later += filled(column, sequence) }
    later += after
    return true
  }

  private func sql(_ sequence: String) -> String {
    let schema = alter.table.schema
    return statement.sql(RelationName(sequence, schema: schema))
  }

  /// The default for rows to come, a backfill for those that are there, and NOT NULL behind it.
  private func filled(_ column: ColumnDefinition, _ sequence: String) -> [SafeStep] {
    let name = quoted(column.name)
    let table = statement.text(alter.tableRange)
    var steps: [SafeStep] = []
    var expression = column.defaultExpression(in: statement.script.bytes) ?? ""
    if column.type.isSerial {
      expression = "nextval('\(sql(sequence))')"
      steps.append(
        SafeStep(.together, "ALTER SEQUENCE \(sql(sequence)) OWNED BY \(table).\(name)"))
    }
    steps.append(
      SafeStep(.together, alterTable("ALTER COLUMN \(name) SET DEFAULT \(expression)")))
    steps.append(
      SafeStep(
        .backfill, "UPDATE \(table) SET \(name) = \(expression) WHERE \(name) IS NULL",
        remarks: ["seedbed: backfill"]))
    if column.isNotNull || column.type.isSerial { steps += notNull(column.name) ?? [] }
    return steps
  }

  /// A column's constraint without its name.
  private func body(of clause: ColumnDefinition.Clause) -> String {
    let text = statement.text(clause.range)
    guard clause.name != nil else { return text }
    for word in ["CHECK", "REFERENCES", "check", "references"] {
      if let place = text.firstRange(of: word) { return String(text[place.lowerBound...]) }
    }
    return text
  }
}

extension StatementOutline.AlterTable {
  /// The table's name, which ends the head.
  var tableRange: Range<Int> { nameStart..<head.upperBound }
}
