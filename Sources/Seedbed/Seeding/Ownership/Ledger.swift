internal import Postgres

/// The table `rows` of `OwnSchema`: which rows Seedbed has made, where it may have to find them again.
///
/// It is made when the first row is to be put down, in the transaction of that run. A table stands
/// there by schema and name, so that a dump carries it over, and a row by its primary key and the
/// values of its key, as the server writes them in JSON. Nothing in it changes with a row's other
/// fields, so that a run without a difference has nothing to bring up to date.
struct Ledger {
  let connection: Connection

  /// What there is of it, and what the connected role may do with it.
  struct Standing {
    let exists: Bool
    fileprivate let table: OwnTable
    fileprivate let schemaExists: Bool
    /// What is missing to read, and to write, as GRANT names it.
    fileprivate let lackingToRead: String?
    fileprivate let lackingToWrite: String?

    /// What keeps a run from it.
    func problem(writing: Bool) -> Problem? {
      guard let lacking = lackingToRead ?? (writing ? lackingToWrite : nil) else { return nil }
      return Problem(
        "seed.missing_privilege",
        exists
          ? "the connected role may not \(writing ? "write" : "read") \(table), where the rows "
            + "that Seedbed made are put down"
          : "the connected role may not make the table \(table), where the rows that Seedbed "
            + "makes are put down",
        hint: "GRANT \(lacking) TO …",
        notes: ["a table whose $mode is \"sync\" needs it"])
    }
  }

  func standing() throws(PostgresError) -> Standing {
    let own = connection.own
    let rows = try connection.execute(
      """
      SELECT n.oid IS NOT NULL, c.oid IS NOT NULL,
        pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE'),
        pg_catalog.has_schema_privilege(n.oid, 'USAGE'),
        pg_catalog.has_schema_privilege(n.oid, 'CREATE'),
        pg_catalog.has_table_privilege(c.oid, 'SELECT'),
        pg_catalog.has_table_privilege(c.oid, 'INSERT'),
        pg_catalog.has_table_privilege(c.oid, 'UPDATE'),
        pg_catalog.has_table_privilege(c.oid, 'DELETE')
      FROM (SELECT) AS one
      LEFT JOIN pg_catalog.pg_namespace n ON n.nspname = \(own.name)
      LEFT JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = 'rows'
      """)
    guard let row = rows.first else {
      return Standing(
        exists: false, table: own.rows, schemaExists: false, lackingToRead: nil,
        lackingToWrite: nil)
    }
    let (schemaExists, exists) = (row.bool(0), row.bool(1))
    if !schemaExists {
      let database = quoted(identifier: connection.database)
      return Standing(
        exists: false, table: own.rows, schemaExists: false, lackingToRead: nil,
        lackingToWrite: row.bool(2) ? nil : "CREATE ON DATABASE \(database)")
    }
    let using = row.bool(3) ? nil : "USAGE ON SCHEMA \(own)"
    if !exists {
      return Standing(
        exists: false, table: own.rows, schemaExists: true, lackingToRead: nil,
        lackingToWrite: using != nil || !row.bool(4) ? "USAGE, CREATE ON SCHEMA \(own)" : nil)
    }
    let may = (5...8).allSatisfy { row.bool($0) }
    return Standing(
      exists: true, table: own.rows, schemaExists: true,
      lackingToRead: using ?? (row.bool(5) ? nil : "SELECT ON \(own.rows)"),
      lackingToWrite: may ? nil : "SELECT, INSERT, UPDATE, DELETE ON \(own.rows)")
  }

  /// Makes it, and the schema for it; only under the run lock.
  func create(_ standing: Standing) throws(PostgresError) {
    let table = connection.own.rows
    if !standing.schemaExists { try connection.execute("CREATE SCHEMA \(table.schema)") }
    try connection.run(
      simple: """
        CREATE TABLE \(table) (
          id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
          table_schema text NOT NULL,
          table_name text NOT NULL,
          environment text NOT NULL,
          primary_key jsonb,
          key jsonb,
          label text,
          file text NOT NULL,
          CHECK (coalesce(primary_key, key) IS NOT NULL));
        CREATE INDEX rows_table_idx ON \(table) (table_schema, table_name);
        CREATE UNIQUE INDEX rows_label_key ON \(table) (table_schema, table_name, label)
          WHERE label IS NOT NULL
        """)
  }
}

/// Whose entries in the ledger a run goes by: its own environment's, and of those only what came
/// from the same place. One that reads another set of fixtures does not know what the first one is
/// to hold.
struct LedgerScope: Sendable {
  let ledger: OwnTable
  let environment: String
  let isStandardInput: Bool

  /// Over the ledger's entries `l`.
  func condition(for table: Table) -> String {
    """
    l.table_schema = \(quoted(literal: table.name.schema)) \
    AND l.table_name = \(quoted(literal: table.name.name)) \
    AND l.environment = \(quoted(literal: environment)) \
    AND l.file \(isStandardInput ? "=" : "<>") '\(FixtureFile.standardInputName)'
    """
  }
}
