public import JSON
public import Postgres

/// Makes fixtures with one record to fill in, from what the catalog says of their tables.
public struct FixtureSkeletons {
  let project: Project
  let connection: Connection
  let schemas: [String]

  /// Writes the fixture of a table, as a person names it, into a folder.
  ///
  /// - Throws: a `Problem` where there is no such table, or the file is there already.
  public func write(_ name: String, in folder: String) throws -> SkeletonReport {
    let catalog = try AuthoringCatalog(connection: connection, schemas: schemas).read([name])
    guard let table = catalog.table(named: name) else {
      let names = try CatalogReader(connection: connection, schemas: schemas).tableNames()
      throw Problem(
        "seed.unknown_table", "there is no table \"\(name)\"",
        hint: Suggestion.hint(for: name, among: names) ?? "is a migration missing?")
    }
    guard table.kind == .table || table.kind == .partitioned else {
      throw Problem(
        "seed.not_a_base_table", "\(table.name) is no table whose rows can be seeded",
        hint: "fixtures fill tables and partitioned tables")
    }
    let file = AuthoredFile(for: table, in: folder, of: project, schemas: schemas)
    if file.exists { throw file.alreadyThere }
    let text = try FixtureLayout.text(Self.fixture(of: table, catalog, file: file))
    try Folder.make(folder)
    try TextFile.write(text, to: file.path)
    return SkeletonReport(file: file.name, table: table.name.description)
  }

  private static func fixture(of table: Table, _ catalog: Catalog, file: AuthoredFile) -> JSONValue
  {
    let record = SkeletonRecord(table: table, catalog: catalog)
    let rows: JSONValue = [.object(record.fields)]
    var fixture: JSONObject = [:]
    if let name = file.tableOption { fixture["$table"] = .string(name) }
    if let key = FixtureKey.option(
      for: table, giving: record.columns, areLabelled: record.isLabelled)
    {
      fixture["$key"] = .array(key.map { .string($0) })
    }
    guard !fixture.isEmpty else { return rows }
    fixture["$rows"] = rows
    return .object(fixture)
  }
}

extension Project {
  public func skeletons(of database: Database, on connection: Connection) -> FixtureSkeletons {
    FixtureSkeletons(project: self, connection: connection, schemas: schemas(of: database))
  }
}

/// Which fixture was made for which table.
public struct SkeletonReport: Report, Sendable, Equatable {
  /// Relative to the project's root.
  public let file: String
  public let table: String

  public var json: JSONValue {
    ["command": "seed new", "file": .string(file), "table": .string(table)]
  }

  public func text(_ style: Style) -> String { "\(style.green("+")) \(file)" }
}
