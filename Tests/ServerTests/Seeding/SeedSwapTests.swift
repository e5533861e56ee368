import Postgres
import Seedbed
import TestSupport
import Testing

/// Rows that take unique values from each other.
@Suite(.database) struct SeedSwapTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let type: String
    /// Three values as SQL writes them, without quotes.
    let values: [String]
    var testDescription: String { type }

    init(_ type: String, _ values: String...) {
      self.type = type
      self.values = values
    }
  }

  static let types = """
    CREATE DOMAIN code AS varchar(12) CHECK (VALUE = upper(VALUE) OR length(VALUE) > 3);
    CREATE DOMAIN optional AS int CHECK (VALUE > 0);
    CREATE DOMAIN required AS int NOT NULL;
    """

  static let cases = [
    Case("text", "a", "b", "c"), Case("varchar(40)", "a", "b", "c"),
    Case("varchar(2)", "a", "b", "c"),
    Case("char(1)", "a", "b", "c"), Case("char(10)", "a", "b", "c"),
    Case("name", "a", "b", "c"), Case("smallint", "-9", "1", "2"), Case("integer", "1", "2", "3"),
    Case("bigint", "1", "2", "3"), Case("numeric", "1.5", "2.5", "-3.5"),
    Case("numeric(5,2)", "1.50", "2.50", "-3.50"), Case("float8", "1.5", "2.5", "-3.5"),
    Case("real", "1.5", "2.5", "-3.5"),
    Case(
      "uuid", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12",
      "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13"),
    Case("date", "-infinity", "2026-01-02", "2026-01-03"),
    Case("timestamp(0)", "2026-01-01 00:00:00", "-infinity", "1980-01-01 00:00:00"),
    Case("timestamptz", "2026-01-01 00:00:00+00", "infinity", "1980-01-01 00:00:00+00"),
    Case("bytea", #"\x01"#, #"\x02"#, #"\x03"#), Case("code", "A", "B", "C"),
    Case("required", "1", "2", "3"), Case("time", "00:00:00", "09:00:00", "24:00:00"),
    Case("timetz", "00:00:00+00", "09:00:00+00", "10:00:00+02"),
    Case("interval", "1 day", "-3 days", "00:00:01"),
    Case("inet", "10.0.0.1/32", "10.0.0.2/32", "::1/128"),
    Case("cidr", "10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"),
    Case("macaddr", "08:00:2b:01:02:03", "08:00:2b:01:02:04", "08:00:2b:01:02:05"),
    Case(
      "macaddr8", "08:00:2b:01:02:03:04:05", "08:00:2b:01:02:03:04:06", "ff:00:2b:01:02:03:04:05"),
    Case("text[]", "{a}", "{b}", "{}"), Case("jsonb", "[1]", "2", "3"),
  ]

  @Test(arguments: cases) func valuesThatMayNotBeNullChangePlaces(_ given: Case) throws {
    let values = given.values
    let seeds = try Seeds(
      Self.types + """
        CREATE TABLE t (k int PRIMARY KEY, v \(given.type) NOT NULL UNIQUE);
        INSERT INTO t VALUES (1, '\(values[0])'), (2, '\(values[1])'), (3, '\(values[2])');
        """)
    let isJSON = given.type == "jsonb"
    let turned = (0..<3).map { number in
      let value = values[(number + 1) % 3]
      return "{\"k\": \(number + 1), \"v\": \(isJSON ? value : "\"\(value)\"")}"
    }.joined(separator: ", ").replacing("\\", with: "\\\\")
    try seeds.write("t.json", "[\(turned)]")
    #expect(try seeds.apply().summary == ["public.t +0 ~3 =0"])
    let stored = try seeds.rows("SET TimeZone = 'UTC'; SELECT trim(v::text) FROM t ORDER BY k")
    #expect(stored == [values[1], values[2], values[0]])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test(.offered(.extensions(["citext", "ltree"])), arguments: ["citext", "ltree"])
  func valuesOfExtensionsChangePlaces(type: String) throws {
    let seeds = try Seeds(
      """
      CREATE EXTENSION \(type); CREATE TABLE t (k int PRIMARY KEY, v \(type) NOT NULL UNIQUE);
      INSERT INTO t VALUES (1, 'a'), (2, 'b');
      """, ["t.json": #"[{"k": 1, "v": "b"}, {"k": 2, "v": "a"}]"#])
    #expect(try seeds.apply().summary == ["public.t +0 ~2 =0"])
    #expect(try seeds.rows("TABLE t ORDER BY k") == ["1|b", "2|a"])
  }

  @Test func throughNull() throws {
    let seeds = try Seeds(
      Self.types + """
        CREATE TABLE t (k int PRIMARY KEY, a boolean UNIQUE, b optional UNIQUE, c optional,
          UNIQUE (b, c));
        INSERT INTO t VALUES (1, true, 1, 1), (2, false, 2, 2);
        """,
      ["t.json": #"[{"k": 1, "a": false, "b": 2, "c": 2}, {"k": 2, "a": true, "b": 1, "c": 1}]"#])
    #expect(try seeds.apply().summary == ["public.t +0 ~2 =0"])
    #expect(try seeds.rows("TABLE t ORDER BY k") == ["1|f|2|2", "2|t|1|1"])
  }

  @Test func positionsInListsOfTheirOwn() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, list text NOT NULL, at int NOT NULL, UNIQUE (list, at));
      INSERT INTO t VALUES (1, 'x', 1), (2, 'x', 2), (3, 'x', 3), (4, 'y', 1);
      """,
      [
        "t.json": """
        [{"k": 1, "at": 2}, {"k": 2, "at": 3}, {"k": 3, "at": 1}, {"k": 4, "at": 0},
         {"k": 5, "list": "y", "at": 1}]
        """
      ])
    #expect(try seeds.apply().summary == ["public.t +1 ~4 =0"])
    #expect(
      try seeds.rows("TABLE t ORDER BY k") == ["1|x|2", "2|x|3", "3|x|1", "4|y|0", "5|y|1"])
  }

  /// Changed and new rows of a tree are written by one statement.
  @Test func inATree() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (id serial PRIMARY KEY, k text UNIQUE, at int NOT NULL UNIQUE,
        up int REFERENCES t);
      INSERT INTO t (k, at) VALUES ('a', 1), ('b', 2), ('c', 3);
      """,
      [
        "t.json": """
        {"$key": ["k"], "$rows": [{"k": "a", "at": 2, "up": {"k": "new"}}, {"k": "b", "at": 1}, {"k": "c", "at": 4},
         {"k": "new", "at": 3, "up": {"k": "c"}}]}
        """
      ])
    #expect(try seeds.apply().summary == ["public.t +1 ~3 =0"])
    #expect(
      try seeds.rows(
        "SELECT t.k, t.at, u.k FROM t LEFT JOIN t AS u ON u.id = t.up ORDER BY t.k")
        == ["a|2|new", "b|1|-", "c|4|-", "new|3|c"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func whatAnExpressionMakesOfThem() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, v text NOT NULL);
      CREATE UNIQUE INDEX ON t (lower(v)) WHERE k < 100;
      INSERT INTO t VALUES (1, 'A'), (2, 'B');
      """, ["t.json": #"[{"k": 1, "v": "b"}, {"k": 2, "v": "a"}]"#])
    #expect(try seeds.apply().summary == ["public.t +0 ~2 =0"])
    #expect(try seeds.rows("TABLE t ORDER BY k") == ["1|b", "2|a"])
  }

  @Test func rowsThatAreReferredTo() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE o (id int PRIMARY KEY); INSERT INTO o VALUES (1), (2);
      CREATE TABLE t (k int PRIMARY KEY,
        o int NOT NULL UNIQUE REFERENCES o DEFERRABLE INITIALLY IMMEDIATE);
      INSERT INTO t VALUES (1, 1), (2, 2);
      """, ["t.json": #"[{"k": 1, "o": 2}, {"k": 2, "o": 1}]"#])
    #expect(try seeds.apply().summary == ["public.t +0 ~2 =0"])
    #expect(try seeds.rows("TABLE t ORDER BY k") == ["1|2", "2|1"])
  }

  /// Rows that move up in a line need no value to spare, in whatever order they stand.
  @Test(arguments: [
    ("int REFERENCES o", ["1", "2", "3"], ["2", "3", "4"]),
    ("int REFERENCES o", ["4", "3", "2"], ["3", "2", "1"]),
    ("place", ["\"a\"", "\"b\"", "\"c\""], ["\"b\"", "\"c\"", "\"d\""]),
    ("digit", ["1", "3", "2"], ["3", "4", "1"]),
  ]) func inALine(type: String, old: [String], new: [String]) throws {
    let seeds = try Seeds(
      """
      CREATE TYPE place AS ENUM ('a', 'b', 'c', 'd');
      CREATE DOMAIN digit AS int CHECK (VALUE BETWEEN 0 AND 9);
      CREATE TABLE o (id int PRIMARY KEY); INSERT INTO o SELECT generate_series(1, 4);
      CREATE TABLE t (k int PRIMARY KEY, v \(type) NOT NULL UNIQUE);
      """)
    for values in [old, new] {
      let records = values.enumerated().map { "{\"k\": \($0), \"v\": \($1)}" }
      try seeds.write("t.json", "[\(records.joined(separator: ", "))]")
      #expect(try seeds.apply().totals.unchanged == 0)
      #expect(
        try seeds.rows("SELECT v FROM t ORDER BY k") == values.map { $0.filter { $0 != "\"" } })
      #expect(try seeds.apply().hasChanges == false)
    }
  }

  /// No value is free for one of the rows to hold meanwhile.
  @Test(arguments: [
    ("boolean", "true", "false"), ("kind", "\"a\"", "\"b\""), ("\"char\"", "\"a\"", "\"b\""),
    ("digit", "1", "2"), ("int REFERENCES o", "1", "2"),
  ]) func withoutAValueToSpare(type: String, one: String, other: String) throws {
    let seeds = try Seeds(
      """
      CREATE TYPE kind AS ENUM ('a', 'b'); CREATE DOMAIN digit AS int CHECK (VALUE BETWEEN 0 AND 9);
      CREATE TABLE o (id int PRIMARY KEY); INSERT INTO o VALUES (1), (2);
      CREATE TABLE t (k int PRIMARY KEY, v \(type) NOT NULL UNIQUE);
      """, ["t.json": "[{\"k\": 1, \"v\": \(one)}, {\"k\": 2, \"v\": \(other)}]"])
    try seeds.apply()
    try seeds.write("t.json", "[{\"k\": 1, \"v\": \(other)}, {\"k\": 2, \"v\": \(one)}]")
    let before = try seeds.rows("TABLE t ORDER BY k")
    let problems = try seeds.problems()
    #expect(problems.map(\.code) == ["seed.unique_swap", "seed.unique_swap"])
    #expect(problems.first?.location?.description == "seeds/t.json:1:2")
    #expect(problems.first?.message.contains("\"v\"") == true)
    #expect(try seeds.rows("TABLE t ORDER BY k") == before)
  }
}
