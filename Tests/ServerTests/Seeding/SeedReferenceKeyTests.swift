import Postgres
import Seedbed
import TestSupport
import Testing

/// References by keys of every kind: what tells rows apart as a key does so in a reference as well.
@Suite(.database) struct SeedReferenceKeyTests {
  /// The rows that are referred to, some there and some made by the run; each found by one reference.
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    /// Of the table `o`, with an `id` and a text `n`.
    let schema: String
    let records: String
    let references: [String]
    /// `o.n` of each reference.
    let expected: [String]
    var testDescription: String { name }
  }

  static let cases = [
    Case(
      name: "NULL in a key that holds it once",
      schema: """
        CREATE TABLE o (id serial PRIMARY KEY, a int, b int, n text, UNIQUE NULLS NOT DISTINCT (a, b));
        INSERT INTO o (a, b, n) VALUES (1, NULL, '1-'), (1, 1, '11'), (NULL, 1, '-1');
        """,
      records: #"[{"a": 2, "b": null, "n": "2-"}, {"a": null, "b": null, "n": "--"}]"#,
      references: [
        #"{"a": 1, "b": null}"#, #"{"a": null, "b": 1}"#, #"{"b": null, "a": 2}"#,
        #"{"a": null, "b": null}"#, #"{"a": 1, "b": 1}"#,
      ], expected: ["1-", "-1", "2-", "--", "11"]),
    Case(
      name: "NULL in many columns",
      schema: """
        CREATE TABLE o (id serial PRIMARY KEY, a int, b int, c int, d int, e int, n text,
          UNIQUE (a, b, c, d, e));
        INSERT INTO o (e, n) VALUES (1, 'e'); INSERT INTO o (a, b, c, d, e, n) VALUES (1, 1, 1, 1, 1, 'x');
        """,
      records: #"[{"a": 1, "b": null, "c": null, "d": null, "e": null, "n": "a"}]"#,
      references: [
        #"{"a": null, "b": null, "c": null, "d": null, "e": 1}"#,
        #"{"a": 1, "b": null, "c": null, "d": null, "e": null}"#,
        #"{"a": 1, "b": 1, "c": 1, "d": 1, "e": 1}"#,
      ], expected: ["e", "a", "x"]),
    Case(
      name: "a partial index",
      schema: """
        CREATE TABLE o (id serial PRIMARY KEY, a text, n text, gone boolean DEFAULT false);
        CREATE UNIQUE INDEX ON o (a) WHERE NOT gone;
        INSERT INTO o (a, n, gone) VALUES ('x', 'gone', true), ('x', 'x', false), ('y', 'gone', true);
        """,
      records: #"{"$key": ["a"], "$rows": [{"a": "y", "n": "y"}]}"#,
      references: [#"{"a": "x"}"#, #"{"a": "y"}"#], expected: ["x", "y"]),
    Case(
      name: "an index of an expression",
      schema: """
        CREATE TABLE o (id serial PRIMARY KEY, email text, n text);
        CREATE UNIQUE INDEX ON o (lower(email));
        INSERT INTO o (email, n) VALUES ('ADA@example.com', 'ada');
        """,
      records: #"{"$key": ["email"], "$rows": [{"email": "Bob@example.com", "n": "bob"}]}"#,
      references: [#"{"email": "ada@Example.com"}"#, #"{"email": "bob@example.com"}"#],
      expected: ["ada", "bob"]),
  ]

  @Test(arguments: cases) func findsTheRow(_ given: Case) throws {
    let seeds = try Seeds(
      given.schema + "CREATE TABLE t (k int PRIMARY KEY, o int NOT NULL REFERENCES o)",
      ["o.json": given.records])
    let records = given.references.enumerated().map { #"{"k": \#($0), "o": \#($1)}"# }
    try seeds.write("t.json", "[\(records.joined(separator: ",\n"))]")
    let plan = try seeds.plan()
    #expect(try seeds.apply().summary == plan.summary)
    #expect(try seeds.rows("SELECT n FROM t JOIN o ON id = o ORDER BY k") == given.expected)
    #expect(try seeds.apply().hasChanges == false)
    try seeds.connection.execute("UPDATE t SET o = (SELECT max(id) FROM o)")
    try seeds.apply()
    #expect(try seeds.rows("SELECT n FROM t JOIN o ON id = o ORDER BY k") == given.expected)
  }

  @Test func aTreeWhoseRootsHaveNoParent() throws {
    let root = #"{"name": "root", "parent_id": null}"#
    let seeds = try Seeds(
      """
      CREATE TABLE folders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL,
        parent_id int REFERENCES folders, UNIQUE (parent_id, name));
      """,
      [
        "folders.json": """
        [{"name": "b", "parent_id": {"name": "a", "parent_id": \(root)}},
         {"name": "root", "parent_id": \(root)}, \(root),
         {"name": "a", "parent_id": \(root)}]
        """
      ])
    let tree =
      "SELECT c.name, p.name FROM folders c LEFT JOIN folders p ON p.id = c.parent_id ORDER BY 1, 2"
    #expect(try seeds.apply().summary == ["public.folders +4 ~0 =0"])
    #expect(try seeds.rows(tree) == ["a|root", "b|a", "root|root", "root|-"])
    #expect(try seeds.apply().hasChanges == false)
    try seeds.write(
      "folders.json", #"[{"name": "c", "parent_id": {"name": "a", "parent_id": \#(root)}}]"#)
    #expect(try seeds.apply().summary == ["public.folders +1 ~0 =0"])
    #expect(try seeds.rows(tree) == ["a|root", "b|a", "c|a", "root|root", "root|-"])
  }

  @Test func nullThatStandsInSeveralRows() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE o (id serial PRIMARY KEY, a int, b int, UNIQUE (a, b));
      INSERT INTO o (a, b) VALUES (1, NULL), (1, NULL), (2, NULL);
      CREATE TABLE t (k int PRIMARY KEY, o int REFERENCES o);
      """,
      [
        "t.json": """
        [{"k": 1, "o": {"a": 2, "b": null}},
         {"k": 2, "o": {"a": 1, "b": null}}]
        """
      ])
    #expect(try seeds.placedCodes() == ["seeds/t.json:2:16 seed.ambiguous_reference"])
    #expect(try seeds.rows("SELECT count(*) FROM t") == ["0"])
  }

  @Test func nullWhereNoneCanBe() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE o (id serial PRIMARY KEY, a int NOT NULL UNIQUE);
      CREATE TABLE t (k int PRIMARY KEY, o int REFERENCES o);
      """, ["t.json": #"[{"k": 1, "o": {"a": null}}]"#])
    #expect(try seeds.placedCodes() == ["seeds/t.json:1:22 seed.null_value"])
  }

  /// Few references look into a large table by its index, in every pattern of NULL.
  @Test func aLargeTableIsNotReadWhole() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE o (id serial PRIMARY KEY, a int, b int, UNIQUE NULLS NOT DISTINCT (a, b));
      INSERT INTO o (a, b) SELECT nullif(n % 100, 0), n FROM generate_series(1, 100000) n;
      INSERT INTO o (a, b) VALUES (7, NULL);
      CREATE TABLE t (k int PRIMARY KEY, o int NOT NULL REFERENCES o);
      """,
      [
        "t.json": """
        [{"k": 1, "o": {"a": 7, "b": null}}, {"k": 2, "o": {"a": null, "b": 100}},
         {"k": 3, "o": {"a": 1, "b": 1}}]
        """
      ])
    try seeds.connection.execute("VACUUM ANALYZE o")
    try seeds.connection.execute("SELECT pg_stat_reset()")
    #expect(try seeds.apply().summary == ["public.t +3 ~0 =0"])
    #expect(try seeds.apply().hasChanges == false)
    #expect(try seeds.rows("SELECT count(*) FROM t JOIN o ON id = o") == ["3"])
    #expect(
      try seeds.rows("SELECT seq_tup_read < 50000 FROM pg_stat_user_tables WHERE relname = 'o'")
        == ["t"])
  }

  /// A reference with a NULL left would be none.
  @Test func anObjectInOneColumnFillsTheWholeForeignKey() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE orgs (id serial PRIMARY KEY, slug text UNIQUE);
      CREATE TABLE projects (org_id int REFERENCES orgs, id serial, key text, PRIMARY KEY (org_id, id),
        UNIQUE (org_id, key));
      CREATE TABLE issues (k int PRIMARY KEY, org_id int REFERENCES orgs, project_id int,
        FOREIGN KEY (org_id, project_id) REFERENCES projects);
      """,
      [
        "orgs.json": #"[{"slug": "x"}, {"slug": "acme"}]"#,
        "projects.json":
          #"{"$key": ["org_id", "key"], "$rows": [{"org_id": {"slug": "acme"}, "key": "OPS"}]}"#,
        "issues.json": """
        [{"k": 1, "project_id": {"key": "OPS", "org_id": {"slug": "acme"}}},
         {"k": 2, "project_id": {"key": "OPS", "org_id": {"slug": "acme"}}, "org_id": {"slug": "acme"}},
         {"k": 3, "project_id": {"key": "OPS", "org_id": {"slug": "acme"}}, "org_id": null},
         {"k": 4, "org_id": {"slug": "x"}}, {"k": 5}]
        """,
      ])
    try seeds.apply()
    #expect(
      try seeds.rows(
        "SELECT k, slug, project_id FROM issues LEFT JOIN orgs ON id = org_id ORDER BY k")
        == ["1|acme|1", "2|acme|1", "3|-|1", "4|x|-", "5|-|-"])
    #expect(try seeds.apply().hasChanges == false)
  }
}
