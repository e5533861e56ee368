internal import Postgres

/// The base types that PostgreSQL brings along, by the numbers that they have on every server
/// (`pg_type.dat`): of columns of these nothing has to be asked.
enum BuiltInTypes {
  /// - Returns: nil for a number that is none of theirs, nor of an array of one.
  static func type(_ oid: Int) -> CatalogType? { all[oid] }

  /// As the catalog writes it: `pg_type.oid`, `typarray`, `typcategory`, `typcollation`.
  private static let known: [(name: String, oid: Int, array: Int, category: Character, Int)] = [
    ("bool", 16, 1000, "B", 0), ("bytea", 17, 1001, "U", 0), ("name", 19, 1003, "S", 950),
    ("int8", 20, 1016, "N", 0), ("int2", 21, 1005, "N", 0), ("int4", 23, 1007, "N", 0),
    ("text", 25, 1009, "S", defaultCollation), ("oid", 26, 1028, "N", 0),
    ("json", 114, 199, "U", 0), ("xml", 142, 143, "U", 0), ("point", 600, 1017, "G", 0),
    ("cidr", 650, 651, "I", 0), ("float4", 700, 1021, "N", 0), ("float8", 701, 1022, "N", 0),
    ("macaddr8", 774, 775, "U", 0), ("money", 790, 791, "N", 0), ("macaddr", 829, 1040, "U", 0),
    ("inet", 869, 1041, "I", 0), ("bpchar", 1042, 1014, "S", defaultCollation),
    ("varchar", 1043, 1015, "S", defaultCollation), ("date", 1082, 1182, "D", 0),
    ("time", 1083, 1183, "D", 0), ("timestamp", 1114, 1115, "D", 0),
    ("timestamptz", 1184, 1185, "D", 0), ("interval", 1186, 1187, "T", 0),
    ("timetz", 1266, 1270, "D", 0), ("bit", 1560, 1561, "V", 0), ("varbit", 1562, 1563, "V", 0),
    ("numeric", 1700, 1231, "N", 0), ("uuid", 2950, 2951, "U", 0),
    ("tsvector", 3614, 3643, "U", 0), ("jsonb", 3802, 3807, "U", 0),
  ]

  /// The database's own collation, `pg_catalog."default"`.
  static let defaultCollation = 100

  private static let all: [Int: CatalogType] = {
    var all: [Int: CatalogType] = [:]
    for (name, oid, array, category, collation) in known {
      let type = PostgresType.base(
        name: QualifiedName(schema: "pg_catalog", name: name), category: category)
      all[oid] = CatalogType(type: type, collation: collation)
      let name = QualifiedName(schema: "pg_catalog", name: "_\(name)")
      all[array] = CatalogType(type: .array(element: type, name: name), collation: collation)
    }
    return all
  }()
}

/// A type as a column has it.
struct CatalogType {
  let type: PostgresType
  /// The collation, by oid, of a column that names none; 0 where texts have nothing to do with it.
  let collation: Int
  /// What a column without a default of its own gets.
  var defaultExpression: String?

  /// Whether a column's collation has to be said wherever its values are spoken of.
  func needsName(of collation: Int) -> Bool {
    if collation == 0 { return false }
    return type.isDomain
      ? collation != BuiltInTypes.defaultCollation : collation != self.collation
  }
}
