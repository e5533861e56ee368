import Postgres
import Seedbed
import TestSupport
import Testing

/// Values arrive exactly as the fixture has them, in every kind of type.
@Suite(.database) struct SeedValueTests {
  @Test func everyKindOfTypeTakesItsValues() throws {
    let seeds = try Seeds(
      """
      CREATE TYPE colour AS ENUM ('red', 'it''s "green", \\');
      CREATE TYPE place AS (street text, number int, colour colour);
      CREATE DOMAIN name AS varchar(10) NOT NULL CHECK (VALUE <> '');
      CREATE TABLE t (k int PRIMARY KEY, big bigint, num numeric, money numeric(5,2), f8 float8,
        b boolean, txt text, vc varchar(5), ch char(5), bin bytea, d date, ts timestamp,
        tz timestamptz(0), iv interval, u uuid, ip inet, js json, jb jsonb, e colour,
        ints int[], texts text[], grid int[], r int4range, dr daterange, p place, ps place[],
        jbs jsonb[], n name DEFAULT 'x', pt point, bits bit(3));
      """,
      [
        "t.json": #"""
        [{"k": 1, "big": 9223372036854775807, "num": 123456789012345678901234567890.123456789,
          "money": 1.005, "f8": 1e300, "b": true, "txt": "a\tb\nc\\d\"e\r\u00e5\ud83d\ude00\u0001",
          "vc": "abcde", "ch": "ab", "bin": "\\x00ff", "d": "2026-02-28",
          "ts": "2026-02-28 12:00:00.123456", "tz": "2026-02-28T12:00:00.6+02:00",
          "iv": "1 day 02:00", "u": "6F9619FF-8B86-D011-B42D-00C04FC964FF", "ip": "10.0.0.1/8",
          "js": {"b": 1, "a": [1.0, 1e2, "\u00e5"]}, "jb": {"b": 1, "a": [1.0, null]},
          "e": "it's \"green\", \\", "ints": [1, null, 3],
          "texts": ["a,b", "{c}", "\"d\"", "", "NULL", null, "\\"], "grid": [[1, 2], [3, 4]],
          "r": {"lower": 1, "upper": 5, "bounds": "[]"}, "dr": "[2026-01-01,)",
          "p": {"street": "Main, \"st\"", "colour": "red"},
          "ps": [{"street": "a", "number": 1}, null], "jbs": [{"a": [1]}, 2], "n": "Å",
          "pt": "(1,2)", "bits": "101"},
         {"k": 2, "big": null, "js": {"$json": null}, "jb": {"$json": {"$x": 1}}, "txt": 12.50,
          "texts": [], "tz": "2026-02-28 12:00:00", "b": "off"}]
        """#
      ])
    #expect(try seeds.apply().summary == ["public.t +2 ~0 =0"])
    let first = try seeds.rows(
      """
      SET TimeZone = 'UTC';
      SELECT big, num, money, f8, b, txt = E'a\\tb\\nc\\\\d"e\\rå😀\\x01', vc, ch || '|', bin, d, ts, tz,
        iv, u, ip, js::text, jb, e = E'it''s "green", \\\\', ints,
        texts = ARRAY['a,b', '{c}', '"d"', '', 'NULL', NULL, E'\\\\'], grid, r, dr, p, ps,
        jbs[1], n, pt, bits FROM t WHERE k = 1
      """)
    #expect(first == [Self.first])
    #expect(
      try seeds.rows(
        """
        SET TimeZone = 'UTC';
        SELECT big, js::text, jb, txt, texts, tz, b, n FROM t WHERE k = 2
        """) == [#"-|null|{"$x": 1}|12.50|{}|2026-02-28 12:00:00+00|f|x"#])
    #expect(try seeds.apply().summary == ["public.t +0 ~0 =2"])
    #expect(try seeds.plan().hasChanges == false)
  }

  /// The first row, as the server writes it.
  static let first = [
    "9223372036854775807|123456789012345678901234567890.123456789|1.01|1e+300|t|t|abcde|ab|",
    #"|\x00ff|2026-02-28|2026-02-28 12:00:00.123456|2026-02-28 10:00:01+00|1 day 02:00:00|"#,
    #"6f9619ff-8b86-d011-b42d-00c04fc964ff|10.0.0.1/8|{"b":1,"a":[1.0,1e2,"\u00e5"]}|"#,
    #"{"a": [1.0, null], "b": 1}|t|{1,NULL,3}|t|{{1,2},{3,4}}|[1,6)|[2026-01-01,)|"#,
    #"("Main, ""st""",,red)|{"(a,1,)",NULL}|{"a": [1]}|Å|(1,2)|101"#,
  ].joined()

  @Test func directives() throws {
    var seeds = try Seeds(
      """
      CREATE TABLE t (k text PRIMARY KEY, made timestamptz, hash text, live text, env text,
        fallback int, doc text, pic bytea)
      """,
      [
        "texts/hello.txt": "Hello, \"world\"\n", "texts/p.bin": "\u{1}\u{2}",
        "t.json": """
        {"$defaults": {"env": {"$env": "WHO"}, "fallback": {"$env": "NONE", "default": 7}},
         "$rows": [{"k": "a", "made": {"$now": "-3 days"}, "hash": {"$sql": "md5('x')"},
           "live": {"$sql": "upper('v1')", "always": true}, "doc": {"$file": "texts/hello.txt"},
           "pic": {"$file": "texts/p.bin"}}, {"k": "b", "env": "own"}]}
        """,
      ])
    seeds.variables = ["WHO": "me"]
    try seeds.apply()
    #expect(
      try seeds.rows(
        """
        SELECT k, made < now() - interval '2 days 23 hours', hash = md5('x'), live, env, fallback,
          doc, pic FROM t ORDER BY k
        """) == ["a|t|t|V1|me|7|Hello, \"world\"\n|\\x0102", "b|-|-|-|own|7|-|-"])
    #expect(try seeds.apply().hasChanges == false)
    try seeds.connection.execute("UPDATE t SET live = 'edited', hash = 'kept' WHERE k = 'a'")
    #expect(try seeds.apply().summary == ["public.t +0 ~1 =1"])
    #expect(try seeds.rows("SELECT live, hash FROM t WHERE k = 'a'") == ["V1|kept"])
  }

  @Test func sequencesGoOnAfterGivenIds() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE a (id serial PRIMARY KEY, v text);
      CREATE TABLE b (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, v text);
      SELECT setval('a_id_seq', 50);
      """,
      ["a.json": #"[{"id": 9, "v": "x"}]"#, "b.json": #"[{"id": 7, "v": "x"}]"#])
    try seeds.apply()
    try seeds.connection.run(
      simple: "INSERT INTO a (v) VALUES ('y'); INSERT INTO b (v) VALUES ('y')")
    #expect(try seeds.rows("SELECT id FROM a ORDER BY 1") == ["9", "51"])
    #expect(try seeds.rows("SELECT id FROM b ORDER BY 1") == ["7", "8"])
  }

  @Test func namesOfEveryKind() throws {
    let seeds = try Seeds(
      #"""
      CREATE SCHEMA "Sales dept";
      CREATE TABLE "Sales dept"."Order" ("select" int PRIMARY KEY, "Mixed ""C""ase" text, "$x" int);
      CREATE TABLE "user" ("order" int PRIMARY KEY, "table" int);
      """#,
      [
        "010_user.json": #"[{"ORDER": 1, "table": 2}]"#,
        "Sales dept.Order.json": #"[{"select": 1, "Mixed \"C\"ase": "y"}]"#,
      ])
    try seeds.apply()
    #expect(try seeds.rows("SELECT * FROM \"user\"") == ["1|2"])
    #expect(try seeds.rows("SELECT * FROM \"Sales dept\".\"Order\"") == ["1|y|-"])
  }

  @Test func linesAndComments() throws {
    let seeds = try Seeds(
      "CREATE TABLE t (k int PRIMARY KEY, v text)",
      [
        "t.jsonl": "{\"k\": 1, \"v\": \"a\"}\n\n// two\n{\"k\": 2}\n",
        "more.json": "\u{FEFF}{ /* c */ \"$table\": \"t\", \"$rows\": [{\"k\": 3,},], }",
      ])
    #expect(try seeds.apply().summary == ["public.t +3 ~0 =0"])
  }
}
