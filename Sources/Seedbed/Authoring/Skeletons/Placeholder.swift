internal import JSON

/// A value that a column takes, and that shows what to write there.
struct Placeholder {
  let value: JSONValue

  init(_ column: Column) {
    let (type, modifier) = column.type.resolved(modifier: column.typeModifier)
    value = Self.value(of: type, modifier: modifier)
  }

  private static func value(of type: PostgresType, modifier: Int) -> JSONValue {
    switch type {
    case .enum(_, let labels): labels.first.map { .string($0) } ?? .null
    case .array: []
    case .composite: .object([:])
    case .range: "empty"
    case .domain(let domain):
      value(of: domain.base.resolved(modifier: domain.typeModifier).type, modifier: modifier)
    case .base(_, let category): value(ofBase: type.builtIn ?? "", category, modifier: modifier)
    }
  }

  private static func value(
    ofBase name: String, _ category: Character, modifier: Int
  ) -> JSONValue {
    if let text = texts[name] { return .string(text) }
    switch name {
    case "json", "jsonb": return .object([:])
    // The modifier is the number of bits.
    case "bit": return .string(String(repeating: "0", count: max(1, modifier)))
    case "oid", "xid", "xid8", "cid": return 0
    case "regclass", "regtype", "regproc", "regrole", "regnamespace": return "-"
    default: break
    }
    return switch category {
    case "N": 0
    case "B": false
    case "S": "…"
    // Multiranges; ranges are a case of their own.
    case "R": "{}"
    default: ""
    }
  }

  /// By the name in the catalog.
  private static let texts = [
    "date": "2026-01-01",
    "time": "12:00",
    "timetz": "12:00Z",
    "timestamp": "2026-01-01 12:00:00",
    "timestamptz": "2026-01-01T12:00:00Z",
    "interval": "1 day",
    "uuid": "00000000-0000-0000-0000-000000000000",
    "bytea": #"\x"#,
    "inet": "127.0.0.1",
    "cidr": "10.0.0.0/8",
    "macaddr": "00:00:00:00:00:00",
    "macaddr8": "00:00:00:00:00:00:00:00",
    "varbit": "0",
    "point": "(0,0)",
    "line": "{1,1,0}",
    "lseg": "[(0,0),(1,1)]",
    "box": "(1,1),(0,0)",
    "path": "[(0,0),(1,1)]",
    "polygon": "((0,0),(1,1),(1,0))",
    "circle": "<(0,0),1>",
    "money": "0",
    "xml": "<a/>",
    "pg_lsn": "0/0",
    "pg_snapshot": "1:1:",
    "txid_snapshot": "1:1:",
    "tid": "(0,0)",
    "jsonpath": "$",
    "int2vector": "1",
    "oidvector": "1",
  ]
}
