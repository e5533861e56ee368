public import Postgres

extension SchemaPicture {
  /// Takes the picture of the session's database, as of one moment; the session must be outside a
  /// transaction, and is afterwards as it was.
  ///
  /// The transaction is read only, so that nothing can be written even by mistake.
  public static func read(from connection: Connection) throws(PostgresError) -> SchemaPicture {
    try connection.run(
      simple: """
        BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY;
        SET LOCAL search_path = '';
        SET LOCAL quote_all_identifiers = off
        """)
    do throws(PostgresError) {
      let scope = try PictureScope(of: connection)
      let kinds = ObjectKind.allCases
      let answers = try connection.pipeline(kinds.map { SQL(unsafe: $0.query(scope)) })
      try connection.run(simple: "ROLLBACK")
      return SchemaPicture(zip(kinds, answers).flatMap { objects(of: $0, $1) })
    } catch {
      _ = try? connection.run(simple: "ROLLBACK")
      throw error
    }
  }

  private static func objects(of kind: ObjectKind, _ rows: Rows) -> [SchemaObject] {
    rows.map { row in
      var name = ""
      var parent: String?
      var attributes: [String: String] = [:]
      var statements: [String: String] = [:]
      for (index, column) in rows.columns.enumerated() {
        guard let value = row[index] else { continue }
        switch column {
        case "name": name = value
        case "parent": parent = value
        case _ where column.hasPrefix("sql "): statements[String(column.dropFirst(4))] = value
        default: attributes[column] = value
        }
      }
      return SchemaObject(
        identity: .init(kind: kind, name: name), parent: parent, attributes: attributes,
        statements: statements)
    }
  }
}
