internal import Postgres

/// The tables of a dump by name: those asked for, and those that refer to them where children are
/// wanted. What they refer to the catalog finds by itself.
struct DumpTableNames {
  private let request: DumpRequest
  /// As fixtures name them.
  private let named: [String]
  private let everyTable: [String]
  /// Qualified.
  private let referring: [String]
  private let suggestions: [String]

  init(_ request: DumpRequest, connection: Connection, schemas: [String]) throws {
    self.request = request
    named = request.tables
    everyTable = request.everyTable ? try Self.tables(of: schemas, connection) : []
    let reader = CatalogReader(connection: connection, schemas: schemas)
    let children: [String] =
      if case .tables(let names) = request.children { names } else { [] }
    let catalog = try reader.read(named + everyTable + children)
    let unknown = (named + children).filter { catalog.table(named: $0) == nil }
    suggestions = unknown.isEmpty ? [] : try reader.tableNames()
    referring =
      request.children == .none
      ? []
      : try Self.referring(
        to: (named + everyTable).compactMap { catalog.table(named: $0)?.oid }, connection)
    let partitions = try Self.partitions(
      among: (named + children).compactMap { catalog.table(named: $0)?.oid }, connection)
    let known = suggestions
    let problems =
      unknown.map { name in
        Problem(
          "seed.unknown_table", "there is no table \"\(name)\"",
          hint: Suggestion.hint(for: name, among: known) ?? "is a migration missing?")
      }
      + partitions.map { partition, root in
        Problem(
          "dump.partition", "\(partition) is a partition of \(root)",
          hint: "its rows are dumped with \(root)")
      }
    if let problem = Problem.together(problems) { throw problem }
  }

  var all: [String] { named + everyTable + referring }

  /// The tables asked for, each once.
  func named(in catalog: Catalog) throws -> [Table] {
    var seen: Set<Int> = []
    let tables = (named + everyTable).compactMap { catalog.table(named: $0) }
      .filter { seen.insert($0.oid).inserted }
    if request.condition != nil, tables.count != 1 {
      throw Problem(
        "dump.condition", "--where is for the rows of one table",
        hint: "name one; what its rows refer to comes along", exitStatus: .usage)
    }
    return tables
  }

  /// All tables that rows can come from; those that refer to others after these.
  func tables(in catalog: Catalog) -> [Table] {
    var found: [Int: Table] = [:]
    var open = all.compactMap { catalog.table(named: $0) }
    while let table = open.popLast() {
      found[table.oid] = table
      open += table.foreignKeys.compactMap { catalog[$0.table] }.filter { found[$0.oid] == nil }
    }
    let byName = found.values.sorted { $0.name < $1.name }
    return SeedOrder.groups(of: byName).flatMap { $0 }.map { byName[$0] }
  }

  /// The tables whose rows may come as children; nil is any.
  func childTables(in catalog: Catalog) -> Set<Int>? {
    guard case .tables(let names) = request.children else { return nil }
    return Set(names.compactMap { catalog.table(named: $0)?.oid })
  }

  // MARK: Questions to the server

  private static func tables(
    of schemas: [String], _ connection: Connection
  ) throws(PostgresError) -> [String] {
    try connection.execute(
      """
      SELECT n.nspname || '.' || c.relname FROM pg_class c
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ANY (\(schemas)) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      ORDER BY 1
      """
    ).map { $0.string(0) }
  }

  private static func referring(
    to tables: [Int], _ connection: Connection
  ) throws(PostgresError) -> [String] {
    try connection.execute(
      """
      WITH RECURSIVE below AS (
        SELECT oid FROM pg_catalog.unnest(\(tables.map(String.init))::oid[]) AS given(oid)
        UNION
        SELECT f.conrelid FROM below b
        JOIN pg_constraint f ON f.confrelid = b.oid AND f.contype = 'f')
      SELECT n.nspname || '.' || c.relname FROM below b JOIN pg_class c ON c.oid = b.oid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE NOT c.relispartition
      ORDER BY 1
      """
    ).map { $0.string(0) }
  }

  private static func partitions(
    among tables: [Int], _ connection: Connection
  ) throws(PostgresError) -> [(String, String)] {
    try connection.execute(
      """
      SELECT c.oid::regclass::text, pg_catalog.pg_partition_root(c.oid)::regclass::text
      FROM pg_class c WHERE c.oid = ANY (\(tables.map(String.init))::oid[]) AND c.relispartition
      """
    ).map { ($0.string(0), $0.string(1)) }
  }
}
