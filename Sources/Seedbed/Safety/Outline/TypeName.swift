internal import SQLScript

/// A data type as a statement names it, in the words that the server prints it in.
public struct TypeName: Hashable, Sendable {
  /// `character varying`, `integer`, `billing.email`; without its modifier.
  public let name: String
  /// `50` of `varchar(50)`, `10, 2` of `numeric(10, 2)`.
  public let modifiers: [Int]
  public let isArray: Bool
  /// `serial` and its like: no types, but a shorthand for a column with a sequence.
  public let isSerial: Bool
  /// The collation that is written behind it.
  public let collation: String?

  /// Reads `timestamp(3) with time zone[]` and the like.
  init(_ tokens: TokenCursor) {
    var cursor = tokens
    var words: [String] = []
    var modifiers: [Int] = []
    var isArray = false
    var collation: String?
    _ = cursor.take("SETOF")
    while !cursor.isAtEnd {
      if cursor.take("COLLATE") {
        collation = cursor.takeName()?.name
      } else if let inside = cursor.takeParenthesised() {
        modifiers = cursor.text(inside).split(separator: ",").compactMap {
          Int($0.filter { !$0.isWhitespace })
        }
      } else if cursor.isSymbol("[") || cursor.take("ARRAY") {
        isArray = true
        if cursor.isSymbol("[") { cursor.skip() }
      } else if let name = cursor.takeName() {
        words.append(name.schema == "pg_catalog" ? name.name : name.qualified)
      } else {
        cursor.skip()
      }
    }
    let written = words.joined(separator: " ")
    isSerial = Self.serials.contains(written)
    let isShortFloat = written == "float" && modifiers.first ?? 53 <= 24
    name = isShortFloat ? "real" : Self.canonical[written] ?? written
    if written == "float" { modifiers = [] }
    // Lengths that go without saying.
    if modifiers.isEmpty, name == "character" || name == "bit" { modifiers = [1] }
    if name == "numeric", modifiers.count == 1 { modifiers.append(0) }
    self.modifiers = modifiers
    self.isArray = isArray
    self.collation = collation
  }

  /// By the text that `format_type` gives, or any other.
  init(_ text: String) {
    let script = try? Script(text)
    self.init(
      TokenCursor(script?.statements.first?.tokens ?? [], of: script?.bytes ?? SourceText("")))
  }

  private static let serials: Set = [
    "serial", "serial2", "serial4", "serial8", "smallserial", "bigserial",
  ]

  private static let canonical = [
    "int": "integer", "int4": "integer", "serial": "integer", "serial4": "integer",
    "int2": "smallint", "smallserial": "smallint", "serial2": "smallint",
    "int8": "bigint", "bigserial": "bigint", "serial8": "bigint",
    "varchar": "character varying", "char varying": "character varying",
    "national character varying": "character varying", "nchar varying": "character varying",
    "char": "character", "bpchar": "character", "nchar": "character",
    "decimal": "numeric", "dec": "numeric",
    "float": "double precision", "float8": "double precision", "float4": "real",
    "bool": "boolean", "varbit": "bit varying",
    "timestamptz": "timestamp with time zone", "timestamp": "timestamp without time zone",
    "timetz": "time with time zone", "time": "time without time zone",
  ]

  /// Whether it is one of PostgreSQL's own, which can be no domain.
  var isBuiltIn: Bool { Self.builtIn.contains(name) || Self.canonical.values.contains(name) }

  private static let builtIn: Set = [
    "text", "uuid", "json", "jsonb", "bytea", "date", "interval", "inet", "cidr", "macaddr",
    "macaddr8", "money", "xml", "oid", "name", "point", "line", "lseg", "box", "path", "polygon",
    "circle", "tsvector", "tsquery", "bit", "real", "int4range", "int8range", "numrange",
    "tsrange", "tstzrange", "daterange", "regclass", "pg_lsn", "jsonpath",
  ]
}

extension RelationName {
  fileprivate var qualified: String { schema.map { "\($0).\(name)" } ?? name }
}
