internal import JSON
internal import Postgres

/// One record of a Django fixture on its way into a table.
struct DjangoReading {
  let record: DjangoRecord
  let table: Table
  let catalog: Catalog
  let output: ImportOutput
  private(set) var row: JSONObject = [:]
  /// Rows of join tables.
  private(set) var joins: [(table: Table, row: JSONObject)] = []

  init(record: DjangoRecord, table: Table, catalog: Catalog, output: ImportOutput) {
    self.record = record
    self.table = table
    self.catalog = catalog
    self.output = output
  }

  mutating func read(tableName: String) {
    let key = table.primaryKey.map { FixtureKey.columns(of: $0, in: table) } ?? []
    if !record.pk.isNull {
      if key.count == 1 {
        set(table.columns[key[0]], record.pk, "pk", at: record.place)
      } else {
        output.leave("pk: \(table.name) has no primary key of one column", at: record.place)
      }
    }
    for field in record.fields {
      if let index = table.columnIndex(named: field.name)
        ?? table.columnIndex(named: field.name + "_id")
      {
        set(table.columns[index], field.value, field.name, at: field.place)
      }
    }
    // The join rows name this row by fields that have to be there by now.
    for field in record.fields
    where table.columnIndex(named: field.name) == nil
      && table.columnIndex(named: field.name + "_id") == nil
    {
      guard let others = field.value.array,
        let join = catalog.table(named: "\(tableName)_\(field.name)".lowercased())
      else {
        output.leave("\"\(field.name)\": \(table.name) has no such column", at: field.place)
        continue
      }
      for other in others { link(other, through: join, field.name, at: field.place) }
    }
  }

  private mutating func set(
    _ column: Column, _ value: JSONValue, _ field: String, at place: Problem.Location
  ) {
    if let value = converted(value, for: column, in: table) {
      row[column.name] = value
    } else {
      output.leave("\"\(field)\": this is no value for \(column.typeText)", at: place)
    }
  }

  // MARK: Values

  private func converted(_ value: JSONValue, for column: Column, in table: Table) -> JSONValue? {
    if value.isNull { return value }
    let type = column.type.resolved(modifier: -1).type
    if type.isJSON { return ImportedValue.literal(value) }
    switch value {
    case .array(let elements):
      if case .array = type { return value }
      return naturalReference(elements, of: column, in: table)
    case .object: return nil
    // Django writes arrays as JSON in a text, and bytes in base64.
    case .string(let text):
      if case .array = type, text.hasPrefix("[") { return try? JSONValue(parsing: text) }
      if type.builtIn == "bytea" { return ImportedValue.bytea(base64: text).map { .string($0) } }
      return value
    default: return value
    }
  }

  /// A natural key's values, as an object of the referenced table's columns; nil where no unique key
  /// has so many, or several have.
  private func naturalReference(
    _ values: [JSONValue], of column: Column, in table: Table
  ) -> JSONValue? {
    guard let foreignKey = table.foreignKey(of: column), let target = catalog[foreignKey.table]
    else { return nil }
    let readings = Self.naturalKeys(of: target, catalog, passed: []).filter {
      $0.count == values.count
    }
    guard readings.count == 1, let paths = readings.first else { return nil }
    var object = JSONValue.object([:])
    for (path, value) in zip(paths, values) { object.set(value, at: path[...]) }
    return object
  }

  /// The ways in which unique keys can be written as lists: the names that lead to each value.
  /// Django puts the natural key of a reference into the list of the row that refers.
  private static func naturalKeys(
    of table: Table, _ catalog: Catalog, passed: Set<Int>
  ) -> [[[String]]] {
    guard !passed.contains(table.oid) else { return [] }
    return table.keys.filter { key in
      key.identifiesRows
        && FixtureKey.columns(of: key, in: table).allSatisfy { !table.columns[$0].isCounter }
    }.map { key in
      FixtureKey.columns(of: key, in: table).flatMap { index -> [[String]] in
        let column = table.columns[index]
        guard let target = table.foreignKey(of: column).flatMap({ catalog[$0.table] }),
          let inner = naturalKeys(of: target, catalog, passed: passed.union([table.oid])).first
        else { return [[column.name]] }
        return inner.map { [column.name] + $0 }
      }
    }
  }

  // MARK: Many-to-many

  private mutating func link(
    _ other: JSONValue, through join: Table, _ field: String, at place: Problem.Location
  ) {
    // Of two columns for one table, Django makes the one for the row itself first.
    let keys = join.foreignKeys.filter { $0.columns.count == 1 }
      .sorted { $0.columns[0] < $1.columns[0] }
    guard keys.count == 2, let own = keys.first(where: { $0.table == table.oid }),
      let far = keys.first(where: { $0.name != own.name }),
      let ownColumn = column(of: own, in: join), let farColumn = column(of: far, in: join),
      let ownValue = identity(for: own)
    else {
      output.leave("\"\(field)\": \(join.name) is no table that joins two", at: place)
      return
    }
    guard let farValue = converted(other, for: farColumn, in: join) else {
      output.leave("\"\(field)\": this is no key of the other table", at: place)
      return
    }
    var row: JSONObject = [:]
    row[ownColumn.name] = ownValue
    row[farColumn.name] = farValue
    joins.append((join, row))
  }

  private func column(of key: ForeignKey, in table: Table) -> Column? {
    table.columnIndex(number: key.columns[0]).map { table.columns[$0] }
  }

  /// What refers to this row: its id where the record gives it, else its natural key.
  private func identity(for key: ForeignKey) -> JSONValue? {
    if let index = table.columnIndex(number: key.referenced[0]),
      let id = row[table.columns[index].name]
    {
      return id
    }
    guard let natural = FixtureKey.natural(of: table) else { return nil }
    var object: JSONObject = [:]
    for index in FixtureKey.columns(of: natural, in: table) {
      guard let value = row[table.columns[index].name] else { return nil }
      object[table.columns[index].name] = value
    }
    return .object(object)
  }
}

extension JSONValue {
  /// Sets a value inside nested objects, which are made where they are missing.
  fileprivate mutating func set(_ value: JSONValue, at path: ArraySlice<String>) {
    guard let name = path.first else {
      self = value
      return
    }
    var object = self.object ?? [:]
    var inner = object[name] ?? .object([:])
    inner.set(value, at: path.dropFirst())
    object[name] = inner
    self = .object(object)
  }
}
