internal import JSON
public import Postgres

extension Project {
  /// `.seedbed/fixtures.schema.json`, for editors.
  public var fixtureSchemaFile: String { "\(stateFolder)/fixtures.schema.json" }

  /// The schema of this project's fixtures.
  ///
  /// - Parameters:
  ///   - table: the table that a file is named for; nil for any fixture.
  ///   - file: where it is written, from the working folder; nil writes nothing.
  public func fixtureSchema(
    of database: Database, on connection: Connection, table: String?, file: String?
  ) throws -> FixtureSchemaReport {
    let schema: JSONValue
    do {
      schema = try FixtureSchema(reading: connection, schemas: schemas(of: database))
        .document(for: table)
    } catch let error as PostgresError {
      throw Problem(error)
    }
    guard let file else { return FixtureSchemaReport(schema: schema, file: nil, isChanged: false) }
    let path = Folder.absolute(file)
    try Folder.make(Folder.parent(of: path))
    let isChanged = try Self.write(schema, to: path)
    return FixtureSchemaReport(schema: schema, file: relative(path), isChanged: isChanged)
  }

  /// Writes `.seedbed/fixtures.schema.json` anew where the fixtures refer to it: after migrations,
  /// and where it is missing.
  func refreshFixtureSchema(
    for sections: FixtureSections, of database: Database, on connection: Connection, migrated: Bool
  ) throws {
    guard sections.refersToSchema, migrated || FileStatus(fixtureSchemaFile) == nil else { return }
    try Folder.make(stateFolder)
    let schema = try FixtureSchema(reading: connection, schemas: schemas(of: database))
    _ = try Self.write(schema.document(), to: fixtureSchemaFile)
  }

  /// - Returns: whether the file held something else.
  private static func write(_ schema: JSONValue, to path: String) throws(Problem) -> Bool {
    let text = schema.serialized(pretty: true) + "\n"
    if try TextFile.read(path) == text { return false }
    try TextFile.write(text, to: path)
    return true
  }
}
