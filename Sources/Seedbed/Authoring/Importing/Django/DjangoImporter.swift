internal import JSON
internal import Postgres

/// Takes over Django's JSON fixtures: models to tables, foreign keys by id or natural key, lists of
/// many-to-many fields to rows of their join table.
struct DjangoImporter {
  let catalogOf: (_ names: [String]) throws -> Catalog
  let table: String?

  func read(_ files: [ForeignFile], into output: ImportOutput) throws {
    let records = try files.flatMap(DjangoRecord.read)
    let models = Set(records.map(\.model))
    if let table, models.count > 1 {
      throw Problem(
        "import.several_tables", "--table \(table) is for one model, and here are \(models.count)",
        hint: "leave --table out: the tables are app_model", exitStatus: .usage)
    }
    let joins = Set(
      records.flatMap { record in
        record.fields.filter { $0.value.array != nil }
          .map { "\(name(of: record))_\($0.name)".lowercased() }
      })
    let catalog = try catalogOf(Set(records.map(name)).union(joins).sorted())
    var rows = ImportedRows()
    var missing: Set<String> = []
    for record in records {
      guard let table = catalog.table(named: name(of: record)) else {
        if missing.insert(record.model).inserted {
          let count = records.count { $0.model == record.model }
          output.leave(
            "\(record.model): there is no table \(name(of: record)) (records: \(count))",
            at: record.place)
        }
        continue
      }
      var reading = DjangoReading(record: record, table: table, catalog: catalog, output: output)
      reading.read(tableName: name(of: record))
      rows.add(reading.row, to: table)
      for join in reading.joins { rows.add(join.row, to: join.table) }
    }
    try rows.write(to: output)
  }

  private func name(of record: DjangoRecord) -> String { table ?? record.tableName }
}

/// Rows by table, in the order in which the tables were met.
struct ImportedRows {
  private var order: [Table] = []
  private var rows: [Int: [JSONObject]] = [:]

  mutating func add(_ row: JSONObject, to table: Table) {
    if rows[table.oid] == nil { order.append(table) }
    rows[table.oid, default: []].append(row)
  }

  func write(to output: ImportOutput) throws {
    for table in order {
      let rows = rows[table.oid, default: []]
      let columns = table.columns.indices.filter { index in
        rows.allSatisfy { $0[table.columns[index].name] != nil }
      }
      try output.write(table, giving: Set(columns), records: rows)
    }
  }
}
