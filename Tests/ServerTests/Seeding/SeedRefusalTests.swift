import Postgres
import Seedbed
import TestSupport
import Testing

/// What the server refuses while rows are written leads back to the records, all of them.
@Suite(.database) struct SeedRefusalTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let schema: String
    let files: [String: String]
    let expected: [String]
    var testDescription: String { name }

    init(_ name: String, _ schema: String, t: String, _ expected: String...) {
      self.name = name
      self.schema = schema
      files = ["t.json": t]
      self.expected = expected
    }

    init(_ name: String, _ schema: String, _ files: [String: String], _ expected: String...) {
      self.name = name
      self.schema = schema
      self.files = files
      self.expected = expected
    }
  }

  static let cases = [
    Case(
      "a table that refers to itself",
      "CREATE TABLE t (k int PRIMARY KEY, up int REFERENCES t, v int CHECK (v < 5))",
      t: "[{\"k\": 1, \"up\": 2},\n {\"k\": 2, \"v\": 9},\n {\"k\": 3}]",
      "seeds/t.json:2:2 seed.refused_row"),
    Case(
      "several records, for several reasons",
      "CREATE TABLE t (k int PRIMARY KEY, v int CHECK (v < 5), w int CHECK (w < 5))",
      t: "[{\"k\": 1, \"v\": 9},\n {\"k\": 2, \"w\": 9},\n {\"k\": 3},\n {\"k\": 4, \"v\": 8}]",
      "seeds/t.json:1:2 seed.refused_row", "seeds/t.json:2:2 seed.refused_row",
      "seeds/t.json:4:2 seed.refused_row"),
    Case(
      "plain values that refer to nothing",
      "CREATE TABLE o (id int PRIMARY KEY); CREATE TABLE t (k int PRIMARY KEY, o int REFERENCES o)",
      t: "[{\"k\": 1},\n {\"k\": 2, \"o\": 7},\n {\"k\": 3, \"o\": 8}]",
      "seeds/t.json:2:16 seed.refused_row", "seeds/t.json:3:16 seed.refused_row"),
    Case(
      "a deferred foreign key",
      """
      CREATE TABLE o (id int PRIMARY KEY);
      CREATE TABLE t (k int PRIMARY KEY, o int REFERENCES o DEFERRABLE INITIALLY DEFERRED)
      """, t: "[{\"k\": 1},\n {\"k\": 2, \"o\": 7}]", "seeds/t.json:2:16 seed.refused_row"),
    Case(
      "a plain value inside a circle",
      """
      CREATE TABLE o (id int PRIMARY KEY, head int);
      CREATE TABLE t (k int PRIMARY KEY, o int NOT NULL REFERENCES o);
      ALTER TABLE o ADD FOREIGN KEY (head) REFERENCES t;
      """,
      [
        "o.json": "[{\"id\": 1, \"head\": 1},\n {\"id\": 2, \"head\": 5}]",
        "t.json": #"[{"k": 1, "o": 1}, {"k": 2, "o": 2}]"#,
      ], "seeds/o.json:2:20 seed.refused_row"),
    Case(
      "a plain value in a tree",
      "CREATE TABLE t (k int PRIMARY KEY, up int REFERENCES t)",
      t: "[{\"k\": 1, \"up\": 3},\n {\"k\": 2, \"up\": 7},\n {\"k\": 3, \"up\": null}]",
      "seeds/t.json:2:17 seed.refused_row"),
    Case(
      "a foreign key of several columns",
      """
      CREATE TABLE o (a int, b int, PRIMARY KEY (a, b)); INSERT INTO o VALUES (1, 1);
      CREATE TABLE t (k int PRIMARY KEY, a int, b int, FOREIGN KEY (a, b) REFERENCES o);
      """,
      t:
        "[{\"k\": 1, \"a\": 1, \"b\": 1},\n {\"k\": 2, \"a\": 1, \"b\": 2},\n {\"k\": 3, \"a\": 5}]",
      "seeds/t.json:2:16 seed.refused_row"),
    Case(
      "a domain's check in a key",
      """
      CREATE DOMAIN code AS text CHECK (VALUE = upper(VALUE));
      CREATE TABLE t (k code PRIMARY KEY, v text);
      """, t: "[{\"k\": \"A\"},\n {\"k\": \"b\"}]", "seeds/t.json:2:8 seed.type_mismatch"),
    Case(
      "a domain's check in a circle",
      """
      CREATE DOMAIN code AS text CHECK (VALUE = upper(VALUE));
      CREATE TABLE t (k code PRIMARY KEY, up code REFERENCES t);
      """, t: "[{\"k\": \"A\", \"up\": \"B\"},\n {\"k\": \"b\"},\n {\"k\": \"B\"}]",
      "seeds/t.json:2:8 seed.type_mismatch"),
    Case(
      "several domains' checks in several records",
      """
      CREATE DOMAIN word AS text NOT NULL CHECK (VALUE <> ''); CREATE DOMAIN digit AS int CHECK (VALUE < 10);
      CREATE TABLE t (k int PRIMARY KEY, a word DEFAULT 'x', b word DEFAULT 'x', c digit);
      INSERT INTO t VALUES (1);
      """,
      t: """
        [{"k": 1, "b": ""}, {"k": 2, "c": 10}, {"k": 3, "a": null, "c": 9},
         {"k": 4, "a": "x"}, {"k": 5, "b": "", "c": 11}, {"k": 6, "a": ""}]
        """,
      "seeds/t.json:1:16 seed.type_mismatch", "seeds/t.json:1:35 seed.type_mismatch",
      "seeds/t.json:1:54 seed.type_mismatch", "seeds/t.json:2:36 seed.type_mismatch",
      "seeds/t.json:2:45 seed.type_mismatch", "seeds/t.json:2:64 seed.type_mismatch"),
    Case(
      "a domain's check in a reference",
      """
      CREATE DOMAIN code AS text CHECK (VALUE = upper(VALUE));
      CREATE TABLE o (id serial PRIMARY KEY, k code UNIQUE);
      CREATE TABLE t (k int PRIMARY KEY, o int REFERENCES o);
      """, t: "[{\"k\": 1},\n {\"k\": 2, \"o\": {\"k\": \"b\"}}]",
      "seeds/t.json:2:16 seed.unresolved_reference"),
    Case(
      "an exclusion constraint",
      """
      CREATE TABLE t (k int PRIMARY KEY, r int4range, EXCLUDE USING gist (r WITH &&));
      INSERT INTO t VALUES (9, '[1,5)');
      """, t: "[{\"k\": 1, \"r\": \"[8,9]\"},\n {\"k\": 2, \"r\": \"[4,6]\"}]",
      "seeds/t.json:2:2 seed.refused_row"),
    Case(
      "a trigger's exception",
      """
      CREATE TABLE t (k int PRIMARY KEY);
      CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF new.k = 2 THEN RAISE 'not this one'; END IF; RETURN new; END $$;
      CREATE TRIGGER no BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION no();
      """, t: "[{\"k\": 1},\n {\"k\": 2}]", "seeds/t.json:2:2 seed.refused_row"),
    Case(
      "a row for which there is no partition",
      """
      CREATE TABLE t (k int PRIMARY KEY) PARTITION BY RANGE (k);
      CREATE TABLE low PARTITION OF t FOR VALUES FROM (0) TO (10);
      """, t: "[{\"k\": 1},\n {\"k\": 20}]", "seeds/t.json:2:2 seed.refused_row"),
    Case(
      "a row that moves to where there is no partition",
      """
      CREATE TABLE t (k int, region text) PARTITION BY LIST (region);
      CREATE TABLE a PARTITION OF t FOR VALUES IN ('a');
      INSERT INTO t VALUES (1, 'a'), (2, 'a');
      """,
      t:
        "{\"$key\": [\"k\"], \"$rows\": [{\"k\": 1, \"region\": \"a\"},\n {\"k\": 2, \"region\": \"b\"}]}",
      "seeds/t.json:2:2 seed.refused_row"),
    Case(
      "a check of a partition",
      """
      CREATE TABLE t (k int PRIMARY KEY, v int) PARTITION BY RANGE (k);
      CREATE TABLE low PARTITION OF t (CHECK (v < 5)) FOR VALUES FROM (0) TO (10);
      """, t: "[{\"k\": 1},\n {\"k\": 2, \"v\": 9}]", "seeds/t.json:2:2 seed.refused_row"),
    Case(
      "an identity that the server always gives",
      """
      CREATE TABLE t (k text PRIMARY KEY, n int GENERATED ALWAYS AS IDENTITY);
      INSERT INTO t VALUES ('a'), ('b');
      """, t: "[{\"k\": \"a\", \"n\": 1},\n {\"k\": \"b\", \"n\": 7}]",
      "seeds/t.json:2:18 seed.other_identity"),
    Case(
      "references and required values together",
      """
      CREATE TABLE o (id serial PRIMARY KEY, n text UNIQUE);
      CREATE TABLE t (k int PRIMARY KEY, o int REFERENCES o, v text NOT NULL);
      CREATE TABLE u (k int PRIMARY KEY, v text NOT NULL);
      """,
      [
        "t.json": "[{\"k\": 1, \"v\": \"x\", \"o\": {\"n\": \"none\"}},\n {\"k\": 2}]",
        "u.json": "[{\"k\": 1}]",
      ], "seeds/t.json:1:26 seed.unresolved_reference", "seeds/t.json:2:2 seed.missing_value",
      "seeds/u.json:1:2 seed.missing_value"),
  ]

  @Test(arguments: cases) func everyRecordIsNamed(_ given: Case) throws {
    let seeds = try Seeds(given.schema, given.files)
    let before = try seeds.rows("SELECT count(*) FROM t")
    let problems = try seeds.problems()
    let found = problems.map { "\($0.location.map(String.init(describing:)) ?? "-") \($0.code)" }
    #expect(found == given.expected, "\(problems)")
    #expect(try seeds.rows("SELECT count(*) FROM t") == before)
  }

  @Test func moreFieldsThanAServerCompares() throws {
    let names = (0..<1_600).map { "f\($0)" }
    let seeds = try Seeds(
      "CREATE TABLE t (\(names.map { "\($0) \"char\"" }.joined(separator: ", ")), UNIQUE (f0))")
    func write(_ fields: some Sequence<String>) throws {
      try seeds.write("t.json", "[{\(fields.map { "\"\($0)\": \"1\"" }.joined(separator: ", "))}]")
    }
    for count in [1_600, 900] {
      try write(names.prefix(count))
      #expect(try seeds.placedCodes() == ["seeds/t.json:1:1 seed.too_many_fields"])
    }
    try write(names.prefix(750))
    #expect(try seeds.plan().changes.first?.fields.count == 749)
    #expect(try seeds.apply().summary == ["public.t +1 ~0 =0"])
    #expect(try seeds.apply().hasChanges == false)
    try seeds.connection.execute("UPDATE t SET f1 = '2', f749 = '2'")
    #expect(try seeds.plan().changes.first?.fields.map(\.column) == ["f1", "f749"])
    #expect(try seeds.apply().summary == ["public.t +0 ~1 =0"])
  }

  @Test func aRecordThatFitsNoPage() throws {
    let names = (0..<750).map { "f\($0)" }
    let seeds = try Seeds(
      "CREATE TABLE t (k int PRIMARY KEY, \(names.map { "\($0) uuid" }.joined(separator: ", ")))")
    let fields = names.map { "\"\($0)\": \"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11\"" }
    try seeds.write(
      "t.json", "[{\"k\": 1},\n {\"k\": 2, \(fields.joined(separator: ", "))},\n {\"k\": 3}]")
    #expect(try seeds.placedCodes() == ["seeds/t.json:2:2 seed.record_too_large"])
  }
}
