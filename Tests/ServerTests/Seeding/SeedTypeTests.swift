import Postgres
import Seedbed
import TestSupport
import Testing

/// A value of every type arrives as the server itself would read it, and the second run leaves it
/// alone.
@Suite(.database) struct SeedTypeTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let type: String
    /// As JSON.
    let value: String
    /// As the server writes it.
    let stored: String
    var extensionName: String?
    var testDescription: String { "\(type) \(value)" }

    init(_ type: String, _ value: String, _ stored: String, of extensionName: String? = nil) {
      self.type = type
      self.value = value
      self.stored = stored
      self.extensionName = extensionName
    }
  }

  static let cases = [
    Case("smallint", "-32768", "-32768"), Case("integer", "\"7\"", "7"),
    Case("bigint", "-9223372036854775808", "-9223372036854775808"),
    Case("numeric", "18446744073709551616", "18446744073709551616"),
    Case("numeric", "1.10", "1.10"), Case("numeric", "\"NaN\"", "NaN"),
    Case("numeric(4,-2)", "123456", "123500"), Case("real", "0.1", "0.1"),
    Case("float8", "-0", "-0"), Case("float8", "1e-300", "1e-300"),
    Case("money", "12.30", "$12.30"), Case("bool", "\"yes\"", "t"),
    Case("\"char\"", "\"x\"", "x"), Case("name", "\"n\"", "n"),
    Case("oid", "4294967295", "4294967295"),
    Case("pg_lsn", "\"16/B374D848\"", "16/B374D848"), Case("char(3)", "\"a\"", "a  "),
    Case("varchar(2)", "\"åß\"", "åß"), Case("text", "true", "true"), Case("text", "1.50", "1.50"),
    Case("bytea", #""\\xDEad""#, #"\xdead"#), Case("date", "\"2024-02-29\"", "2024-02-29"),
    Case("date", "\"infinity\"", "infinity"), Case("date", "\"0044-03-15 BC\"", "0044-03-15 BC"),
    Case("time", "\"24:00\"", "24:00:00"), Case("timetz", "\"12:00+05:45\"", "12:00:00+05:45"),
    Case("timestamp(0)", "\"2026-01-01 00:00:00.6\"", "2026-01-01 00:00:01"),
    Case("timestamp", "\"2026-01-01T10:00:00Z\"", "2026-01-01 10:00:00"),
    Case("timestamptz", "\"2026-06-01T10:00:00-03:30\"", "2026-06-01 13:30:00+00"),
    Case("timestamptz", "\"2026-06-01 10:00 Europe/Oslo\"", "2026-06-01 08:00:00+00"),
    Case("interval", "\"P1Y2M3DT4H\"", "1 year 2 mons 3 days 04:00:00"),
    Case("interval hour to minute", "\"1:02:03\"", "01:02:00"),
    Case(
      "uuid", "\"{A0EEBC99-9C0B4EF8-BB6D6BB9-BD380A11}\"", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    Case("json", #"{"b": 1.0, "a": [ ]}"#, #"{"b":1.0,"a":[]}"#),
    Case("jsonb", #"{"b": 1.0, "a": 2}"#, #"{"a": 2, "b": 1.0}"#),
    Case("jsonb", "12345678901234567890.10", "12345678901234567890.10"),
    Case("jsonb", #"{"$json": null}"#, "null"),
    Case("point", "\"1,2\"", "(1,2)"), Case("line", "\"{1,2,3}\"", "{1,2,3}"),
    Case("lseg", "\"(0,0),(1,1)\"", "[(0,0),(1,1)]"), Case("box", "\"(0,0),(1,1)\"", "(1,1),(0,0)"),
    Case("path", "\"[(0,0),(1,1)]\"", "[(0,0),(1,1)]"),
    Case("polygon", "\"(0,0),(1,1),(1,0)\"", "((0,0),(1,1),(1,0))"),
    Case("circle", "\"<(1,2),3>\"", "<(1,2),3>"), Case("bit(3)", "\"101\"", "101"),
    Case("bit varying(5)", "\"1\"", "1"), Case("inet", "\"::1/64\"", "::1/64"),
    Case("cidr", "\"10.1.0.0/16\"", "10.1.0.0/16"),
    Case("macaddr", "\"08002b:010203\"", "08:00:2b:01:02:03"),
    Case("macaddr8", "\"08002b0102030405\"", "08:00:2b:01:02:03:04:05"),
    Case("tsvector", "\"a fat cat:3B\"", "'a' 'cat':3B 'fat'"),
    Case("tsquery", "\"fat & !rat\"", "'fat' & !'rat'"),
    Case("int4range", "\"[1,5]\"", "[1,6)"),
    Case("numrange", #"{"lower": 1.5, "bounds": "(]"}"#, "(1.5,)"),
    Case(
      "tstzrange", #"{"lower": "2026-01-01T00:00:00+01:00", "upper": null}"#,
      #"["2025-12-31 23:00:00+00",)"#),
    Case("int4range", "\"empty\"", "empty"), Case("int4multirange", "\"{[1,3],[3,5]}\"", "{[1,6)}"),
    Case("int[]", "[[1, 2], [3, null]]", "{{1,2},{3,NULL}}"),
    Case("int[]", "\"[5:6]={1,2}\"", "[5:6]={1,2}"),
    Case("numeric(4,1)[]", "[1.25, \"2\"]", "{1.3,2.0}"),
    Case("varchar(2)[][]", "[[\"a\"], [\"b\"]]", "{{a},{b}}"),
    Case("jsonb[]", "[[1], {\"a\": null}, null]", #"{[1],"{\"a\": null}",NULL}"#),
    Case("regclass", "\"pg_class\"", "pg_class"),
    Case("pg_snapshot", "\"10:20:10,14\"", "10:20:10,14"),
    Case("pair", #"{"a": 1, "b": ["x", "y,z"]}"#, #"(1,"{x,""y,z""}")"#),
    Case("pair[]", #"[{"a": 1}, {"b": []}]"#, #"{"(1,)","(,{})"}"#),
    Case("mood", "\"so so\"", "so so"), Case("mood[]", "[\"ok\", null]", "{ok,NULL}"),
    Case("positive", "5", "5"), Case("positive[]", "[1, 2]", "{1,2}"),
    Case("short", "\"abc\"", "abc"),
    Case("floatspan", "\"[1.5,2.5)\"", "[1.5,2.5)"),
  ]

  static let extensionCases = [
    Case("hstore", #""a=>1, b=>NULL""#, #""a"=>"1", "b"=>NULL"#, of: "hstore"),
    Case("citext", "\"Abc\"", "Abc", of: "citext"), Case("ltree", "\"a.b\"", "a.b", of: "ltree"),
    Case("cube", "\"(1,2)\"", "(1, 2)", of: "cube"),
    Case("isbn", "\"0-14-042439-3\"", "0-14-042439-3", of: "isn"),
  ]

  static let types = """
    CREATE TYPE pair AS (a int, b text[]); CREATE TYPE mood AS ENUM ('ok', 'so so');
    CREATE DOMAIN positive AS int CHECK (VALUE > 0); CREATE DOMAIN short AS varchar(3);
    CREATE TYPE floatspan AS RANGE (subtype = float8, subtype_diff = float8mi);
    """

  @Test(
    .offered(.extensions(["hstore", "citext", "ltree", "cube", "isn"])), arguments: extensionCases)
  func ofAnExtensionArrivesAndIsLeftAlone(_ given: Case) throws {
    try arrivesAndIsLeftAlone(given)
  }

  @Test(.offered(.xml)) func xmlArrivesAndIsLeftAlone() throws {
    try arrivesAndIsLeftAlone(Case("xml", #""<a b=\"1\">x</a>""#, #"<a b="1">x</a>"#))
  }

  @Test(.offered(.xml)) func everyChangeOfXMLIsSeen() throws {
    try check("", "xml", "<a/>", "<b/>")
  }

  @Test(arguments: cases) func arrivesAndIsLeftAlone(_ given: Case) throws {
    let create = given.extensionName.map { "CREATE EXTENSION \($0);" } ?? ""
    let seeds = try Seeds(
      create + Self.types + "CREATE TABLE t (k int PRIMARY KEY, v \(given.type))",
      ["t.json": "[{\"k\": 1, \"v\": \(given.value)}, {\"k\": 2, \"v\": null}, {\"k\": 3}]"])
    #expect(try seeds.apply().summary == ["public.t +3 ~0 =0"])
    let read = "SET TimeZone = 'UTC'; SELECT v FROM t ORDER BY k"
    #expect(try seeds.rows(read) == [given.stored, "-", "-"])
    #expect(try seeds.apply().summary == ["public.t +0 ~0 =3"])
    #expect(try seeds.plan().changes.isEmpty)
    try seeds.connection.execute("UPDATE t SET v = NULL")
    #expect(try seeds.plan().changes.map(\.fields.count) == [1])
    #expect(try seeds.apply().summary == ["public.t +0 ~1 =2"])
    #expect(try seeds.rows(read) == [given.stored, "-", "-"])
  }

  /// Equal values may be told apart all the same, and a type may have no equality at all.
  @Test(arguments: [
    ("numeric", "1.0", "1.00"), ("interval", "1 day", "24:00:00"),
    ("jsonb", "[1.0]", "[1.00]"), ("json", "[1, 2]", "[2,1]"),
    ("point", "(1,2)", "(1,3)"), ("float8", "0", "-0"), ("text", "å", "a\u{30A}"),
    ("numeric[]", "{1.0}", "{1.00}"), ("text", "", " "),
  ]) func everyChangeIsSeen(type: String, old: String, new: String) throws {
    try check("", type, old, new)
  }

  @Test(
    .offered(.extensions(["citext"])),
    arguments: [("citext", "Bob", "bob"), ("citext[]", "{a}", "{A}")])
  func everyChangeIsSeenInCitext(type: String, old: String, new: String) throws {
    try check("CREATE EXTENSION citext;", type, old, new)
  }

  @Test(.offered(.icu)) func everyChangeIsSeenWhateverACollationTakesForEqual() throws {
    try check(
      """
      CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      """, "text COLLATE loose", "a", "A")
  }

  private func check(_ before: String, _ type: String, _ old: String, _ new: String) throws {
    let value = type.hasPrefix("json") ? new : "\"\(new)\""
    let seeds = try Seeds(
      before + """
        CREATE TABLE t (k int PRIMARY KEY, v \(type)); INSERT INTO t VALUES (1, '\(old)');
        """, ["t.json": "[{\"k\": 1, \"v\": \(value)}]"])
    #expect(try seeds.plan().changes.map(\.fields.count) == [1])
    #expect(try seeds.apply().summary == ["public.t +0 ~1 =0"])
    #expect(try seeds.rows("SELECT v FROM t") == [new])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test(arguments: [
    ("time", "12:00:00 -03:30"), ("timestamp", "2026-01-01 12:00+02"),
    ("timestamp", "2026-01-01T12:00:00.5-0800"),
  ]) func anOffsetThatWouldBeLost(type: String, value: String) throws {
    let seeds = try Seeds(
      "CREATE TABLE t (k int PRIMARY KEY, v \(type))", ["t.json": #"[{"k": 1, "v": "\#(value)"}]"#])
    #expect(try seeds.placedCodes() == ["seeds/t.json:1:16 seed.lost_offset"])
  }

  @Test(arguments: [
    ("timestamptz", "now", "seed.moving_time"), ("date", "Tomorrow", "seed.moving_time"),
    ("time", "now", "seed.moving_time"), ("mood", "okk", "seed.unknown_label"),
    ("integer", "2147483648", "seed.out_of_range"), ("uuid", "a-b", "seed.type_mismatch"),
    ("int[]", "{1,x}", "seed.type_mismatch"), ("int4range", "[5,1]", "seed.type_mismatch"),
    ("bit(3)", "10", "seed.type_mismatch"), ("xml", "<a>", "seed.type_mismatch"),
    ("pg_lsn", "x", "seed.type_mismatch"), ("money", "x", "seed.type_mismatch"),
    ("tsquery", "a &", "seed.type_mismatch"), ("short", "abcd", "seed.value_too_long"),
    ("numeric(3,1)", "100", "seed.type_mismatch"),
  ]) func isRefusedWithItsPlace(type: String, value: String, code: String) throws {
    let seeds = try Seeds(
      Self.types + "CREATE TABLE t (k int PRIMARY KEY, v \(type))",
      ["t.json": "[{\"k\": 1},\n {\"k\": 2, \"v\": \"\(value)\"}]"])
    #expect(try seeds.placedCodes() == ["seeds/t.json:2:16 \(code)"])
  }
}
