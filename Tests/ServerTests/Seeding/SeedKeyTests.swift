import Postgres
import Seedbed
import TestSupport
import Testing

/// What tells rows apart, and what is refused because it does not.
@Suite(.database) struct SeedKeyTests {
  @Test(arguments: ["", ", a int UNIQUE, b int UNIQUE"]) func noRecordNeedsAKey(
    columns: String
  ) throws {
    let seeds = try Seeds("CREATE TABLE t (k int\(columns))", ["t.json": "[]"])
    #expect(try seeds.plan().summary == ["public.t +0 ~0 =0"])
    #expect(try seeds.apply().summary == ["public.t +0 ~0 =0"])
  }

  @Test func nullInAKeyThatMatchesSeveralRows() throws {
    let seeds = try Seeds(
      "CREATE TABLE t (a int UNIQUE, v text); INSERT INTO t VALUES (NULL, 'x'), (NULL, 'y')",
      ["t.json": #"{"$key": ["a"], "$rows": [{"a": 1}, {"a": null, "v": "z"}]}"#])
    #expect(try seeds.placedCodes() == ["seeds/t.json:1:37 seed.ambiguous_match"])
    #expect(try seeds.rows("SELECT v FROM t ORDER BY 1") == ["x", "y"])
  }

  @Test func aKeyOfAPartialIndex() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (id serial PRIMARY KEY, email text, gone_at date, v text);
      CREATE UNIQUE INDEX ON t (email) WHERE gone_at IS NULL;
      INSERT INTO t (email, gone_at, v) VALUES ('a', '2020-01-01', 'old'), ('a', NULL, 'x'),
        ('b', '2020-01-01', 'old');
      """,
      ["t.json": #"{"$key": ["email"], "$rows": [{"email": "a", "v": "1"}, {"email": "b"}]}"#])
    #expect(try seeds.apply().summary == ["public.t +1 ~1 =0"])
    #expect(
      try seeds.rows("SELECT email, gone_at, v FROM t ORDER BY id")
        == ["a|2020-01-01|old", "a|-|1", "b|2020-01-01|old", "b|-|-"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func aRecordOutsideOfAPartialIndex() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (id serial PRIMARY KEY, email text, gone_at date);
      CREATE UNIQUE INDEX ON t (email) WHERE gone_at IS NULL;
      """,
      [
        "t.json": """
        {"$key": ["email"], "$rows": [{"email": "a"},
          {"email": "b", "gone_at": "2020-01-01"}]}
        """
      ])
    #expect(try seeds.placedCodes() == ["seeds/t.json:2:3 seed.outside_key"])
  }

  @Test func aKeyOfAnExpressionIndex() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (id serial PRIMARY KEY, email text NOT NULL, v text);
      CREATE UNIQUE INDEX ON t (lower(email));
      INSERT INTO t (email) VALUES ('ADA@example.com');
      """,
      [
        "t.json": """
        {"$key": ["email"], "$rows": [{"email": "Ada@example.com", "v": "1"}, {"email": "b"}]}
        """
      ])
    #expect(try seeds.apply().summary == ["public.t +1 ~1 =0"])
    #expect(
      try seeds.rows("SELECT id, email, v FROM t ORDER BY id") == ["1|Ada@example.com|1", "2|b|-"])
    #expect(try seeds.apply().hasChanges == false)
    try seeds.write(
      "t.json", #"{"$key": ["email"], "$rows": [{"email": "b"}, {"email": "B"}]}"#)
    #expect(try seeds.placedCodes() == ["seeds/t.json:1:47 seed.duplicate_key"])
  }

  @Test func aKeyWithoutAnIndex() throws {
    let seeds = try Seeds(
      "CREATE TABLE t (a text, b text); INSERT INTO t VALUES ('x', '1'), ('y', '1'), ('y', '2')",
      ["t.json": #"{"$key": ["a"], "$rows": [{"a": "x", "b": "2"}, {"a": "z", "b": "1"}]}"#])
    #expect(try seeds.apply().summary == ["public.t +1 ~1 =0"])
    #expect(try seeds.apply().hasChanges == false)
    try seeds.write("t.json", #"{"$key": ["a"], "$rows": [{"a": "y", "b": "3"}]}"#)
    #expect(try seeds.placedCodes() == ["seeds/t.json:1:27 seed.ambiguous_match"])
  }

  @Test func anInvalidIndexIsNone() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (a text, b text); CREATE UNIQUE INDEX i ON t (a);
      UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'i'::regclass;
      """, ["t.json": #"[{"a": "x"}]"#])
    #expect(try seeds.placedCodes() == ["seeds/t.json:1:1 seed.no_key"])
    try seeds.write("t.json", #"{"$key": ["a"], "$rows": [{"a": "x", "b": "y"}]}"#)
    try seeds.connection.execute("ALTER TABLE t ADD CONSTRAINT one CHECK (b <> 'z')")
    #expect(try seeds.apply().summary == ["public.t +1 ~0 =0"])
    #expect(try seeds.apply().hasChanges == false)
  }

  /// Rows that are there satisfy it, whenever it is looked at.
  @Test(arguments: ["IMMEDIATE", "DEFERRED"])
  func aDeferrableIndexTellsRowsApart(initially: String) throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (a text UNIQUE DEFERRABLE INITIALLY \(initially), b text);
      INSERT INTO t VALUES ('x', '1')
      """, ["t.json": #"[{"a": "x", "b": "2"}, {"a": "y"}]"#])
    #expect(try seeds.apply().summary == ["public.t +1 ~1 =0"])
    #expect(try seeds.apply().hasChanges == false)
  }

  /// The row that has the key is meant, whether it is marked as gone or not; the mark is a column
  /// like any other.
  @Test func aMatchThatIsMarkedAsGone() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (email text PRIMARY KEY, v text, gone_at date);
      INSERT INTO t VALUES ('a', 'x', '2020-01-01');
      """, ["t.json": #"[{"email": "a", "v": "y"}]"#])
    #expect(try seeds.apply().summary == ["public.t +0 ~1 =0"])
    #expect(try seeds.rows("TABLE t") == ["a|y|2020-01-01"])
    try seeds.write("t.json", #"[{"email": "a", "v": "y", "gone_at": null}]"#)
    #expect(try seeds.apply().summary == ["public.t +0 ~1 =0"])
    #expect(try seeds.rows("TABLE t") == ["a|y|-"])
  }

  /// What the server takes for equal is one row.
  @Test(arguments: [
    ("char(5)", "a", "a  "), ("numeric", "1", "1.00"), ("interval", "1 day", "24:00"),
    ("timestamptz", "2026-01-01 00:00Z", "2026-01-01 02:00+02"),
    ("inet", "10.0.0.1", "10.0.0.1/32"), ("float8", "0", "-0"),
  ]) func keysAreEqualAsTheServerHasIt(type: String, one: String, other: String) throws {
    try check("", type, one, other)
  }

  @Test(.offered(.extensions(["citext"]))) func keysOfCitext() throws {
    try check("CREATE EXTENSION citext;", "citext", "Ada", "ADA")
  }

  @Test(.offered(.icu)) func keysOfACollationThatTakesDifferentTextsForEqual() throws {
    try check(
      """
      CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      """, "text COLLATE loose", "a", "A")
  }

  private func check(_ before: String, _ type: String, _ one: String, _ other: String) throws {
    let seeds = try Seeds(
      before + "CREATE TABLE t (k \(type) PRIMARY KEY, v text)",
      ["t.json": #"[{"k": "\#(one)", "v": "1"}]"#])
    try seeds.apply()
    let key = try seeds.rows("SELECT k FROM t")
    try seeds.write("t.json", #"[{"k": "\#(other)", "v": "2"}]"#)
    #expect(try seeds.apply().summary == ["public.t +0 ~1 =0"])
    #expect(try seeds.apply().hasChanges == false)
    #expect(try seeds.rows("SELECT v FROM t") == ["2"])
    #expect(try seeds.rows("SELECT count(*) FROM t WHERE k = '\(key[0])'") == ["1"])
    try seeds.write("t.json", #"[{"k": "\#(one)"}, {"k": "\#(other)"}]"#)
    #expect(try seeds.problems().map(\.code) == ["seed.duplicate_key"])
    try seeds.write("t.json", #"[{"k": "\#(one)", "v": "base"}]"#)
    try seeds.write("development/t.json", #"[{"k": "\#(other)", "v": "over"}]"#)
    try seeds.apply()
    #expect(try seeds.rows("SELECT v FROM t") == ["over"])
  }

  @Test(arguments: ["json", "xml", "point", "box", "json[]"])
  func aTypeWithoutEqualityIsNoKey(type: String) throws {
    let seeds = try Seeds(
      "CREATE TABLE t (a int PRIMARY KEY, k \(type))",
      ["t.json": #"{"$key": ["a", "k"], "$rows": [{"a": 1, "k": null}]}"#])
    #expect(try seeds.placedCodes() == ["seeds/t.json:1:1 seed.unusable_key"])
  }

  @Test func namesOfTheSameLettersAreToldApart() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, "V" text, v text); CREATE TABLE "T" (k int PRIMARY KEY);
      CREATE SCHEMA s; CREATE TABLE s.t (k int PRIMARY KEY);
      """,
      [
        "a.json":
          #"{"t": [{"K": 1, "V": "upper", "v": "lower"}], "T": [{"k": 2}], "s.T": [{"k": 3}]}"#
      ])
    #expect(try seeds.apply().totals.inserted == 3)
    #expect(try seeds.rows("TABLE t") == ["1|upper|lower"])
    #expect(try seeds.rows("TABLE \"T\"") == ["2"])
    #expect(try seeds.rows("TABLE s.t") == ["3"])
  }

  @Test func namesAreNeverCutShort() throws {
    let long = String(repeating: "n", count: 63)
    let seeds = try Seeds(
      "CREATE TABLE \(long) (k int PRIMARY KEY, \(long) text)",
      ["\(long).json": #"[{"k": 1, "\#(long)": "x"}]"#])
    #expect(try seeds.apply().summary == ["public.\(long) +1 ~0 =0"])
    try seeds.write("\(long).json", #"[{"k": 1, "\#(long)n": "x"}]"#)
    #expect(try seeds.problems().map(\.code) == ["seed.unknown_column"])
    try seeds.write("\(long).json", "[]")
    try seeds.write("\(long)n.json", #"[{"k": 1}]"#)
    #expect(try seeds.problems().map(\.code) == ["seed.unknown_table"])
  }

  @Test func anotherPrimaryKeyThanTheRowHas() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (id int PRIMARY KEY, email text UNIQUE, v text);
      INSERT INTO t VALUES (1, 'a', 'x'), (2, 'b', 'x');
      """,
      [
        "t.json": """
        {"$key": ["email"], "$rows": [{"id": 2, "email": "b", "v": "x"},
          {"id": 7, "email": "a", "v": "x"}]}
        """
      ])
    #expect(try seeds.placedCodes() == ["seeds/t.json:2:10 seed.other_identity"])
    #expect(try seeds.rows("SELECT id, v FROM t ORDER BY 1") == ["1|x", "2|x"])
    try seeds.write(
      "t.json",
      """
      {"$key": ["email"], "$insertOnly": ["id"], "$rows": [{"id": 7, "email": "a", "v": "y"},
        {"id": 8, "email": "c"}]}
      """)
    #expect(try seeds.apply().summary == ["public.t +1 ~1 =0"])
    #expect(try seeds.rows("SELECT id FROM t ORDER BY 1") == ["1", "2", "8"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func idsFollowTheOrderOfTheFixture() throws {
    let seeds = try Seeds(
      "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, k text UNIQUE, a int, b int)",
      [
        "t.json":
          #"[{"k": "1"}, {"k": "2", "a": 1}, {"k": "3", "b": 1}, {"k": "4"}, {"k": "5", "a": 2}]"#
      ])
    try seeds.apply()
    #expect(
      try seeds.rows("SELECT id, k FROM t ORDER BY 1") == ["1|1", "2|2", "3|3", "4|4", "5|5"])
  }

  @Test func hundredsOfFieldSets() throws {
    let names = (0..<9).map { "f\($0)" }
    let records = (0..<512).map { number in
      let fields = names.indices.filter { number & (1 << $0) != 0 }.map { "\"f\($0)\": \(number)" }
      return "{" + (["\"k\": \(number)"] + fields).joined(separator: ", ") + "}"
    }
    let seeds = try Seeds(
      "CREATE TABLE t (k int PRIMARY KEY, \(names.map { "\($0) int DEFAULT -1" }.joined(separator: ", ")))",
      ["t.json": "[" + records.joined(separator: ",\n") + "]"])
    #expect(try seeds.apply().summary == ["public.t +512 ~0 =0"])
    #expect(
      try seeds.rows("SELECT count(*) FROM t WHERE f8 = CASE WHEN k >= 256 THEN k ELSE -1 END")
        == ["512"])
    #expect(try seeds.apply().hasChanges == false)
  }

  /// Texts that differ may be one value, and one text may be spelt in two ways.
  @Test func recordsWithTheSameKeyAreFoundHoweverItIsWritten() throws {
    let schema = """
      CREATE TABLE t (
        i int UNIQUE, v varchar(3) UNIQUE, x text UNIQUE, n numeric UNIQUE, u uuid UNIQUE);
      """
    let pairs = [
      #"{"i": 7}"#: #"{"i": "007"}"#, #"{"i": -7}"#: #"{"i": "-7"}"#, #"{"i": 0}"#: #"{"i": -0}"#,
      #"{"v": "abc"}"#: #"{"v": "abc  "}"#, #"{"x": "a"}"#: #"{"x": "\u0061"}"#,
      #"{"x": 1}"#: #"{"x": "1"}"#, #"{"n": 1.0}"#: #"{"n": 1}"#,
      #"{"u": "6F9619FF-8B86-D011-B42D-00C04FC964FF"}"#:
        #"{"u": "6f9619ff8b86d011b42d00c04fc964ff"}"#,
    ]
    let seeds = try Seeds(schema)
    for (first, second) in pairs {
      try seeds.write("t.json", "[\(first), \(second)]")
      #expect(try seeds.problems().map(\.code) == ["seed.duplicate_key"], "\(first) \(second)")
    }
  }
}
