import Postgres
import Seedbed
import TestSupport
import Testing

/// Relations of every kind: partitioned tables are filled like any other, and what is no table is
/// refused by its name.
@Suite(.database) struct SeedRelationTests {
  @Test(arguments: [
    ("CREATE VIEW v AS SELECT count(*) AS k FROM t", "a view"),
    (
      """
      CREATE VIEW v AS SELECT * FROM t;
      CREATE RULE r AS ON INSERT TO v DO ALSO NOTIFY made
      """, "a view"
    ),
    (
      """
      CREATE VIEW v AS SELECT DISTINCT * FROM t;
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$;
      CREATE TRIGGER i INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()
      """, "a view"
    ),
    ("CREATE MATERIALIZED VIEW v AS SELECT * FROM t", "a materialized view"),
    (
      """
      CREATE FOREIGN DATA WRAPPER nothing; CREATE SERVER s FOREIGN DATA WRAPPER nothing;
      CREATE FOREIGN TABLE v (k int) SERVER s
      """, "a foreign table"
    ),
  ]) func whatIsNoTableIsRefused(_ create: String, kind: String) throws {
    let seeds = try Seeds(
      "CREATE TABLE t (k int PRIMARY KEY); \(create)", ["v.json": "\n[{\"k\": 1}]"])
    defer {
      _ = try? seeds.connection.run(
        simple: "DROP FOREIGN DATA WRAPPER IF EXISTS nothing CASCADE")
    }
    let problems = try seeds.problems()
    #expect(problems.map(\.code) == ["seed.not_a_base_table"])
    #expect(problems.first?.message == "public.v is \(kind), and fixtures fill tables")
    #expect(problems.first?.location?.description == "seeds/v.json:2:1")
    #expect(try seeds.rows("SELECT count(*) FROM t") == ["0"])
  }

  @Test func aRuleThatMakesOtherRowsAsWell() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, v int); CREATE TABLE log (k int);
      CREATE RULE r AS ON INSERT TO t DO ALSO INSERT INTO log VALUES (new.k);
      """, ["t.json": #"[{"k": 1, "v": 2}, {"k": 2}]"#])
    #expect(try seeds.apply().summary == ["public.t +2 ~0 =0"])
    #expect(try seeds.apply().hasChanges == false)
    #expect(try seeds.rows("SELECT count(*) FROM t") == ["2"])
  }

  @Test func rowsMoveBetweenPartitionsOfPartitions() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int, region text, year int, v text, PRIMARY KEY (k, region, year))
        PARTITION BY LIST (region);
      CREATE TABLE a PARTITION OF t FOR VALUES IN ('a') PARTITION BY RANGE (year);
      CREATE TABLE a_old PARTITION OF a FOR VALUES FROM (2000) TO (2020);
      CREATE TABLE a_new PARTITION OF a FOR VALUES FROM (2020) TO (2040);
      CREATE TABLE rest PARTITION OF t DEFAULT;
      INSERT INTO t VALUES (1, 'a', 2001, 'x'), (2, 'z', 2001, 'x'), (3, 'a', 2030, 'x');
      """,
      [
        "t.json": """
        {"$key": ["k"], "$insertOnly": ["year"], "$rows": [
          {"k": 1, "region": "b", "year": 2001}, {"k": 2, "region": "a", "year": 2001, "v": "y"},
          {"k": 3, "region": "a", "year": 2030, "v": "z"}, {"k": 4, "region": "a", "year": 2039}]}
        """
      ])
    // The region is part of the primary key, which a row keeps unless it is told apart by it.
    #expect(try seeds.problems().allSatisfy { $0.code == "seed.other_identity" })
    try seeds.connection.run(simple: "ALTER TABLE t DROP CONSTRAINT t_pkey")
    #expect(try seeds.apply().summary == ["public.t +1 ~3 =0"])
    #expect(
      try seeds.rows("SELECT tableoid::regclass, k, v FROM t ORDER BY k")
        == ["rest|1|x", "a_old|2|y", "a_new|3|z", "a_new|4|-"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func aPartitionByItself() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, v text) PARTITION BY RANGE (k);
      CREATE TABLE low PARTITION OF t FOR VALUES FROM (0) TO (10);
      CREATE TABLE rest PARTITION OF t DEFAULT;
      """, ["low.json": #"[{"k": 1, "v": "x"}]"#])
    #expect(try seeds.apply().summary == ["public.low +1 ~0 =0"])
    #expect(try seeds.apply().hasChanges == false)
    try seeds.write("low.json", #"[{"k": 1}, {"k": 11}]"#)
    #expect(try seeds.placedCodes() == ["seeds/low.json:1:12 seed.refused_row"])
  }

  @Test func referencesToAndFromPartitionedTables() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE o (id int PRIMARY KEY, name text) PARTITION BY HASH (id);
      CREATE TABLE o_0 PARTITION OF o FOR VALUES WITH (MODULUS 2, REMAINDER 0);
      CREATE TABLE o_1 PARTITION OF o FOR VALUES WITH (MODULUS 2, REMAINDER 1);
      CREATE TABLE t (k int, o int REFERENCES o, UNIQUE (k, o)) PARTITION BY LIST (o);
      CREATE TABLE t_all PARTITION OF t DEFAULT;
      """,
      [
        "o.json": #"[{"id": 1, "name": "x"}, {"id": 2, "name": "y"}]"#,
        "t.json": #"{"$key": ["k", "o"], "$rows": [{"k": 1, "o": {"id": 1}}, {"k": 1, "o": 2}]}"#,
      ])
    #expect(try seeds.apply().summary == ["public.o +2 ~0 =0", "public.t +2 ~0 =0"])
    #expect(try seeds.apply().hasChanges == false)
  }
}
