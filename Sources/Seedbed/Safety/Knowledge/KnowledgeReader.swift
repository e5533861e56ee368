internal import Postgres

/// Reads from a database's catalog what rules want to know; one round trip, nothing written.
struct KnowledgeReader {
  let connection: Connection

  /// - Parameter schema: where unqualified names are looked for; nil is the session's own.
  func read(schema: String? = nil) throws(PostgresError) -> SchemaKnowledge {
    let answers = try connection.pipeline([
      Self.session, Self.tables, Self.columns, Self.constraints, Self.indexes, Self.types,
      Self.functions, Self.routines,
    ])
    var knowledge = SchemaKnowledge()
    knowledge.isFromCatalog = true
    knowledge.majorVersion = connection.serverVersion / 10_000
    if let row = answers[0].first {
      knowledge.defaultSchema = schema ?? row[0] ?? "public"
      knowledge.isTimeZoneUTC = ["UTC", "Etc/UTC", "GMT", "Etc/GMT"].contains(row.string(1))
    }
    for row in answers[1] { knowledge.take(table: row) }
    for row in answers[2] { knowledge.take(column: row) }
    for row in answers[3] { knowledge.take(constraint: row) }
    for row in answers[4] { knowledge.take(index: row) }
    for row in answers[5] { knowledge.take(type: row) }
    for row in answers[6] { knowledge.volatility[row.string(0)] = row.bool(1) }
    for row in answers[7] where SchemaKnowledge.mayChangeSchema(row.string(1)) {
      knowledge.routines[row.string(0)] = row.string(1)
    }
    return knowledge
  }

  private static let session: SQL = """
    SELECT pg_catalog.current_schema(), pg_catalog.current_setting('TimeZone')
    """

  private static let tables: SQL = """
    SELECT n.nspname, c.relname, c.relkind, pn.nspname, p.relname,
      coalesce(pg_catalog.pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT', false),
      CASE WHEN c.reltuples >= 0 THEN c.reltuples::bigint END,
      (SELECT a.attname FROM pg_catalog.pg_partitioned_table k
       JOIN pg_catalog.pg_attribute a ON a.attrelid = k.partrelid AND a.attnum = k.partattrs[0]
       WHERE k.partrelid = c.oid AND k.partnatts = 1 AND k.partstrat IN ('r', 'l')),
      c.relpersistence = 'p'
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_inherits i ON i.inhrelid = c.oid AND c.relispartition
    LEFT JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
    LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = p.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_'
      AND n.nspname <> 'information_schema'
    """

  private static let columns: SQL = """
    SELECT n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
      a.attnotnull, a.atthasdef OR a.attidentity <> ''
    FROM pg_catalog.pg_attribute a
    JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'm', 'f') AND n.nspname !~ '^pg_'
      AND n.nspname <> 'information_schema' AND a.attnum > 0 AND NOT a.attisdropped
    """

  private static let constraints: SQL = """
    SELECT n.nspname, c.relname, k.conname, k.contype, k.convalidated,
      ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(k.conkey) WITH ORDINALITY u(number, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.number
        ORDER BY u.place),
      fn.nspname, f.relname, pg_catalog.pg_get_expr(k.conbin, k.conrelid)
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_class f ON f.oid = k.confrelid
    LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    """

  private static let indexes: SQL = """
    SELECT n.nspname, x.relname, c.relname, i.indisunique, i.indpred IS NOT NULL,
      CASE WHEN i.indexprs IS NULL THEN
        ARRAY(SELECT a.attname::text
          FROM pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY u(number, place)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = u.number
          WHERE u.place <= i.indnkeyatts ORDER BY u.place) END,
      pg_catalog.concat_ws(' ', pg_catalog.pg_get_expr(i.indexprs, i.indrelid),
        pg_catalog.pg_get_expr(i.indpred, i.indrelid)),
      EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid)
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
    JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    """

  /// Domains, with whether they or a domain beneath them are constrained, and enums.
  private static let types: SQL = """
    WITH RECURSIVE chain AS (
      SELECT oid, oid AS part, typbasetype, typnotnull FROM pg_catalog.pg_type WHERE typtype = 'd'
      UNION ALL
      SELECT c.oid, t.oid, t.typbasetype, t.typnotnull
      FROM chain c JOIN pg_catalog.pg_type t ON t.oid = c.typbasetype AND t.typtype = 'd')
    SELECT n.nspname, t.typname, t.typtype,
      CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END,
      EXISTS (SELECT FROM chain c WHERE c.oid = t.oid AND (c.typnotnull
        OR EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.contypid = c.part)))
    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype IN ('d', 'e') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    """

  /// Those that a statement can call and that may hold other statements.
  private static let routines: SQL = """
    SELECT p.proname, pg_catalog.pg_get_functiondef(p.oid)
    FROM pg_catalog.pg_proc p
    JOIN pg_catalog.pg_language l ON l.oid = p.prolang AND l.lanname = 'plpgsql'
    JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE p.prokind IN ('f', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
      AND p.prorettype NOT IN ('pg_catalog.trigger'::regtype, 'pg_catalog.event_trigger'::regtype)
      AND p.prosrc ~* 'alter|create|drop|truncate|execute|update|delete'
    """

  private static let functions: SQL = """
    SELECT proname, pg_catalog.bool_or(provolatile = 'v') FROM pg_catalog.pg_proc
    WHERE prokind = 'f' GROUP BY proname
    """
}

extension SchemaKnowledge {
  fileprivate mutating func take(table row: Rows.Row) {
    let name = RelationName(row.string(1), schema: row.string(0))
    var table = Table()
    switch row.string(2) {
    case "p": table.kind = .partitioned
    case "v": table.kind = .view
    case "m": table.kind = .materializedView
    case "f": table.kind = .foreignTable
    default: break
    }
    table.rows = row[6].flatMap { Int($0) }
    table.partitionColumn = row[7]
    table.isLogged = row.bool(8)
    table.partitions = tables[name]?.partitions ?? []
    table.defaultPartition = tables[name]?.defaultPartition
    if let schema = row[3], let parent = row[4] {
      let parent = RelationName(parent, schema: schema)
      table.parent = parent
      tables[parent, default: Table()].partitions.insert(name)
      if row.bool(5) { tables[parent]?.defaultPartition = name }
    }
    tables[name] = table
  }

  fileprivate mutating func take(column row: Rows.Row) {
    let table = RelationName(row.string(1), schema: row.string(0))
    tables[table]?.columns[row.string(2)] = Column(
      type: TypeName(row.string(3)), isNotNull: row.bool(4), hasDefault: row.bool(5))
  }

  fileprivate mutating func take(constraint row: Rows.Row) {
    let table = RelationName(row.string(1), schema: row.string(0))
    let columns = row.array(5)
    let kind: Constraint.Kind
    switch row.string(3) {
    case "c": kind = .check(expression: row.string(8))
    case "f":
      kind = .foreignKey(columns, RelationName(row.string(7), schema: row[6]))
    case "u": kind = .unique(columns)
    case "p": kind = .primaryKey(columns)
    case "n": kind = .notNull(columns.first ?? "")
    case "x": kind = .exclude
    default: return
    }
    tables[table]?.constraints.append(
      Constraint(name: row.string(2), kind: kind, isValidated: row.bool(4)))
  }

  fileprivate mutating func take(index row: Rows.Row) {
    let schema = row.string(0)
    var index = Index(table: RelationName(row.string(2), schema: schema))
    index.isUnique = row.bool(3)
    index.isPartial = row.bool(4)
    index.columns = row[5] == nil ? nil : row.array(5)
    index.words = Set(row.string(6).words)
    index.belongsToConstraint = row.bool(7)
    indexes[RelationName(row.string(1), schema: schema)] = index
  }

  fileprivate mutating func take(type row: Rows.Row) {
    let name = RelationName(row.string(1), schema: row.string(0))
    if row.string(2) == "e" {
      enums.insert(name)
    } else {
      domains[name] = Domain(base: row[3].map { TypeName($0) }, isConstrained: row.bool(4))
    }
  }
}
