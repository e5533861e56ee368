import TestSupport

/// A value as a fixture writes it, and what has to be read back.
struct RandomValue {
  let json: String
  let expected: Expected

  enum Expected {
    case null
    /// The same text, scalar by scalar.
    case text(String)
    /// The same bits.
    case double(Double)
    /// The same JSON value, whatever its white space, its escapes and the order of its members.
    case json(String)
  }

  init(_ json: String, _ expected: Expected) {
    self.json = json
    self.expected = expected
  }

  init(_ json: String, text: String) { self.init(json, .text(text)) }

  static let null = RandomValue("null", .null)
}

/// A column of the table that random fixtures fill.
struct RandomColumn: Sendable {
  let name: String
  let type: String
  /// How it is read back; `%` stands for the column.
  var reading = "%::text"
  let value: @Sendable (inout FixedRandom) -> RandomValue

  var sql: String { "\"\(name)\"" }
  var readingSQL: String {
    reading.split(separator: "%", omittingEmptySubsequences: false).joined(separator: sql)
  }

  static let schema = """
    CREATE TYPE colour AS ENUM ('red', 'it''s "green", \\', ' ', 'Ж{}');
    CREATE TYPE place AS (street text, number int, colour colour);
    CREATE DOMAIN short AS varchar(10) CHECK (VALUE <> 'never');
    CREATE TABLE t (k1 text NOT NULL, k2 int,
      \(all.map { "\($0.sql) \($0.type)" }.joined(separator: ", ")),
      UNIQUE NULLS NOT DISTINCT (k1, k2));
    """

  static let labels = ["red", "it's \"green\", \\", " ", "Ж{}"]

  static let all: [RandomColumn] = scalars + moments + containers
}

extension RandomColumn {
  private static let scalars = [
    RandomColumn(name: "i2", type: "smallint") { $0.integer(in: -32768...32767) },
    RandomColumn(name: "i4", type: "integer") { $0.integer(in: -2_147_483_648...2_147_483_647) },
    RandomColumn(name: "i8", type: "bigint") { $0.integer(in: Int.min...Int.max) },
    RandomColumn(name: "num", type: "numeric") { $0.numeric() },
    RandomColumn(name: "money", type: "numeric(12,3)") { random in
      let whole = random.integer(digits: 1 + random.upTo(9))
      let fraction = random.digits(1 + random.upTo(3))
      let padding = String(repeating: "0", count: 3 - fraction.count)
      return RandomValue("\(whole).\(fraction)", text: "\(whole).\(fraction)\(padding)")
    },
    RandomColumn(name: "f8", type: "double precision") { random in
      let value = Double(bitPattern: random.next())
      guard value.isFinite else { return RandomValue("\"NaN\"", text: "NaN") }
      return RandomValue("\(value)", .double(value))
    },
    RandomColumn(name: "b", type: "boolean") { random in
      random.pick([
        RandomValue("true", text: "true"), RandomValue("false", text: "false"),
        RandomValue("\"off\"", text: "false"), RandomValue("\"T\"", text: "true"),
      ])
    },
    RandomColumn(name: "txt", type: "text") { random in
      switch random.upTo(6) {
      case 0:
        let number = random.number()
        return RandomValue(number, text: number)
      case 1: return RandomValue("true", text: "true")
      default: return random.text(random.string())
      }
    },
    RandomColumn(name: "Mixed Case é", type: "varchar(8)") { $0.text($0.string(upTo: 8)) },
    RandomColumn(name: "domain", type: "short") { $0.text($0.string(upTo: 10)) },
    RandomColumn(name: "bin", type: "bytea") { random in
      let bytes = (0..<random.upTo(9)).map { _ in UInt8(random.upTo(256)) }
      let hex = bytes.map { String($0 / 16, radix: 16) + String($0 % 16, radix: 16) }.joined()
      return RandomValue("\"\\\\x\(random.oneIn(2) ? hex : hex.uppercased())\"", text: "\\x" + hex)
    },
    RandomColumn(name: "u", type: "uuid") { random in
      let hex = [8, 4, 4, 4, 12].map { count in
        (0..<count).map { _ in String(random.upTo(16), radix: 16) }.joined()
      }.joined(separator: "-")
      return RandomValue("\"\(random.oneIn(2) ? hex : hex.uppercased())\"", text: hex)
    },
    RandomColumn(name: "e", type: "colour") { $0.text($0.pick(labels)) },
    RandomColumn(name: "ip", type: "inet") { random in
      let parts = (0..<4).map { _ in "\(random.upTo(256))" }.joined(separator: ".")
      let text = "\(parts)/\(8 + random.upTo(24))"
      return RandomValue("\"\(text)\"", text: text)
    },
    RandomColumn(name: "bits", type: "bit varying(40)") { random in
      let bits = (0..<random.upTo(40)).map { _ in "\(random.upTo(2))" }.joined()
      return RandomValue("\"\(bits)\"", text: bits)
    },
  ]

  private static let moments = [
    RandomColumn(name: "d", type: "date") { $0.text($0.date()) },
    RandomColumn(name: "tm", type: "time") { $0.text($0.time(hour: $0.upTo(24))) },
    RandomColumn(name: "ts", type: "timestamp") {
      $0.text("\($0.date()) \($0.time(hour: $0.upTo(24)))")
    },
    RandomColumn(name: "tz", type: "timestamptz") { random in
      let date = random.date()
      let shift = random.upTo(23) - 11
      let minutes = random.time(hour: 0).dropFirst(2)
      let offset = shift < 0 ? "-\(-shift)" : "+\(shift)"
      let zone = shift == 0 ? random.pick(["", "Z", "+00:00"]) : offset
      return random.text(
        "\(date)\(random.pick([" ", "T"]))\(pad(12 + shift))\(minutes)\(zone)",
        as: "\(date) 12\(minutes)+00")
    },
    RandomColumn(name: "iv", type: "interval") { random in
      let text = "\(2 + random.upTo(20)) days \(random.time(hour: 1 + random.upTo(22)))"
      return random.text(text)
    },
  ]

  static func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static let containers = [
    RandomColumn(name: "js", type: "json") { $0.document(depth: 0, exact: false) },
    RandomColumn(name: "jb", type: "jsonb") { $0.document(depth: 0, exact: true) },
    RandomColumn(name: "texts", type: "text[]", reading: "to_json(%)::text") { random in
      let items = random.list { $0.oneIn(5) ? "null" : $0.quoted($0.string(upTo: 5)) }
      return RandomValue(items, .json(items))
    },
    RandomColumn(name: "nums", type: "numeric[]", reading: "to_json(%)::text") { random in
      let items = random.list { $0.oneIn(5) ? "null" : $0.plainNumber() }
      return RandomValue(items, .json(items))
    },
    RandomColumn(name: "grid", type: "int[]", reading: "to_json(%)::text") { random in
      let width = 1 + random.upTo(3)
      let rows = (0...random.upTo(3)).map { _ in
        "[\((0..<width).map { _ in "\(random.upTo(1000) - 500)" }.joined(separator: ", "))]"
      }
      let items = "[\(rows.joined(separator: ","))]"
      return RandomValue(items, .json(items))
    },
    RandomColumn(name: "documents", type: "jsonb[]", reading: "to_json(%)::text") { random in
      let items = random.list { $0.value(depth: 2, exact: true) }
      return RandomValue(items, .json(items))
    },
    RandomColumn(name: "p", type: "place", reading: "to_json(%)::text") { random in
      let (json, expected) = random.place()
      return RandomValue(json, .json(expected))
    },
    RandomColumn(name: "ps", type: "place[]", reading: "to_json(%)::text") { random in
      let places = (0..<random.upTo(4)).map { _ in random.place() }
      return RandomValue(
        "[\(places.map(\.0).joined(separator: ","))]",
        .json("[\(places.map(\.1).joined(separator: ","))]"))
    },
    RandomColumn(name: "r", type: "int4range") { $0.range() },
    RandomColumn(name: "nr", type: "numrange") { random in
      let lower = random.upTo(1000)
      let (low, high) = ("\(lower).\(random.digits(2))", "\(lower + 1 + random.upTo(9)).5")
      let bounds = random.pick(["[)", "[]", "(]", "()"])
      return RandomValue(
        "{\"lower\": \(low), \"bounds\": \"\(bounds)\", \"upper\": \"\(high)\"}",
        text: "\(bounds.prefix(1))\(low),\(high)\(bounds.suffix(1))")
    },
  ]
}
