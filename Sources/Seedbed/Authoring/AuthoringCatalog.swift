internal import Postgres

/// Reads the catalog for fixtures that are yet to be written.
struct AuthoringCatalog {
  let connection: Connection
  let schemas: [String]

  /// In a transaction of its own that can write nothing.
  func read(_ names: [String]) throws -> Catalog {
    try connection.execute("BEGIN READ ONLY")
    do {
      let catalog = try CatalogReader(connection: connection, schemas: schemas).read(names)
      try connection.execute("ROLLBACK")
      return catalog
    } catch {
      if connection.transactionStatus != .idle { _ = try? connection.execute("ROLLBACK") }
      throw error
    }
  }
}
