public import JSON
public import Postgres

/// The JSON Schema (2020-12) of a database's fixtures, from its catalog: what an editor completes
/// and checks.
///
/// It is a value of the catalog alone: the same tables give the same text. It says the same as
/// Seedbed where that can be said without the server and the other files. No field is required:
/// a record of a row that exists may leave out what it likes.
public struct FixtureSchema: Sendable {
  private let catalog: Catalog
  private let tables: [(name: String, table: Table)]
  private let comments: CatalogComments

  /// Reads the catalog of every table that a fixture can name.
  ///
  /// - Parameter schemas: where tables without a schema are looked for, in this order.
  public init(
    reading connection: Connection, schemas: [String]
  ) throws(PostgresError) {
    try connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    do throws(PostgresError) {
      let reader = CatalogReader(connection: connection, schemas: schemas)
      let names = try reader.tableNames()
      catalog = try reader.read(names)
      comments = try CatalogComments(connection)
      try connection.execute("COMMIT")
    } catch {
      _ = try? connection.execute("ROLLBACK")
      throw error
    }
    let read = catalog
    tables = catalog.all.filter(\.isFillable).map { (read.shortName(of: $0), $0) }
      .sorted { $0.name < $1.name }
  }

  /// The schema of a fixture file.
  ///
  /// - Parameter table: the table that the file is named for; nil leaves it open, and then records
  ///   right in an array may be any table's.
  /// - Throws: a `Problem` where there is no such table.
  public func document(for table: String? = nil) throws(Problem) -> JSONValue {
    let own = try table.map { name throws(Problem) in try find(name) }
    var document: JSONObject = [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": own.map { "Fixtures of \(catalog.shortName(of: $0))" } ?? "Fixtures",
      "type": ["array", "object"],
      "items": own.map { .reference(to: .record($0)) } ?? .reference(to: .anyRecord),
      "if": ["required": ["$rows"]],
      "then": fileOfOneTable(own), "else": fileOfTables,
    ]
    document["$defs"] = definitions
    return .object(document)
  }

  private func find(_ name: String) throws(Problem) -> Table {
    if let table = catalog.table(named: name) { return table }
    throw Problem(
      "seed.unknown_table", "there is no table \"\(name)\"",
      hint: Suggestion.hint(for: name, among: tables.map(\.name)))
  }

  // MARK: Files

  /// `{"$rows": […]}`; whose rows, `$table` or the file's name says.
  private func fileOfOneTable(_ own: Table?) -> JSONValue {
    var options = TableSchema.options(
      columns: own?.columns.map(\.name), of: own)
    options["$schema"] = ["type": "string"]
    options["$table"] = [
      "description": "The table, where the file's name is not it.",
      "enum": .array(tables.map { .string($0.name) }),
    ]
    let record: JSONValue = own.map { .reference(to: .record($0)) } ?? .reference(to: .anyRecord)
    let named = tables.map { name, table -> JSONValue in
      [
        "if": ["required": ["$table"], "properties": ["$table": ["const": .string(name)]]],
        "then": ["properties": ["$rows": ["items": .reference(to: .record(table))]]],
      ]
    }
    var file: JSONObject = [
      "properties": .object(options), "additionalProperties": false,
    ]
    let unnamed: JSONValue = [
      "if": ["not": ["required": ["$table"]]],
      "then": ["properties": ["$rows": ["items": record], "$defaults": record]],
    ]
    file["allOf"] = .array([unnamed] + named)
    return .object(file)
  }

  /// `{"users": […], "teams": {"$rows": […]}}`
  private var fileOfTables: JSONValue {
    var members: JSONObject = ["$schema": ["type": "string"]]
    var qualified = JSONObject()
    for (name, table) in tables {
      members[name] = .reference(to: .table(table))
      guard name != table.name.description else { continue }
      // Understood as well, and not offered.
      qualified["^\(Pattern.literal(table.name.description))$"] = .reference(to: .table(table))
    }
    return [
      "properties": .object(members), "patternProperties": .object(qualified),
      "additionalProperties": false,
    ]
  }

  // MARK: Definitions

  private var definitions: JSONValue {
    var definitions = DirectiveSchema.definitions
    var types: [QualifiedName: JSONValue] = [:]
    var fakes: Set<String> = []
    let referring = referringTables
    for (_, table) in tables {
      let schema = TableSchema(
        table: table, catalog: catalog, comments: comments,
        children: ChildSchema(
          table: table, catalog: catalog, referring: referring[table.oid, default: []]))
      definitions[Definition.table(table).name] = schema.whole
      definitions[Definition.record(table).name] = schema.record
      definitions[Definition.row(table).name] = schema.row
      for column in table.columns {
        column.type.collectEnums(into: &types)
        let fake = FakeSchema(form: ValueForm(column.type, modifier: column.typeModifier))
        if fakes.insert(fake.name).inserted { definitions[fake.name] = fake.definition }
      }
    }
    for (name, schema) in types.sorted(by: { $0.key < $1.key }) {
      definitions[Definition.enumeration(name).name] = schema
    }
    definitions[Definition.anyRecord.name] = [
      "anyOf": .array(
        tables.isEmpty ? [true] : tables.map { .reference(to: .record($0.table)) })
    ]
    return .object(definitions)
  }

  /// The tables with a foreign key to each one.
  private var referringTables: [Int: [Table]] {
    var referring: [Int: [Table]] = [:]
    for (_, table) in tables {
      for oid in Set(table.foreignKeys.map(\.table)) { referring[oid, default: []].append(table) }
    }
    return referring
  }
}

extension Table {
  /// Fixtures can fill it: a table, or a view that the server writes through.
  fileprivate var isFillable: Bool {
    switch kind {
    case .table, .partitioned: true
    case .view: TableOptions.Mode.allCases.contains { view?.allows($0) == true }
    case .materializedView, .foreign: false
    }
  }
}

extension PostgresType {
  /// The labels of all enums that it is made of.
  fileprivate func collectEnums(into types: inout [QualifiedName: JSONValue]) {
    switch self {
    case .base: break
    case .enum(let name, let labels): types[name] = ["enum": .array(labels.map { .string($0) })]
    case .array(let element, _): element.collectEnums(into: &types)
    case .composite(_, let fields): for field in fields { field.type.collectEnums(into: &types) }
    case .range(_, let bound): bound.collectEnums(into: &types)
    case .domain(let domain): domain.base.collectEnums(into: &types)
    }
  }
}
