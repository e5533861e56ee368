internal import Postgres

/// Reads the catalog of the tables that fixtures name, and of all that these refer to, in one round
/// trip.
struct CatalogReader {
  let connection: Connection
  let schemas: [String]

  /// - Parameter names: the tables as fixtures write them; names that do not exist are left out.
  func read(_ names: [String]) throws(PostgresError) -> Catalog {
    let candidates = Set(
      names.flatMap { name in
        Catalog.readings(of: name).flatMap { [$0.name, $0.name.lowercased()] }
      }
    ).sorted()
    let queries = CatalogQueries(serverVersion: connection.serverVersion)
    let answers = try connection.pipeline([
      // Expressions and types are then printed qualified, whatever the role's own path is.
      "SELECT pg_catalog.set_config('search_path', 'pg_catalog', true)",
      queries.types(of: candidates), queries.tables(candidates), queries.columns(of: candidates),
      queries.keys(of: candidates), queries.foreignKeys(of: candidates),
    ])
    let types = TypeAssembly(answers[1]).types
    let columns = Dictionary(grouping: answers[3], by: { $0.int(0) })
    let keys = Dictionary(grouping: answers[4], by: { $0.int(0) })
    let foreignKeys = Dictionary(grouping: answers[5], by: { $0.int(0) })
    let tables = answers[2].compactMap { row -> Table? in
      guard let kind = Table.Kind(rawValue: row.string(3)) else { return nil }
      let oid = row.int(0)
      return Table(
        oid: oid, name: QualifiedName(schema: row.string(1), name: row.string(2)), kind: kind,
        columns: columns[oid, default: []].compactMap { Column(reading: $0, types: types) },
        keys: keys[oid, default: []].map(UniqueKey.init(reading:)),
        foreignKeys: foreignKeys[oid, default: []].map(ForeignKey.init(reading:)),
        privileges: .init(select: row.bool(4), insert: row.bool(5), update: row.bool(6)),
        hasRowSecurity: row.bool(7))
    }
    return Catalog(tables: tables, schemas: schemas)
  }

  /// The names of all tables that fixtures could mean, for a suggestion.
  func tableNames() throws(PostgresError) -> [String] {
    let rows = try connection.execute(
      """
      SELECT CASE WHEN n.nspname = ANY (\(schemas)) THEN c.relname::text
        ELSE n.nspname || '.' || c.relname END
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'v', 'f') AND n.nspname !~ '^pg_'
        AND n.nspname NOT IN ('information_schema', 'seedbed')
      ORDER BY 1
      """)
    return rows.map { $0.string(0) }
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
      sequence: row[11].map { QualifiedName(schema: $0, name: row.string(12)) },
      privileges: .init(insert: row.bool(13), update: row.bool(14)))
  }
}

extension UniqueKey {
  init(reading row: Rows.Row) {
    let texts = row.array(8)
    let equalities = row.array(9)
    self.init(
      name: row.string(1), isPrimary: row.bool(2), isValid: row.bool(3),
      isDeferrable: !row.bool(4), nullsNotDistinct: row.bool(5), predicate: row[6],
      parts: row.array(7).enumerated().map { index, number in
        Part(
          column: Int(number).flatMap { $0 == 0 ? nil : $0 }, text: texts[index],
          equality: equalities[index])
      })
  }
}

extension ForeignKey {
  init(reading row: Rows.Row) {
    self.init(
      name: row.string(1), columns: row.array(3).compactMap { Int($0) }, table: row.int(2),
      referenced: row.array(4).compactMap { Int($0) }, isDeferrable: row.bool(5))
  }
}
