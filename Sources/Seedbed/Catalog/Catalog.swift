internal import Postgres

/// What the database's catalog says about the tables that fixtures name and those they refer to.
public struct Catalog: Sendable {
  private let tables: [Int: Table]
  private let oids: [QualifiedName: Int]
  /// The schemas in which an unqualified name is looked for, in this order.
  public let schemas: [String]

  /// The tables of which all that refer to them are here too, by oid.
  let widened: Set<Int>
  /// The names that were looked for.
  let names: Set<String>

  public init(tables: [Table], schemas: [String]) {
    self.init(tables: tables, schemas: schemas, names: [], widened: [])
  }

  init(tables: [Table], schemas: [String], names: Set<String>, widened: Set<Int>) {
    self.names = names
    self.widened = widened
    self.tables = Dictionary(tables.map { ($0.oid, $0) }, uniquingKeysWith: { one, _ in one })
    self.oids = Dictionary(
      tables.map { ($0.name, $0.oid) }, uniquingKeysWith: { one, _ in one })
    self.schemas = schemas
  }

  /// Every table that was read, in no order.
  var all: some Collection<Table> { tables.values }

  public subscript(oid: Int) -> Table? { tables[oid] }

  /// The tables with a foreign key to another one, by name.
  func tables(referringTo oid: Int) -> [Table] {
    tables.values.filter { $0.foreignKeys.contains { $0.table == oid } }
      .sorted { $0.name.description < $1.name.description }
  }

  /// What a fixture calls a table.
  func written(_ table: Table) -> String {
    self.table(named: table.name.name)?.oid == table.oid
      ? table.name.name : "\(table.name.schema).\(table.name.name)"
  }

  /// The table that a fixture names, `users` or `billing.plans`: exact case first, else folded to
  /// lower case.
  public func table(named written: String) -> Table? {
    for name in [written, written.lowercased()] {
      for (schema, name) in Self.readings(of: name) {
        for schema in schema.map({ [$0] }) ?? schemas {
          if let oid = oids[QualifiedName(schema: schema, name: name)] { return tables[oid] }
        }
      }
    }
    return nil
  }

  /// The table's name as a fixture writes it: without a schema where it is found without.
  func shortName(of table: Table) -> String {
    let short = table.name.name
    let isFound = self.table(named: short)?.oid == table.oid
    return isFound && !short.hasPrefix("$") ? short : table.name.description
  }

  /// The schema and name that a written name can mean: a dot may stand in either.
  static func readings(of written: String) -> [(schema: String?, name: String)] {
    [(nil, written)]
      + written.indices.filter { written[$0] == "." }.map {
        (String(written[..<$0]), String(written[written.index(after: $0)...]))
      }
  }
}
