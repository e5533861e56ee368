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
    let queries = CatalogQueries(serverVersion: connection.serverVersion)
    let answers = try connection.pipeline(
      beginning + [
        // Expressions and types are then printed qualified, whatever the role's own path is.
        "SELECT pg_catalog.set_config('search_path', 'pg_catalog', true)",
        queries.tables(Self.candidates(names), referringTo: parents.sorted()),
      ])
    guard let named = answers.last, !named.isEmpty else {
      return Catalog(tables: [], schemas: schemas)
    }
    var rows = try Relations(named, queries, on: connection)
    let beyond = rows.referencedBeyond
    if !beyond.isEmpty {
      let reached = try connection.execute(queries.tables(reachedFrom: beyond))
      rows.add(try Relations(reached, queries, on: connection))
    }
    let types = try types(of: rows.columns, queries)
    let equalities = try operatorSchemas(of: rows.keys, queries)
    let views = try views(among: rows.tables)
    let columns = Dictionary(grouping: rows.columns, by: { $0.int(0) })
    let keys = Dictionary(grouping: rows.keys, by: { $0.int(0) })
    let foreignKeys = Dictionary(grouping: rows.foreignKeys, by: { $0.int(0) })
    let read = rows.tables.compactMap { row -> Table? in
      guard let kind = Table.Kind(rawValue: row.string(3)) else { return nil }
      let oid = row.int(0)
      let own = columns[oid, default: []].compactMap { Column(reading: $0, types: types) }
      let names = Dictionary(own.map { ($0.number, $0.name) }, uniquingKeysWith: { one, _ in one })
      return Table(
        oid: oid, name: QualifiedName(schema: row.string(1), name: row.string(2)), kind: kind,
        columns: own,
        keys: keys[oid, default: []].map {
          UniqueKey(reading: $0, columns: names, operatorSchemas: equalities)
        },
        foreignKeys: foreignKeys[oid, default: []].map(ForeignKey.init(reading:)),
        privileges: .init(select: row.bool(4), insert: row.bool(5), update: row.bool(6)),
        hasRowSecurity: row.bool(7), hasRowTriggers: row.int(8) & 1 != 0,
        hasOtherTriggers: row.int(8) & 2 != 0,
        view: views[oid])
    }
    return Catalog(tables: read, schemas: schemas, names: Set(names), widened: parents)
  }

  /// The relations' names that a fixture's table can mean: with or without a schema before it, as
  /// it is written or folded.
  private static func candidates(_ names: [String]) -> [String] {
    Set(
      names.flatMap { name in
        Catalog.readings(of: name).flatMap { [$0.name, $0.name.lowercased()] }
      }
    ).sorted()
  }

  private func types(
    of columns: [Rows.Row], _ queries: CatalogQueries
  ) throws(PostgresError) -> [Int: PostgresType] {
    var types: [Int: PostgresType] = [:]
    var others: Set<String> = []
    for row in columns where types[row.int(3)] == nil {
      if let type = PostgresType(plainTypeOf: row) {
        types[row.int(3)] = type
      } else {
        others.insert(row.string(3))
      }
    }
    guard !others.isEmpty else { return types }
    let assembly = TypeAssembly(try connection.execute(queries.types(others.sorted())))
    return types.merging(assembly.types) { one, _ in one }
  }

  private func views(among tables: [Rows.Row]) throws(PostgresError) -> [Int: ViewAccess] {
    let views = tables.filter { $0.string(3) == Table.Kind.view.rawValue }.map { $0.string(0) }
    guard !views.isEmpty else { return [:] }
    let rows = try connection.execute(ViewAccess.query(views))
    return Dictionary(
      rows.map { ($0.int(0), ViewAccess(reading: $0)) }, uniquingKeysWith: { one, _ in one })
  }

  /// By the class's oid; PostgreSQL's own classes are not asked about.
  private func operatorSchemas(
    of keys: [Rows.Row], _ queries: CatalogQueries
  ) throws(PostgresError) -> [Int: String] {
    let foreign = Set(
      keys.flatMap { $0.vector(9) }.filter { $0 >= CatalogReader.firstForeignOid }.map(String.init))
    guard !foreign.isEmpty else { return [:] }
    let rows = try connection.execute(queries.schemas(ofOperatorClasses: foreign.sorted()))
    return Dictionary(rows.map { ($0.int(0), $0.string(1)) }, uniquingKeysWith: { one, _ in one })
  }

  /// Objects below it came with initdb (`FirstNormalObjectId`, manual 53.1).
  private static let firstForeignOid = 16_384

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

/// What the catalog's tables say of some relations.
private struct Relations {
  private(set) var tables: [Rows.Row]
  private(set) var columns: [Rows.Row] = []
  private(set) var keys: [Rows.Row] = []
  private(set) var foreignKeys: [Rows.Row] = []

  init(
    _ tables: Rows, _ queries: CatalogQueries, on connection: Connection
  ) throws(PostgresError) {
    self.tables = Array(tables)
    guard !tables.isEmpty else { return }
    let oids = tables.map { $0.string(0) }
    let parts = try connection.pipeline([
      queries.columns(of: oids), queries.keys(of: oids), queries.foreignKeys(of: oids),
    ])
    columns = Array(parts[0])
    keys = Array(parts[1])
    foreignKeys = Array(parts[2])
  }

  /// The tables that foreign keys lead to and that are not among these.
  var referencedBeyond: [String] {
    Set(foreignKeys.map { $0.string(2) }).subtracting(tables.map { $0.string(0) }).sorted()
  }

  /// Takes in what another one has of tables that are not among these yet.
  mutating func add(_ other: Relations) {
    let known = Set(tables.map { $0.int(0) })
    func isNew(_ row: Rows.Row) -> Bool { !known.contains(row.int(0)) }
    tables += other.tables.filter(isNew)
    columns += other.columns.filter(isNew)
    keys += other.keys.filter(isNew)
    foreignKeys += other.foreignKeys.filter(isNew)
  }
}

extension Column {
  init?(reading row: Rows.Row, types: [Int: PostgresType]) {
    guard let type = types[row.int(3)] else { return nil }
    self.init(
      number: row.int(1), name: row.string(2), type: type, typeText: row.string(5),
      typeModifier: row.int(4), collation: row[10], isNotNull: row.bool(6),
      defaultExpression: row.string(8).isEmpty ? row[9] : nil,
      identity: Identity(rawValue: row.string(7)), isGenerated: !row.string(8).isEmpty,
      privileges: .init(insert: row.bool(19), update: row.bool(20)))
  }
}

extension PostgresType {
  /// The type of a column's row where that says it all: a base type, or an array of one.
  init?(plainTypeOf row: Rows.Row) {
    func base(_ start: Int) -> PostgresType? {
      guard row.string(start + 2) == "b", row.string(start + 3) != "A" else { return nil }
      return .base(
        name: QualifiedName(schema: row.string(start + 1), name: row.string(start)),
        category: row.string(start + 3).first ?? "X")
    }
    if let plain = base(11) {
      self = plain
    } else if row.string(14) == "A", let element = base(15) {
      self = .array(
        element: element, name: QualifiedName(schema: row.string(12), name: row.string(11)))
    } else {
      return nil
    }
  }
}

extension UniqueKey {
  /// - Parameters:
  ///   - columns: the table's column names by number.
  ///   - operatorSchemas: where operator classes that are not PostgreSQL's own lie.
  init(reading row: Rows.Row, columns: [Int: String], operatorSchemas: [Int: String]) {
    let numbers = row.vector(8).prefix(row.int(7))
    let classes = row.vector(9)
    let expressions = row.array(10)
    self.init(
      name: row.string(1), isPrimary: row.bool(2), isValid: row.bool(3),
      isDeferrable: !row.bool(4), nullsNotDistinct: row.bool(5), predicate: row[6],
      parts: numbers.enumerated().map { index, number in
        let schema = index < classes.count ? operatorSchemas[classes[index]] : nil
        return Part(
          column: number == 0 ? nil : number,
          text: columns[number] ?? (index < expressions.count ? expressions[index] : ""),
          equality: "OPERATOR(\(schema ?? "pg_catalog").=)")
      })
  }
}

extension Rows.Row {
  /// The numbers of an `int2vector` or `oidvector`.
  fileprivate func vector(_ column: Int) -> [Int] {
    string(column).split(separator: " ").compactMap { Int($0) }
  }
}

extension ForeignKey {
  init(reading row: Rows.Row) {
    self.init(
      name: row.string(1), columns: row.array(3).compactMap { Int($0) }, table: row.int(2),
      referenced: row.array(4).compactMap { Int($0) }, isDeferrable: row.bool(5))
  }
}
