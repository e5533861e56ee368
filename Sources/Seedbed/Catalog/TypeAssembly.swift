internal import Postgres

/// Puts the rows of `pg_type` together into types that hold the types they are made of.
struct TypeAssembly {
  private(set) var types: [Int: CatalogType] = [:]

  init(_ rows: Rows) {
    let byOid = Dictionary(rows.map { ($0.int(0), $0) }, uniquingKeysWith: { one, _ in one })
    for (oid, row) in byOid {
      types[oid] = CatalogType(
        type: Self.type(oid, byOid, depth: 0), collation: row.int(15), defaultExpression: row[16])
    }
  }

  /// Types cannot hold themselves, but arrays of a composite inside itself can be made; the depth
  /// ends that.
  private static func type(_ oid: Int, _ rows: [Int: Rows.Row], depth: Int) -> PostgresType {
    let unknown = PostgresType.base(
      name: QualifiedName(schema: "pg_catalog", name: "unknown"), category: "X")
    guard depth < 16, let row = rows[oid] else { return unknown }
    let name = QualifiedName(schema: row.string(1), name: row.string(2))
    func part(_ oid: Int) -> PostgresType { type(oid, rows, depth: depth + 1) }
    switch (row.string(3), row.string(4)) {
    case ("e", _): return .enum(name: name, labels: row.array(11))
    case ("d", _):
      return .domain(
        PostgresType.Domain(
          name: name, base: part(row.int(6)), baseText: row.string(10), typeModifier: row.int(7),
          isNotNull: row.bool(8)))
    case ("r", _): return .range(name: name, bound: part(row.int(9)))
    case ("c", _):
      let modifiers = row.array(14)
      let parts = row.array(13)
      return .composite(
        name: name,
        fields: row.array(12).enumerated().map { index, field in
          PostgresType.Field(
            name: field, type: part(Int(parts[index]) ?? 0),
            typeModifier: Int(modifiers[index]) ?? -1)
        })
    case (_, "A"): return .array(element: part(row.int(5)), name: name)
    case (_, let category): return .base(name: name, category: category.first ?? "X")
    }
  }
}
