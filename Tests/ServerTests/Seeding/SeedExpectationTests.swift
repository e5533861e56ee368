import JSON
import Postgres
import Seedbed
import TestSupport
import Testing

/// Fixtures as an assertion: `seedbed seed verify`.
@Suite(.database) struct SeedExpectationTests {
  static let schema = """
    CREATE TABLE teams (id bigserial PRIMARY KEY, slug text UNIQUE NOT NULL, name text, at timestamptz);
    CREATE TABLE people (id bigserial PRIMARY KEY, email text UNIQUE NOT NULL,
      team_id bigint REFERENCES teams, at timestamptz)
    """
  static let files = [
    "teams.json": #"[{"slug": "a", "name": "A", "at": "2026-01-01"}, {"slug": "b", "name": "B"}]"#,
    "people.json": #"[{"email": "ada", "team_id": {"slug": "a"}}]"#,
  ]

  private func seeds() throws -> Seeds {
    let seeds = try Seeds(Self.schema, Self.files)
    try seeds.apply()
    return seeds
  }

  @Test func `what is as it should be is in sync, exactly too`() throws {
    let seeds = try seeds()
    for expectation in [SeedExpectation(), SeedExpectation(isExact: true)] {
      let report = try seeds.verify(expectation)
      #expect(report.exitStatus == .success)
      #expect(report.changes.isEmpty)
      #expect(report.extra.isEmpty)
    }
  }

  @Test func `differences are shown field by field`() throws {
    let seeds = try seeds()
    try seeds.connection.run(
      simple: "UPDATE teams SET name = 'X' WHERE slug = 'a'; DELETE FROM teams WHERE slug = 'b'")
    let report = try seeds.verify(SeedExpectation())
    #expect(report.exitStatus == .pending)
    #expect(
      report.text(.plain) == """
        ~ teams slug="a"  seeds/teams.json:1:2
            name: "X", expected "A"
        + teams slug="b" is missing  seeds/teams.json:1:50
        seeds       differ: 1 +  1 ~  1 =
          teams  1 +  1 ~
        """)
    #expect(report.json["changes"]?.array?.count == 2)
    #expect(report.json["extra"] == nil)
  }

  @Test func `other rows are found where none are expected`() throws {
    let seeds = try seeds()
    try seeds.connection.run(simple: "INSERT INTO teams (slug) VALUES ('z'), ('y')")
    #expect(try seeds.verify(SeedExpectation()).exitStatus == .success)
    let report = try seeds.verify(SeedExpectation(isExact: true))
    #expect(report.exitStatus == .pending)
    #expect(
      report.json["extra"] == [
        ["table": "public.teams", "key": ["slug": "y"]],
        ["table": "public.teams", "key": ["slug": "z"]],
      ])
    #expect(report.json["totals"]?["extra"]?.int == 2)
    #expect(
      report.text(.plain) == """
        - teams slug="y" is in no fixture
        - teams slug="z" is in no fixture
        seeds       differ: 2 too many  3 =
          teams  2 too many  2 =
        """)
  }

  @Test func `a table of which the fixture has no record is expected to be empty`() throws {
    let seeds = try Seeds(Self.schema, ["teams.json": "[]"])
    #expect(try seeds.verify(SeedExpectation(isExact: true)).exitStatus == .success)
    try seeds.connection.run(simple: "INSERT INTO teams (slug) VALUES ('z')")
    #expect(
      try seeds.verify(SeedExpectation(isExact: true)).json["extra"]
        == [["table": "public.teams", "key": ["id": 1]]])
  }

  @Test func `keys of every kind tell the other rows`() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE partly (k text, live boolean, v text);
      CREATE UNIQUE INDEX ON partly (k) WHERE live;
      CREATE TABLE lowered (email text); CREATE UNIQUE INDEX ON lowered (lower(email));
      CREATE TABLE nulls (a int, b int, UNIQUE (a, b));
      CREATE TABLE parts (k int PRIMARY KEY) PARTITION BY RANGE (k);
      CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
      CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20);
      CREATE TABLE base (k int PRIMARY KEY); CREATE TABLE child () INHERITS (base)
      """,
      [
        "partly.json": #"{"$key": ["k"], "$rows": [{"k": "a", "live": true}]}"#,
        "lowered.json": #"{"$key": ["email"], "$rows": [{"email": "Ada"}]}"#,
        "nulls.json": #"[{"a": 1, "b": null}, {"a": null, "b": null}]"#,
        "parts.json": #"[{"k": 1}, {"k": 11}]"#, "base.json": #"[{"k": 1}]"#,
      ])
    try seeds.apply()
    #expect(try seeds.verify(SeedExpectation(isExact: true)).exitStatus == .success)
    try seeds.connection.run(
      simple: """
        INSERT INTO partly VALUES ('a', false); INSERT INTO lowered VALUES ('bob');
        INSERT INTO nulls VALUES (NULL, 1); INSERT INTO parts VALUES (2), (12);
        INSERT INTO child VALUES (7)
        """)
    let extra = try seeds.verify(SeedExpectation(isExact: true)).extra
    #expect(
      Set(extra.map { "\($0.table) \($0.key.map(\.value).joined(separator: ","))" }) == [
        "public.partly \"a\"", "public.lowered \"bob\"", "public.nulls null,1", "public.parts 2",
        "public.parts 12",
      ])
  }

  @Test func `ignored columns may hold anything`() throws {
    let seeds = try seeds()
    try seeds.connection.run(simple: "UPDATE teams SET at = now(), name = 'X' WHERE slug = 'a'")
    #expect(try seeds.verify(SeedExpectation(ignored: ["at"])).totals.updated == 1)
    for ignored in [["at", "name"], ["at", "teams.name"], ["public.teams.at", "teams.name"]] {
      #expect(try seeds.verify(SeedExpectation(ignored: ignored)).exitStatus == .success)
    }
    #expect(try seeds.verify(SeedExpectation(ignored: ["people.at", "name"])).totals.updated == 1)
    let problem = #expect(throws: Problem.self) {
      try seeds.verify(SeedExpectation(ignored: ["nmae"]))
    }
    #expect(problem?.hint == "did you mean \"name\"?")
    let qualified = #expect(throws: Problem.self) {
      try seeds.verify(SeedExpectation(ignored: ["teams.nmae"]))
    }
    #expect(qualified?.hint == "did you mean \"teams.name\"?")
  }

  @Test func `many other rows are counted, and the first are named`() throws {
    let seeds = try Seeds("CREATE TABLE t (k int PRIMARY KEY)", ["t.json": "[{\"k\": 0}]"])
    try seeds.connection.run(simple: "INSERT INTO t SELECT generate_series(0, 5000)")
    let report = try seeds.verify(SeedExpectation(isExact: true))
    #expect(report.totals.extra == 5000)
    #expect(report.extra.count == 1000)
    #expect(report.text(.plain).contains("… and 4,950 more"))
  }
}
