internal import Postgres

/// What a backup is to hold.
enum BackupScope: Equatable {
  /// The whole database.
  case database
  /// Schemas with all that is in them, and parts of other schemas, each in the order of their names.
  case parts(schemas: [String], items: [BackupItem])

  var isEmpty: Bool { self == .parts(schemas: [], items: []) }
}

/// A part of a database that is about to be lost.
struct BackupItem: Hashable {
  enum Content: Hashable {
    /// The table with all that belongs to it.
    case table
    /// Its rows.
    case rows
    /// One column's values, by the primary key.
    case column(String)
  }

  let table: StoredTable
  let content: Content

  /// `public.users`, `public.users.email`
  var name: String {
    if case .column(let column) = content { "\(table.name).\(column)" } else { "\(table.name)" }
  }
}

/// A table that holds rows, as the catalog has it.
struct StoredTable: Hashable {
  struct Column: Hashable {
    let name: String
    /// `character varying(80)`, with a schema where it needs one.
    let type: String
    let isGenerated: Bool
  }

  let oid: Int
  let name: QualifiedName
  let isPartitioned: Bool
  let columns: [Column]
  /// The primary key's; empty where it has none.
  let key: [String]
  /// Itself and, of a partitioned or inherited table, all that hold its rows.
  let parts: [QualifiedName]

  func column(_ name: String) -> Column? { columns.first { $0.name == name } }
}

/// The tables of a database and what a deletion in one of them takes along.
struct LossCatalog {
  private let tables: [Int: StoredTable]
  private let references: [Reference]
  private let connection: Connection

  /// A foreign key, seen from the table that it refers to.
  private struct Reference {
    let target: Int
    let source: Int
    /// `pg_constraint.confdeltype`
    let action: String
    let columns: [String]
  }

  init(reading connection: Connection) throws(PostgresError) {
    self.connection = connection
    // With nothing in the search path, types are written with their schemas.
    try connection.run(simple: "BEGIN READ ONLY; SET LOCAL search_path TO pg_catalog")
    let rows = try connection.run(simple: Self.parts + Self.tableQuery(connection.own))
    tables = Dictionary(
      rows.map { row in
        let table = StoredTable(
          oid: row.int(0), name: QualifiedName(schema: row.string(1), name: row.string(2)),
          isPartitioned: row.bool(9),
          columns: zip(zip(row.array(3), row.array(4)), row.array(5)).map {
            StoredTable.Column(name: $0.0, type: $0.1, isGenerated: $1 == "t")
          },
          key: row.array(6),
          parts: zip(row.array(7), row.array(8)).map { QualifiedName(schema: $0, name: $1) })
        return (table.oid, table)
      }, uniquingKeysWith: { one, _ in one })
    references = try connection.run(simple: Self.referenceQuery).map { row in
      Reference(
        target: row.int(0), source: row.int(1), action: row.string(2), columns: row.array(3))
    }
    try connection.run(simple: "COMMIT")
  }

  /// What a backup has to hold so that these losses can be made good.
  func scope(for losses: [Loss]) throws(PostgresError) -> BackupScope {
    var items: Set<BackupItem> = []
    var schemas: Set<String> = []
    for loss in losses {
      switch loss.extent {
      case .unknown: return .database
      case .schema:
        let found = try connection.execute(
          """
          SELECT nspname FROM pg_catalog.pg_namespace
          WHERE nspname = (pg_catalog.parse_ident(\(loss.name)))[1]
          """
        ).first?.string(0)
        if let found { schemas.insert(found) }
      case .table:
        if let table = try find(loss.name) {
          items.insert(BackupItem(table: table, content: .table))
        }
      case .column(let name):
        if let table = try find(loss.name) { add(column: name, of: table, to: &items) }
      case .rows(let cascades):
        if let table = try find(loss.name) {
          add(rowsOf: table, truncating: cascades, to: &items)
        }
      }
    }
    items = items.filter { !schemas.contains($0.table.name.schema) }
    return .parts(schemas: schemas.sorted(), items: Self.withoutRepetition(items))
  }

  private func find(_ name: String) throws(PostgresError) -> StoredTable? {
    let rows = try connection.execute("SELECT pg_catalog.to_regclass(\(name))::oid")
    return rows.first?[0].flatMap { Int($0) }.flatMap { tables[$0] }
  }

  private func add(column name: String, of table: StoredTable, to items: inout Set<BackupItem>) {
    guard let column = table.column(name), !column.isGenerated else { return }
    let isRestorable = !table.key.isEmpty && !table.key.contains(name)
    items.insert(
      BackupItem(table: table, content: isRestorable ? .column(name) : .table))
  }

  /// With what goes along by foreign keys.
  private func add(
    rowsOf table: StoredTable, truncating: Bool, to items: inout Set<BackupItem>
  ) {
    guard items.insert(BackupItem(table: table, content: .rows)).inserted else { return }
    // A partitioned table has no rows of its own; what inherits from a table has rows beside its.
    if !table.isPartitioned {
      for part in table.parts where part != table.name {
        if let child = tables.values.first(where: { $0.name == part }) {
          add(rowsOf: child, truncating: truncating, to: &items)
        }
      }
    }
    for reference in references where reference.target == table.oid {
      guard let source = tables[reference.source] else { continue }
      if truncating || reference.action == "c" {
        add(rowsOf: source, truncating: truncating, to: &items)
      } else if reference.action == "n" || reference.action == "d" {
        for column in reference.columns { add(column: column, of: source, to: &items) }
      }
    }
  }

  /// A table's backup holds its rows and columns. One of rows brings back those that are gone, and
  /// leaves alone those whose column was written over.
  private static func withoutRepetition(_ items: Set<BackupItem>) -> [BackupItem] {
    let whole = Set(items.filter { $0.content == .table }.map(\.table.oid))
    return items.filter { $0.content == .table || !whole.contains($0.table.oid) }
      .sorted { ($0.table.name, $0.name) < ($1.table.name, $1.name) }
  }

  private static func tableQuery(_ own: OwnSchema) -> String {
    """
    SELECT c.oid, n.nspname, c.relname,
      ARRAY(SELECT attname FROM pg_catalog.pg_attribute
        WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum),
      ARRAY(SELECT pg_catalog.format_type(atttypid, atttypmod) FROM pg_catalog.pg_attribute
        WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum),
      ARRAY(SELECT attgenerated <> '' FROM pg_catalog.pg_attribute
        WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum),
      ARRAY(SELECT a.attname FROM pg_catalog.pg_index i
        CROSS JOIN LATERAL pg_catalog.unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
        WHERE i.indrelid = c.oid AND i.indisprimary AND k.place <= i.indnkeyatts ORDER BY k.place),
      ARRAY(SELECT pn.nspname FROM parts p JOIN pg_catalog.pg_class pc ON pc.oid = p.oid
        JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
        WHERE p.root = c.oid ORDER BY p.oid),
      ARRAY(SELECT pc.relname FROM parts p JOIN pg_catalog.pg_class pc ON pc.oid = p.oid
        JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
        WHERE p.root = c.oid ORDER BY p.oid),
      c.relkind = 'p'
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND c.relpersistence <> 't'
      AND \(own.leavesOut("n"))
    """
  }

  private static let parts = """
    WITH RECURSIVE parts (root, oid) AS (
      SELECT oid, oid FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p')
      UNION SELECT p.root, i.inhrelid FROM parts p
        JOIN pg_catalog.pg_inherits i ON i.inhparent = p.oid)
    """

  private static let referenceQuery = """
    SELECT confrelid, conrelid, confdeltype,
      ARRAY(SELECT a.attname FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = conrelid AND a.attnum = ANY (conkey))
    FROM pg_catalog.pg_constraint WHERE contype = 'f'
    """
}
