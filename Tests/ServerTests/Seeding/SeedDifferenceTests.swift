import Postgres
import Seedbed
import TestSupport
import Testing

/// What a run reads and writes of tables where much, little or nothing is there already.
@Suite(.database) struct SeedDifferenceTests {
  @Test(
    arguments: ["", "INSERT INTO t VALUES ('a', 1), ('z', 1)"],
    ["", "CREATE UNIQUE INDEX ON t (k)"])
  func recordsForTheSameNewRow(rows: String, index: String) throws {
    let seeds = try Seeds(
      "CREATE TABLE t (k text NOT NULL, v int); \(index); \(rows)",
      [
        "t.json":
          #"{"$key": ["k"], "$rows": [{"k": "a", "v": 2}, {"k": "b"}, {"k": "c"}, {"k": "b"}]}"#
      ])
    #expect(try seeds.placedCodes() == ["seeds/t.json:1:71 seed.duplicate_key"])
    #expect(try seeds.problems().first?.notes == ["the first is at seeds/t.json:1:47"])
    #expect(try seeds.rows("SELECT count(*) FROM t WHERE v = 2") == ["0"])
  }

  @Test func fewRecordsOfALargeTable() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, a text, b int);
      INSERT INTO t SELECT n, 'a', n FROM generate_series(1, 5000) n;
      CREATE TABLE before AS SELECT k, ctid AS at FROM t;
      """,
      [
        "t.json":
          #"[{"k": 7, "a": "a"}, {"k": 8, "a": "new"}, {"k": 0, "a": "z"}, {"k": 9, "a": "a", "b": 9}]"#
      ])
    #expect(try seeds.plan().changes.map(\.source?.column) == [22, 44])
    #expect(try seeds.apply().summary == ["public.t +1 ~1 =2"])
    #expect(
      try seeds.rows(
        "SELECT k, a, b FROM t LEFT JOIN before USING (k) WHERE at IS DISTINCT FROM t.ctid ORDER BY 1"
      ) == ["0|z|-", "8|new|8"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func rowsThatMoveToNewRows() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE owners (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE);
      CREATE TABLE things (code text PRIMARY KEY, owner_id int NOT NULL REFERENCES owners, n int);
      INSERT INTO owners (name) VALUES ('old');
      INSERT INTO things VALUES ('a', 1, 1), ('b', 1, 1), ('c', 1, 1);
      """,
      [
        "owners.json": #"[{"name": "new"}]"#,
        "things.json": """
        [{"code": "a", "owner_id": {"name": "new"}}, {"code": "b", "owner_id": {"name": "old"}},
         {"code": "d", "owner_id": {"name": "new"}}, {"code": "c", "n": 2}]
        """,
      ])
    #expect(try seeds.apply().summary == ["public.owners +1 ~0 =0", "public.things +1 ~2 =1"])
    #expect(
      try seeds.rows(
        "SELECT code, name, n FROM things JOIN owners ON id = owner_id ORDER BY 1")
        == ["a|new|1", "b|old|1", "c|old|2", "d|new|-"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func newRowsUnderNewRowsOfATreeThatIsThere() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE nodes (
        id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text UNIQUE, up int REFERENCES nodes);
      INSERT INTO nodes (code, up) VALUES ('root', NULL), ('leaf', 1);
      """,
      [
        "nodes.json": """
        [{"code": "twig", "up": {"code": "branch"}}, {"code": "leaf", "up": {"code": "twig"}},
         {"code": "branch", "up": {"code": "root"}}, {"code": "root", "up": null}]
        """
      ])
    #expect(try seeds.apply().summary == ["public.nodes +2 ~1 =1"])
    #expect(
      try seeds.rows(
        "SELECT n.code, u.code FROM nodes n LEFT JOIN nodes u ON u.id = n.up ORDER BY 1")
        == ["branch|root", "leaf|twig", "root|-", "twig|branch"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func recordsWithSeveralReferencesToNewRows() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE a (id serial PRIMARY KEY, code text UNIQUE);
      CREATE TABLE b (id serial PRIMARY KEY, a_id int NOT NULL REFERENCES a, code text,
        UNIQUE (a_id, code));
      CREATE TABLE c (id serial PRIMARY KEY, code text UNIQUE, a_id int REFERENCES a,
        b_id int REFERENCES b);
      """,
      [
        "a.json": #"[{"code": "x"}, {"code": "y"}]"#,
        "b.json": #"[{"a_id": {"code": "x"}, "code": "1"}, {"a_id": {"code": "y"}, "code": "1"}]"#,
        "c.json": """
        [{"code": "p", "a_id": {"code": "x"}, "b_id": {"a_id": {"code": "y"}, "code": "1"}},
         {"code": "q", "a_id": {"code": "y"}}]
        """,
      ])
    #expect(
      try seeds.apply().summary
        == ["public.a +2 ~0 =0", "public.b +2 ~0 =0", "public.c +2 ~0 =0"])
    #expect(
      try seeds.rows(
        """
        SELECT c.code, a.code, o.code FROM c JOIN a ON a.id = c.a_id
        LEFT JOIN b ON b.id = c.b_id LEFT JOIN a o ON o.id = b.a_id ORDER BY 1
        """) == ["p|x|y", "q|y|-"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func idsFollowTheOrderOfTheFixture() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE p (id serial PRIMARY KEY, name text UNIQUE);
      CREATE TABLE t (id serial PRIMARY KEY, name text UNIQUE, p int REFERENCES p);
      """,
      [
        "p.json": #"[{"name": "z"}, {"name": "m"}, {"name": "a"}]"#,
        "t.json": #"[{"name": "z", "p": {"name": "a"}}, {"name": "b", "p": {"name": "m"}}]"#,
      ])
    try seeds.apply()
    try seeds.write("t.json", #"[{"name": "y", "p": {"name": "a"}}, {"name": "a"}]"#)
    try seeds.apply()
    #expect(try seeds.rows("SELECT name FROM p ORDER BY id") == ["z", "m", "a"])
    #expect(try seeds.rows("SELECT name FROM t ORDER BY id") == ["z", "b", "y", "a"])
  }

  @Test(.offered(.icu)) func differencesThatEqualityDoesNotSee() throws {
    let seeds = try Seeds(
      """
      CREATE COLLATION folded (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE t (k int PRIMARY KEY, a text COLLATE folded, n numeric, f float8, p char(4));
      INSERT INTO t VALUES (1, 'Bob', 1.0, 0, 'x');
      """, ["t.json": #"[{"k": 1, "a": "bob", "n": 1.00, "f": "-0", "p": "x"}]"#])
    #expect(try seeds.apply().summary == ["public.t +0 ~1 =0"])
    #expect(try seeds.rows("SELECT a, n, f, p FROM t") == ["bob|1.00|-0|x   "])
    #expect(try seeds.apply().hasChanges == false)
  }
}
