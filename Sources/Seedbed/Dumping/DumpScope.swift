internal import Postgres

/// What a dump is of, found out before the first row is written: tables, rows, keys, masks; and
/// everything that stands against it.
struct DumpScope {
  /// Those that refer to others after these.
  let tables: [TableDump]
  private let catalog: Catalog
  private let rows: RowSelection

  /// Begins the transaction in which the rows are read.
  init(
    _ request: DumpRequest, connection: Connection, schemas: [String], progress: any Progress
  ) throws {
    let needsPlaces = request.condition != nil || request.limit != nil
    try Self.begin(connection)
    progress.activity("reading the catalog")
    let names = try DumpTableNames(request, connection: connection, schemas: schemas)
    catalog = try CatalogReader(connection: connection, schemas: schemas).read(names.all)
    let named = try names.named(in: catalog)
    let all = names.tables(in: catalog)
    if let problem = Problem.together(all.compactMap(Self.unusable)) { throw problem }

    let reader = CatalogReader(connection: connection, schemas: schemas)
    let masks = try DumpMasks(request.masks, catalog: catalog) {
      try reader.tableNames()
    }
    if let problem = Problem.together(masks.problems) { throw problem }
    let identities = RowIdentities(all, catalog: catalog, keepsIDs: request.keepsIDs)
    var dumps = all.map {
      TableDump(
        $0, identities: identities, masks: masks, writesDefaults: request.writesDefaults)
    }
    if let problem = Problem.together(dumps.flatMap(Self.unwritable)) { throw problem }

    var rows = RowSelection(
      connection: connection, tables: all, whole: Set(needsPlaces ? [] : named.map(\.oid)),
      depth: request.children.depth, childTables: names.childTables(in: catalog))
    try rows.prepare()
    for dump in dumps where named.contains(where: { $0.oid == dump.table.oid }) {
      try Self.add(dump, to: rows, request, connection: connection, schemas: schemas)
    }
    try rows.close(progress)
    let empty = try rows.emptyTables()
    dumps = dumps.filter { dump in
      !empty.contains(dump.table.oid) || named.contains { $0.oid == dump.table.oid }
    }
    if !request.includesSecrets {
      let columns = dumps.filter { !empty.contains($0.table.oid) }.flatMap { dump in
        TableDump.columns(of: dump.table, dump.identity).map { (dump.table, $0) }
      }
      if let refusal = masks.refusal(of: columns) { throw refusal }
    }
    for dump in dumps where dump.identity.kind == .wholeRow {
      try Self.checkDistinct(dump, rows.name(of: dump.table), connection)
    }
    if !request.writesDefaults {
      dumps = try ConstantDefaults(dumps, connection: connection).dumps
    }
    self.rows = rows
    tables = dumps
  }

  /// The temporary table with a table's rows; nil where all are dumped.
  func selection(of table: Table) -> String? { rows.name(of: table) }

  /// As a fixture names it.
  func name(of table: Table) -> String { catalog.shortName(of: table) }

  // MARK: The transaction

  private static func begin(_ connection: Connection) throws(PostgresError) {
    // Read-write until the temporary tables are there; on a standby there are none to be had.
    let isStandby = try connection.execute("SELECT pg_catalog.pg_is_in_recovery()")[0].bool(0)
    let beginning: SQL =
      isStandby
      ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY NOT DEFERRABLE"
      : "BEGIN ISOLATION LEVEL REPEATABLE READ READ WRITE NOT DEFERRABLE"
    _ = try connection.pipeline(
      [beginning] + SessionText.settings + [SessionText.path(["pg_catalog"])])
  }

  private static func add(
    _ dump: TableDump, to rows: RowSelection, _ request: DumpRequest, connection: Connection,
    schemas: [String]
  ) throws {
    let places = dump.query.places(where: request.condition, limit: request.limit)
    do throws(PostgresError) {
      try connection.execute(SessionText.path(schemas))
      try rows.add(dump.table, places: places)
      try connection.execute(SessionText.path(["pg_catalog"]))
    } catch {
      guard request.condition != nil else { throw error }
      throw Problem(
        "dump.bad_condition", "--where: \(error.redacted.message)", hint: error.hint)
    }
  }

  // MARK: What stands against it

  private static func unusable(_ table: Table) -> Problem? {
    if table.kind != .table && table.kind != .partitioned {
      return Problem(
        "dump.not_a_base_table", "\(table.name) is no table whose rows can be seeded",
        hint: "a dump is of tables and partitioned tables")
    }
    if !table.privileges.select {
      return Problem(
        "dump.missing_privilege", "the connected role lacks SELECT on \(table.name)",
        hint: "GRANT SELECT ON \(table.name.sql) TO …")
    }
    if table.hasRowSecurity {
      return Problem(
        "dump.row_security",
        "row security of \(table.name) hides rows from the connected role",
        hint: "connect as the table's owner, or as a role with BYPASSRLS")
    }
    return nil
  }

  private static func unwritable(_ dump: TableDump) -> [Problem] {
    dump.fields.filter { $0.column.name.hasPrefix("$") }.map { field in
      Problem(
        "dump.reserved_name",
        "a fixture cannot give \"\(field.column.name)\" of \(dump.table.name)",
        hint: "a name that begins with $ belongs to Seedbed")
    }
  }

  private static func checkDistinct(
    _ dump: TableDump, _ selection: String?, _ connection: Connection
  ) throws {
    let columns = dump.identity.columns.compactMap { dump.table.column(number: $0)?.sql }
    let selected =
      selection.map { " JOIN \($0) AS s ON s.c = t.ctid AND s.o = t.tableoid" } ?? ""
    let list = columns.map { "t.\($0)" }.joined(separator: ", ")
    let grouped = columns.isEmpty ? "HAVING" : "GROUP BY \(list) HAVING"
    let equal = try connection.execute(
      SQL(
        unsafe: """
          SELECT FROM \(dump.table.rows) AS t\(selected) \(grouped) pg_catalog.count(*) > 1 LIMIT 1
          """))
    guard !equal.isEmpty else { return }
    throw Problem(
      "dump.equal_rows",
      "\(dump.table.name) has no unique key and holds rows that are equal",
      hint: "nothing could tell them apart when they are loaded: give the table a primary key")
  }
}
