internal import Postgres

/// What a picture takes in, as conditions of its queries.
///
/// The queries run with an empty `search_path`, so that the server qualifies every name that it
/// writes into a definition, and `pg_catalog` alone is found without.
struct PictureScope {
  /// Tables that belong to other migration tools, by their numbers in `pg_class`.
  let hiddenTables: [String]
  /// As `150018` for 15.18.
  let serverVersion: Int
  let ownSchema: OwnSchema

  init(
    hiddenTables: [String], serverVersion: Int = .max, ownSchema: OwnSchema = .standard
  ) {
    self.ownSchema = ownSchema
    self.hiddenTables = hiddenTables
    self.serverVersion = serverVersion
  }

  init(of connection: Connection) throws(PostgresError) {
    serverVersion = connection.serverVersion
    ownSchema = connection.own
    let tables = try ForeignTable.find(on: connection).map(\.sql)
    guard !tables.isEmpty else {
      hiddenTables = []
      return
    }
    hiddenTables = try connection.execute(
      "SELECT pg_catalog.to_regclass(t)::oid FROM pg_catalog.unnest(\(tables)::text[]) t"
    ).map { $0.string(0) }
  }

  /// - Parameter namespace: the alias of `pg_namespace`.
  func inside(_ namespace: String) -> String {
    """
    \(ownSchema.leavesOut(namespace)) AND \(namespace).nspname <> 'graphile_migrate'
    """
  }

  /// - Parameter oid: of an object in `catalog` that no extension may own.
  func own(_ catalog: String, _ oid: String) -> String {
    """
    NOT EXISTS (SELECT FROM pg_depend own WHERE own.classid = '\(catalog)'::regclass
      AND own.objid = \(oid) AND own.deptype = 'e')
    """
  }

  /// - Parameters:
  ///   - relation: the alias of `pg_class`.
  ///   - namespace: that of its `pg_namespace`.
  func relation(_ relation: String, _ namespace: String) -> String {
    let conditions = "\(inside(namespace)) AND \(own("pg_class", "\(relation).oid"))"
    return hiddenTables.isEmpty
      ? conditions : "\(conditions) AND \(relation).oid NOT IN (\(hidden))"
  }

  /// For conditions on a table's number alone, which is 0 for what belongs to no table; the largest
  /// number stands for none, for a list must not be empty.
  var hidden: String { hiddenTables.isEmpty ? "4294967295" : hiddenTables.joined(separator: ", ") }

  /// `table`, `view` or `materialized view`: the word for what a row of `pg_class` is.
  func word(_ relation: String) -> String {
    """
    CASE \(relation).relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view'
      WHEN 'S' THEN 'sequence' ELSE 'table' END
    """
  }
}
