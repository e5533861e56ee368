import JSON
import Seedbed
import TestSupport
import Testing

/// `seedbed seed new`.
@Suite(.database) struct SkeletonTests {
  @Test func `it holds what a new row needs, and references by the other tables' keys`() throws {
    let authoring = try Authoring(
      """
      CREATE TYPE mood AS ENUM ('calm', 'cross');
      CREATE TABLE organisations (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slug text NOT NULL UNIQUE);
      CREATE TABLE projects (
        id bigserial PRIMARY KEY, organisation_id bigint NOT NULL REFERENCES organisations,
        key char(3) NOT NULL, UNIQUE (organisation_id, key));
      CREATE TABLE issues (
        id serial PRIMARY KEY, project_id bigint NOT NULL REFERENCES projects,
        number int NOT NULL, title varchar(80) NOT NULL, mood mood NOT NULL,
        opened date NOT NULL, closed date, points int NOT NULL DEFAULT 1, UNIQUE (project_id, number))
      """)
    #expect(
      try authoring.skeleton("issues") == #"""
        [
          {
            "project_id": {"organisation_id": {"slug": "…"}, "key": "…"},
            "number": 0,
            "title": "…",
            "mood": "calm",
            "opened": "2026-01-01"
          }
        ]

        """#)
  }

  @Test(.offered(.xml)) func `a value of xml is one that the server takes`() throws {
    let authoring = try Authoring("CREATE TABLE t (k text PRIMARY KEY, page xml NOT NULL)")
    #expect(try authoring.skeleton("t")?.contains("page") == true)
    #expect(try authoring.seed() == ["public.t +1 ~0 =0"])
  }

  @Test func `every type's value is one that the server takes`() throws {
    let types = [
      "bigint", "numeric(5,2)", "real", "text", "varchar(1)", "char(2)", "boolean", "date", "time",
      "timetz", "timestamp", "timestamptz", "interval", "uuid", "json", "jsonb", "bytea", "inet",
      "cidr", "macaddr", "macaddr8", "bit(3)", "bit", "varbit", "point", "line", "lseg", "box",
      "path", "polygon", "circle", "money", "int[]", "text[]", "int4range", "tstzrange",
      "int4multirange", "tsvector", "tsquery", "pg_lsn", "oid", "name", "jsonpath", "regclass",
      "small", "pair", "\"char\"",
    ]
    let columns = types.enumerated().map { "c\($0) \($1) NOT NULL" }
    let authoring = try Authoring(
      """
      CREATE DOMAIN small AS varchar(3); CREATE TYPE pair AS (a int, b text);
      CREATE TABLE t (k text PRIMARY KEY, \(columns.joined(separator: ", ")))
      """)
    let text = try #require(try authoring.skeleton("t"))
    #expect(try JSONValue(parsing: text).array?.first?.object?.count == types.count + 1)
    #expect(try authoring.seed() == ["public.t +1 ~0 =0"])
  }

  @Test func `where several keys would fit, one is named`() throws {
    let authoring = try Authoring(
      """
      CREATE TABLE t (id bigserial PRIMARY KEY, email text UNIQUE NOT NULL, nick text UNIQUE NOT NULL);
      CREATE TABLE log (line text)
      """)
    let text = try #require(try authoring.skeleton("t"))
    #expect(try JSONValue(parsing: text)["$key"] == ["email"])
    #expect(try authoring.seed() == ["public.t +1 ~0 =0"])
    let log = try #require(try authoring.skeleton("log"))
    #expect(try JSONValue(parsing: log)["$rows"] == [["line": "…"]])
  }

  @Test func `tables that refer to themselves or in a circle come to an end`() throws {
    let authoring = try Authoring(
      """
      CREATE TABLE a (id serial PRIMARY KEY, name text NOT NULL, UNIQUE (name));
      CREATE TABLE tree (id serial PRIMARY KEY, parent int NOT NULL REFERENCES tree, name text,
        UNIQUE (parent, name));
      CREATE TABLE one (id serial PRIMARY KEY, other int NOT NULL UNIQUE);
      CREATE TABLE two (id serial PRIMARY KEY, one int NOT NULL UNIQUE REFERENCES one);
      ALTER TABLE one ADD FOREIGN KEY (other) REFERENCES two
      """)
    #expect(
      try authoring.skeleton("tree")
        == "[\n  {\"parent\": {\"parent\": 0, \"name\": \"…\"}, \"name\": \"…\"}\n]\n")
    #expect(try authoring.skeleton("one") == "[\n  {\"other\": {\"one\": 0}}\n]\n")
  }

  @Test func `what has no key of its own gets a label`() throws {
    let authoring = try Authoring(
      """
      CREATE TABLE users (email text PRIMARY KEY);
      CREATE TABLE log (id bigserial PRIMARY KEY, line text NOT NULL);
      CREATE TABLE marks (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), line text NOT NULL);
      CREATE TABLE bare (id int PRIMARY KEY, line text NOT NULL)
      """)
    #expect(
      try authoring.skeleton("log") == "[\n  {\"$label\": \"…\", \"line\": \"…\"}\n]\n")
    #expect(try authoring.skeleton("marks")?.contains("$label") == true)
    #expect(try authoring.skeleton("bare") == "[\n  {\"id\": 0, \"line\": \"…\"}\n]\n")
    #expect(try authoring.seed().count == 3)
    #expect(try authoring.seed().allSatisfy { $0.contains("+0 ~0 =1") })
  }

  @Test func `of a reference by several columns, one leads on and the others are plain`() throws {
    let authoring = try Authoring(
      """
      CREATE TABLE orders (id serial PRIMARY KEY, number int NOT NULL UNIQUE);
      CREATE TABLE lines (order_id int REFERENCES orders, line int, PRIMARY KEY (order_id, line));
      CREATE TABLE parcels (order_id int, line int, no int, PRIMARY KEY (order_id, line, no),
        FOREIGN KEY (order_id, line) REFERENCES lines)
      """)
    #expect(
      try authoring.skeleton("parcels") == """
        [
          {"order_id": {"order_id": {"number": 0}, "line": 0}, "line": 0, "no": 0}
        ]

        """)
    for table in ["orders", "lines"] { _ = try authoring.skeleton(table) }
    #expect(try authoring.seed().count == 3)
  }

  @Test func `names that a file cannot say are said inside`() throws {
    let authoring = try Authoring(
      """
      CREATE SCHEMA billing; CREATE TABLE billing.plans (code text PRIMARY KEY);
      CREATE TABLE "2020_sales" (k int PRIMARY KEY); CREATE TABLE "a/b" (k int PRIMARY KEY)
      """)
    _ = try authoring.skeleton("billing.plans")
    #expect(authoring.folder.read("seeds/billing.plans.json") != nil)
    for (name, file) in [("2020_sales", "2020_sales"), ("a/b", "a_b")] {
      _ = try authoring.skeleton(name)
      let text = try #require(authoring.folder.read("seeds/\(file).json"))
      #expect(try JSONValue(parsing: text)["$table"]?.string == name)
    }
    #expect(try authoring.seed().count == 3)
  }

  @Test func `nothing is overwritten, and a wrong name is told`() throws {
    let authoring = try Authoring(
      "CREATE TABLE users (id int PRIMARY KEY); CREATE VIEW people AS TABLE users")
    try authoring.folder.write("seeds/users.json", "mine")
    let problem = #expect(throws: Problem.self) { try authoring.skeleton("users") }
    #expect(problem?.code == "seed.exists")
    #expect(authoring.folder.read("seeds/users.json") == "mine")
    #expect(
      #expect(throws: Problem.self) { try authoring.skeleton("usres") }?.hint
        == "did you mean \"users\"?")
    #expect(throws: Problem.self) { try authoring.skeleton("people") }
  }
}
