internal import Postgres

/// Reads the catalog of the tables that fixtures name, and of all that these refer to.
///
/// Two round trips do where every type is plain and no foreign key leads to a table that is not
/// named; enums, domains, composites and ranges take a third, other tables two more.
struct CatalogReader {
  let connection: Connection
  let schemas: [String]

  /// - Parameters:
  ///   - names: the tables as fixtures write them; names that do not exist are left out.
  ///   - parents: tables, by oid, of which those that refer to them are to be read too.
  ///   - beginning: what the transaction begins with; it takes no round trip of its own.
  func read(
    _ names: [String], referringTo parents: Set<Int> = [], after beginning: [SQL] = []
  ) throws(PostgresError) -> Catalog {
    let answers = try connection.pipeline(
      beginning + [
        // Expressions and types are then printed qualified, whatever the role's own path is.
        SessionText.path(["pg_catalog"]),
        queries.tables(Self.candidates(names), referringTo: parents.sorted()),
      ])
    var rows = try answers.last.map { named throws(PostgresError) in try relations(named) }
    if let named = rows, !named.referencedBeyond.isEmpty {
      let reached = try connection.execute(queries.tables(reachedFrom: named.referencedBeyond))
      rows?.add(try relations(reached))
    }
    let tables = try rows.map { rows throws(PostgresError) in try details(of: rows).tables(rows) }
    return Catalog(tables: tables ?? [], schemas: schemas, names: Set(names), widened: parents)
  }

  private var queries: CatalogQueries { CatalogQueries(serverVersion: connection.serverVersion) }

  /// The relations' names that a fixture's table can mean: with or without a schema before it, as
  /// it is written or folded.
  private static func candidates(_ names: [String]) -> [String] {
    Set(
      names.flatMap { name in
        Catalog.readings(of: name).flatMap { [$0.name, $0.name.lowercased()] }
      }
    ).sorted()
  }

  /// All that each of these has in any case.
  private func relations(_ answer: Rows) throws(PostgresError) -> CatalogRelations {
    var found = CatalogRelations(answer)
    guard !found.oids.isEmpty else { return found }
    let parts = try connection.pipeline([
      queries.columns(of: found.oids, areWritable: found.areWritable),
      queries.keys(of: found.oids),
      queries.foreignKeys(of: found.oids), queries.triggers(of: found.oids),
    ])
    found.take(columns: parts[0], keys: parts[1], foreignKeys: parts[2], triggers: parts[3])
    return found
  }

  /// What few tables have.
  private func details(of rows: CatalogRelations) throws(PostgresError) -> CatalogDetails {
    var details = CatalogDetails()
    details.types = try types(of: rows.columns)
    details.collations = try names(details.unknownCollations(of: rows.columns)) {
      queries.collations($0)
    }
    details.operatorSchemas = try names(Set(rows.keys.flatMap(\.foreignClasses))) {
      queries.schemas(ofOperatorClasses: $0)
    }
    let indexes = rows.keys.compactMap { $0[10] }
    if !indexes.isEmpty {
      details.expressions = try dictionary(queries.expressions(of: indexes)) { $0.array(1) }
    }
    if !rows.views.isEmpty {
      details.views = try dictionary(ViewAccess.query(rows.views), ViewAccess.init(reading:))
    }
    return details
  }

  private func types(of columns: [Rows.Row]) throws(PostgresError) -> [Int: CatalogType] {
    var types: [Int: CatalogType] = [:]
    var others: Set<String> = []
    for row in columns where types[row.int(3)] == nil {
      if let type = BuiltInTypes.type(row.int(3)) {
        types[row.int(3)] = type
      } else {
        others.insert(row.string(3))
      }
    }
    guard !others.isEmpty else { return types }
    let assembly = TypeAssembly(try connection.execute(queries.types(others.sorted())))
    return types.merging(assembly.types) { one, _ in one }
  }

  /// What the server says of some objects, by oid; it is not asked about none.
  private func names(
    _ oids: Set<Int>, _ query: ([String]) -> SQL
  ) throws(PostgresError) -> [Int: String] {
    if oids.isEmpty { return [:] }
    return try dictionary(query(oids.sorted().map(String.init))) { $0.string(1) }
  }

  private func dictionary<Value>(
    _ query: SQL, _ value: (Rows.Row) -> Value
  ) throws(PostgresError) -> [Int: Value] {
    let rows = try connection.execute(query)
    return Dictionary(rows.map { ($0.int(0), value($0)) }, uniquingKeysWith: { one, _ in one })
  }

  /// The names of all tables that fixtures could mean, for a suggestion.
  func tableNames() throws(PostgresError) -> [String] {
    let rows = try connection.execute(
      """
      SELECT CASE WHEN n.nspname = ANY (\(schemas)) THEN c.relname::text
        ELSE n.nspname || '.' || c.relname END
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'f')
        AND \(unsafe: connection.own.leavesOut("n"))
      ORDER BY 1
      """)
    return rows.map { $0.string(0) }
  }
}
