internal import SQLScript

/// The table of locks, by which a statement's effect is known without a server: what PostgreSQL 14
/// to 18 lock and do (measured on 15 and 16; manual, "Explicit Locking" and ALTER TABLE, "Notes").
///
/// Only tables that were there before count: what nobody uses yet can be locked as one likes.
struct EffectPrediction {
  let source: [UInt8]
  let knowledge: SchemaKnowledge
  private var locks: [RelationName: LockMode] = [:]
  private var work: [StatementEffect.Work] = []

  init(_ source: [UInt8], _ knowledge: SchemaKnowledge) {
    self.source = source
    self.knowledge = knowledge
  }

  static func effect(
    of outline: StatementOutline, _ source: [UInt8], _ knowledge: SchemaKnowledge
  ) -> StatementEffect {
    var prediction = EffectPrediction(source, knowledge)
    prediction.take(outline)
    let locks = prediction.locks.map { StatementEffect.Lock($0.value, on: $0.key.description) }
    return StatementEffect(
      locks: locks.sorted {
        $0.mode == $1.mode ? $0.relation < $1.relation : $0.mode > $1.mode
      }, work: prediction.work, source: .predicted)
  }

  private mutating func lock(_ table: RelationName, _ mode: LockMode) {
    if knowledge.isNew(table) { return }
    let key = knowledge.key(table)
    locks[key] = max(locks[key] ?? mode, mode)
  }

  private mutating func add(_ kind: StatementEffect.Work.Kind, _ table: RelationName) {
    if knowledge.isNew(table) { return }
    let entry = StatementEffect.Work(kind, of: knowledge.key(table).description)
    if !work.contains(entry) { work.append(entry) }
  }

  private mutating func take(_ outline: StatementOutline) {
    switch outline.kind {
    case .alterTable(let alter): take(alter)
    case .createTable(let create): take(create)
    case .createIndex(let create):
      lock(create.table, create.isConcurrent ? .shareUpdateExclusive : .share)
      let isEmpty = create.isOnly && knowledge.table(create.table)?.kind == .partitioned
      if !isEmpty { add(.indexBuild, create.table) }
    case .createTrigger(let table): lock(table, .shareRowExclusive)
    case .createRule(let table), .dropOnTable(let table): lock(table, .accessExclusive)
    case .drop(let drop): take(drop)
    case .rename(let rename):
      if [.table, .column, .constraint, .view].contains(rename.object) {
        lock(rename.name, .accessExclusive)
      }
    case .addDomainConstraint(let domain, let isNotValid):
      if !isNotValid { scanTables(using: domain) }
    case .validateDomainConstraint(let domain): scanTables(using: domain)
    case .reindex(let reindex): take(reindex)
    case .refresh(let view, let isConcurrent):
      lock(view, isConcurrent ? .exclusive : .accessExclusive)
      add(isConcurrent ? .scan : .rewrite, view)
    case .cluster(let table):
      if let table {
        lock(table, .accessExclusive)
        add(.rewrite, table)
      }
    case .vacuumFull(let tables):
      for table in tables {
        lock(table, .accessExclusive)
        add(.rewrite, table)
      }
    case .truncate(let tables, _): for table in tables { lock(table, .accessExclusive) }
    case .lock(let tables, let mode): for table in tables { lock(table, mode) }
    case .change(let change):
      lock(change.table, .rowExclusive)
      add(.scan, change.table)
    case .createView, .createMaterializedView, .createDomain, .createEnum, .createRoutine,
      .addEnumValue, .rows,
      .block, .other:
      break
    }
  }

  private mutating func take(_ alter: StatementOutline.AlterTable) {
    guard [.table, .foreignTable, .materializedView].contains(alter.object) else { return }
    for action in alter.actions { take(action, alter.table) }
  }

  private mutating func take(_ action: TableAction, _ table: RelationName) {
    switch action.kind {
    case .addColumn(let column, _):
      lock(table, .accessExclusive)
      for work in AddedColumn.work(column, source, knowledge) {
        add(work == .index ? .indexBuild : work.isRewrite ? .rewrite : .scan, table)
      }
      for case .references(let parent) in column.clauses.map(\.kind) {
        lock(parent, .shareRowExclusive)
      }
    case .setType(let column, let type, let using):
      lock(table, .accessExclusive)
      let change = TypeChange(
        of: column, in: table, to: type,
        using: using.map { String(decoding: source[$0], as: UTF8.self) }, knowledge)
      if change.rewrites { add(.rewrite, table) }
      if change.scans { add(.scan, table) }
      if !change.rebuilt.isEmpty { add(.indexBuild, table) }
    case .setNotNull(let column):
      lock(table, .accessExclusive)
      if knowledge.table(table)?.provesNotNull(column) != true { add(.scan, table) }
    case .addConstraint(let constraint): take(constraint, table)
    case .validateConstraint(let name):
      lock(table, .shareUpdateExclusive)
      add(.scan, table)
      if case .foreignKey(_, let parent) = knowledge.constraint(name, of: table)?.kind {
        lock(parent, .rowShare)
      }
    case .dropConstraint(let name):
      lock(table, .accessExclusive)
      if case .foreignKey(_, let parent) = knowledge.constraint(name, of: table)?.kind {
        lock(parent, .accessExclusive)
      }
    case .attachPartition(let child, _):
      lock(table, .shareUpdateExclusive)
      lock(child, .accessExclusive)
      if !PartitionProof.holds(for: child, knowledge) { add(.scan, child) }
      takeDefaultPartition(of: table)
    case .detachPartition(let child, let isConcurrent):
      lock(table, isConcurrent ? .shareUpdateExclusive : .accessExclusive)
      lock(child, isConcurrent ? .shareUpdateExclusive : .accessExclusive)
    case .setLogged(let isLogged) where knowledge.table(table)?.isLogged == isLogged:
      lock(table, .accessExclusive)
    case .setLogged, .setAccessMethod, .setTablespace, .setExpression, .addIdentity:
      lock(table, .accessExclusive)
      if case .addIdentity = action.kind { return }
      add(.rewrite, table)
    case .setMild: lock(table, .shareUpdateExclusive)
    case .setTrigger: lock(table, .shareRowExclusive)
    case .dropColumn, .dropNotNull, .setDefault, .dropDefault, .setRowSecurity, .other:
      lock(table, .accessExclusive)
    }
  }

  private mutating func take(_ constraint: TableConstraint, _ table: RelationName) {
    switch constraint.kind {
    case .foreignKey(_, let parent):
      lock(table, .shareRowExclusive)
      lock(parent, .shareRowExclusive)
      if !constraint.isNotValid, constraint.isEnforced { add(.scan, table) }
    case .check, .notNull:
      lock(table, .accessExclusive)
      if !constraint.isNotValid, constraint.isEnforced { add(.scan, table) }
    case .unique, .primaryKey, .exclude:
      lock(table, .accessExclusive)
      add(.indexBuild, table)
    case .uniqueUsing: lock(table, .accessExclusive)
    case .primaryKeyUsing(let name):
      lock(table, .accessExclusive)
      if !nullableColumns(ofIndex: name, of: table).isEmpty { add(.scan, table) }
    }
  }

  /// Columns that become NOT NULL when a primary key takes the index over, and are not known to be.
  func nullableColumns(ofIndex name: String, of table: RelationName) -> [String] {
    let index = knowledge.index(RelationName(name, schema: knowledge.key(table).schema))
    return (index?.columns ?? []).filter { knowledge.table(table)?.provesNotNull($0) != true }
  }

  private mutating func takeDefaultPartition(of parent: RelationName) {
    guard let partition = knowledge.table(parent)?.defaultPartition else { return }
    lock(partition, .accessExclusive)
    add(.scan, partition)
  }

  private mutating func take(_ create: StatementOutline.CreateTable) {
    if let parent = create.partitionOf {
      lock(parent, .accessExclusive)
      takeDefaultPartition(of: parent)
    }
    for parent in create.inherits { lock(parent, .shareUpdateExclusive) }
    for column in create.columns {
      for case .references(let parent) in column.clauses.map(\.kind) where parent != create.table {
        lock(parent, .shareRowExclusive)
      }
    }
    for case .foreignKey(_, let parent) in create.constraints.map(\.kind)
    where parent != create.table {
      lock(parent, .shareRowExclusive)
    }
  }

  private mutating func take(_ drop: StatementOutline.Drop) {
    for name in drop.names {
      switch drop.object {
      case .table, .view, .materializedView:
        lock(name, .accessExclusive)
        for case .foreignKey(_, let parent) in knowledge.table(name)?.constraints.map(\.kind) ?? []
        {
          lock(parent, .accessExclusive)
        }
      case .index:
        guard let table = knowledge.index(name)?.table else { continue }
        lock(table, drop.isConcurrent ? .shareUpdateExclusive : .accessExclusive)
      default: break
      }
    }
  }

  private mutating func take(_ reindex: StatementOutline.Reindex) {
    guard let name = reindex.name else { return }
    let table = reindex.object == .index ? knowledge.index(name)?.table ?? name : name
    guard reindex.object == .index || reindex.object == .table else { return }
    lock(table, reindex.isConcurrent ? .shareUpdateExclusive : .share)
    add(.indexBuild, table)
  }

  private mutating func scanTables(using domain: RelationName) {
    let name = knowledge.key(domain)
    for (table, known) in knowledge.tables
    where known.columns.values.contains(where: { column in
      guard let type = column.type else { return false }
      let parts = type.name.split(separator: ".").map(String.init)
      return knowledge.key(
        RelationName(parts.last ?? "", schema: parts.count > 1 ? parts[0] : nil)) == name
    }) {
      lock(table, .share)
      add(.scan, table)
    }
  }
}

/// Whether a table's own constraints are likely to say what a partition's bounds ask: a validated
/// CHECK with NOT NULL. Only the server can tell whether it really implies them.
enum PartitionProof {
  static func holds(for child: RelationName, _ knowledge: SchemaKnowledge) -> Bool {
    knowledge.table(child)?.constraints.contains { constraint in
      if case .check = constraint.kind { constraint.isValidated } else { false }
    } == true
  }
}
