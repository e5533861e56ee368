internal import Postgres

/// What COMMENT says of tables and columns; only schemas for editors ask for it.
struct CatalogComments {
  private struct Place: Hashable {
    let table: Int
    /// 0 is the table itself.
    let column: Int
  }

  private let texts: [Place: String]

  init(_ connection: Connection) throws(PostgresError) {
    let rows = try connection.execute(
      """
      SELECT objoid, objsubid, description FROM pg_catalog.pg_description
      WHERE classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND objoid >= 16384
      """)
    texts = Dictionary(
      rows.map { (Place(table: $0.int(0), column: $0.int(1)), $0.string(2)) },
      uniquingKeysWith: { one, _ in one })
  }

  subscript(table: Table) -> String? { texts[Place(table: table.oid, column: 0)] }

  subscript(table: Table, column: Column) -> String? {
    texts[Place(table: table.oid, column: column.number)]
  }
}
