internal import SQLScript

/// The table of locks, by which a statement's effect is known without a server: what PostgreSQL 14
/// to 18 lock and do (measured on 15, 16 and 18; manual, "Explicit Locking" and ALTER TABLE, "Notes").
///
/// Only tables that were there before count: what nobody uses yet can be locked as one likes.
struct EffectPrediction {
  struct Work: Equatable {
    let kind: StatementEffect.Work.Kind
    let table: RelationName
  }

  let source: SourceText
  let knowledge: SchemaKnowledge
  /// By names with their schemas.
  private(set) var locks: [RelationName: LockMode] = [:]
  private(set) var work: [Work] = []

  init(of outline: StatementOutline, _ source: SourceText, _ knowledge: SchemaKnowledge) {
    self.source = source
    self.knowledge = knowledge
    take(outline)
    // Beneath a rewrite all else costs nothing more.
    let rewritten = Set(work.filter { $0.kind == .rewrite }.map(\.table))
    work.removeAll { $0.kind != .rewrite && rewritten.contains($0.table) }
  }

  var effect: StatementEffect {
    let locks = locks.map { StatementEffect.Lock($0.value, on: $0.key.description) }
    return StatementEffect(
      locks: locks.sorted {
        $0.mode == $1.mode ? $0.relation < $1.relation : $0.mode > $1.mode
      }, work: work.map { StatementEffect.Work($0.kind, of: $0.table.description) },
      source: .predicted)
  }

  private mutating func lock(_ table: RelationName, _ mode: LockMode) {
    if knowledge.isNew(table) { return }
    let key = knowledge.key(table)
    locks[key] = max(locks[key] ?? mode, mode)
  }

  private mutating func add(_ kind: StatementEffect.Work.Kind, _ table: RelationName) {
    if knowledge.isNew(table) { return }
    let entry = Work(kind: kind, table: knowledge.key(table))
    if !work.contains(entry) { work.append(entry) }
  }

  private mutating func take(_ outline: StatementOutline) {
    switch outline.kind {
    case .alterTable(let alter): take(alter)
    case .createTable(let create): take(create)
    case .createIndex(let create):
      lock(create.table, create.isConcurrent ? .shareUpdateExclusive : .share)
      let isEmpty = create.isOnly && knowledge.table(create.table)?.kind == .partitioned
      let schema = knowledge.key(create.table).schema
      let isThere =
        create.ifNotExists
        && create.name.map { knowledge.index(RelationName($0, schema: schema)) != nil } ?? false
      if !isEmpty, !isThere { add(.indexBuild, create.table) }
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
    case .truncate(let tables, let cascades):
      for table in cascades ? Array(knowledge.referring(to: tables)) : tables {
        lock(table, .accessExclusive)
      }
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
    switch alter.object {
    case .table, .foreignTable, .materializedView:
      for action in alter.actions { take(action, alter.table) }
    case .view: lock(alter.table, .accessExclusive)
    case .index, .sequence: break
    }
  }

  private mutating func take(_ action: TableAction, _ table: RelationName) {
    switch action.kind {
    case .addColumn(let column, let ifNotExists):
      lock(table, .accessExclusive)
      if ifNotExists, knowledge.table(table)?.columns[column.name] != nil { return }
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
      let constraint = knowledge.constraint(name, of: table)
      if constraint?.isValidated == true { return }
      add(.scan, table)
      if case .foreignKey(_, let parent) = constraint?.kind {
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
      lock(child, .accessExclusive)
      if !isConcurrent, let rest = knowledge.table(table)?.defaultPartition {
        lock(rest, .accessExclusive)
      }
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
      if !knowledge.nullableColumns(ofIndex: name, of: table).isEmpty { add(.scan, table) }
    }
  }

  private mutating func takeDefaultPartition(of parent: RelationName) {
    guard let partition = knowledge.table(parent)?.defaultPartition else { return }
    lock(partition, .accessExclusive)
    add(.scan, partition)
  }

  private mutating func take(_ create: StatementOutline.CreateTable) {
    if create.ifNotExists, knowledge.table(create.table) != nil { return }
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
        if let parent = knowledge.table(name)?.parent {
          lock(parent, .accessExclusive)
          if let rest = knowledge.table(parent)?.defaultPartition { lock(rest, .accessExclusive) }
        }
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
