import Postgres
import Seedbed
import TestSupport
import Testing

/// Views that rows can be written through are filled like tables, as far as the server lets them.
@Suite(.database) struct SeedViewTests {
  private static let simple = """
    CREATE TABLE orgs (id int PRIMARY KEY);
    CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, k text UNIQUE,
      v text NOT NULL DEFAULT 'base', n int REFERENCES orgs, hidden bool NOT NULL DEFAULT false);
    CREATE VIEW v AS SELECT k, v, n, upper(v) AS loud FROM t WHERE NOT hidden
    """

  @Test func theDifferenceAloneIsWrittenThroughASimpleView() throws {
    let seeds = try Seeds(
      Self.simple + "; INSERT INTO t (k, v) VALUES ('a', 'old'), ('b', 'same'), (NULL, 'old')",
      [
        "v.json": """
        {"$key": ["k"], "$rows": [{"k": "a", "v": "new", "loud": "NEW"}]}
        """
      ])
    #expect(try seeds.placedCodes() == ["seeds/v.json:1:1 seed.unwritable_column"])
    try seeds.write(
      "v.json",
      """
      {"$key": ["k"], "$rows": [
        {"k": "a", "v": "new"}, {"k": "b", "v": "same"}, {"k": null, "v": "null"},
        {"k": "c"}, {"k": "d", "v": "given", "n": 1}]}
      """)
    try seeds.write("orgs.json", #"[{"id": 1}]"#)
    let expected = ["public.orgs +1 ~0 =0", "public.v +2 ~2 =1"]
    #expect(try seeds.plan().summary == expected)
    #expect(try seeds.apply().summary == expected)
    #expect(
      try seeds.rows("SELECT k, v, n FROM t ORDER BY k")
        == ["a|new|-", "b|same|-", "c|base|-", "d|given|1", "-|null|-"])
    #expect(try seeds.apply().hasChanges == false)
    #expect(try seeds.verify().hasChanges == false)
  }

  @Test func anEmptyViewGetsTheDefaultsOfItsTable() throws {
    let seeds = try Seeds(
      Self.simple, ["v.json": #"{"$key": ["k"], "$rows": [{"k": "a"}, {"k": "b", "v": "x"}]}"#])
    #expect(try seeds.apply().summary == ["public.v +2 ~0 =0"])
    #expect(try seeds.rows("SELECT k, v FROM t ORDER BY k") == ["a|base", "b|x"])
  }

  @Test func otherRowsOfAViewAreFound() throws {
    let seeds = try Seeds(
      Self.simple + "; INSERT INTO t (k) VALUES ('a'), ('b')",
      ["v.json": #"{"$key": ["k"], "$rows": [{"k": "a"}]}"#])
    let report = try seeds.verify(SeedExpectation(isExact: true))
    #expect(report.extra.map { $0.key.map(\.value) } == [["\"b\""]])
  }

  @Test func aKeyHasToBeNamed() throws {
    let seeds = try Seeds(Self.simple, ["v.json": #"[{"k": "a"}]"#])
    let problems = try seeds.problems()
    #expect(problems.map(\.code) == ["seed.no_key"])
    #expect(problems.first?.hint == "name the fields that do in $key")
  }

  @Test func severalRowsOfAKey() throws {
    let seeds = try Seeds(
      Self.simple + "; INSERT INTO t (k, v) VALUES ('a', 'x'), ('b', 'x')",
      ["v.json": #"{"$key": ["v"], "$rows": [{"v": "x", "n": null}]}"#])
    #expect(try seeds.placedCodes() == ["seeds/v.json:1:27 seed.ambiguous_match"])
  }

  @Test func aRowThatTheViewDoesNotAllow() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, v int);
      CREATE VIEW v AS SELECT * FROM t WHERE v < 10 WITH CHECK OPTION
      """,
      ["v.json": "{\"$key\": [\"k\"], \"$rows\": [\n{\"k\": 1, \"v\": 1},\n{\"k\": 2, \"v\": 77}]}"]
    )
    let problems = try seeds.problems()
    #expect(problems.map(\.code) == ["seed.refused_row"])
    #expect(problems.first?.location?.description == "seeds/v.json:3:1")
    #expect(problems.allSatisfy { !"\($0.message) \($0.notes)".contains("77") })
    #expect(try seeds.rows("TABLE t") == [])
  }

  @Test func aRowThatTheViewWouldNotShow() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, v int);
      CREATE VIEW v AS SELECT * FROM t WHERE v < 10
      """, ["v.json": "{\"$key\": [\"k\"], \"$rows\": [\n{\"k\": 2, \"v\": 77}]}"])
    #expect(try seeds.placedCodes() == ["seeds/v.json:2:1 seed.changed_key"])
    #expect(try seeds.rows("TABLE t") == [])
  }

  @Test func triggersWriteInPlaceOfAView() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE a (k int PRIMARY KEY, x text); CREATE TABLE b (k int PRIMARY KEY, y text);
      CREATE VIEW v AS SELECT k, x, y FROM a JOIN b USING (k);
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF TG_OP = 'INSERT' THEN
          INSERT INTO a VALUES (new.k, new.x); INSERT INTO b VALUES (new.k, new.y);
        ELSE
          UPDATE a SET x = new.x WHERE k = new.k; UPDATE b SET y = new.y WHERE k = new.k;
        END IF;
        RETURN new;
      END $$;
      CREATE TRIGGER i INSTEAD OF INSERT OR UPDATE ON v FOR EACH ROW EXECUTE FUNCTION f();
      INSERT INTO a VALUES (1, 'x'); INSERT INTO b VALUES (1, 'y')
      """,
      [
        "v.json":
          #"{"$key": ["k"], "$rows": [{"k": 1, "x": "x", "y": "z"}, {"k": 2, "x": "2", "y": "2"}]}"#
      ])
    #expect(try seeds.apply().summary == ["public.v +1 ~1 =0"])
    #expect(try seeds.apply().hasChanges == false)
    #expect(try seeds.rows("TABLE v ORDER BY k") == ["1|x|z", "2|2|2"])
  }

  @Test func aViewThatCanOnlyBeInsertedInto() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, v int); CREATE VIEW v AS SELECT DISTINCT * FROM t;
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO t VALUES (new.*); RETURN new;
      END $$;
      CREATE TRIGGER i INSTEAD OF INSERT ON v FOR EACH ROW EXECUTE FUNCTION f()
      """, ["v.json": #"{"$key": ["k"], "$rows": [{"k": 1}]}"#])
    #expect(try seeds.placedCodes() == ["seeds/v.json:1:1 seed.not_a_base_table"])
    #expect(try seeds.problems().first?.hint?.contains("$mode: insert") == true)
    try seeds.write("v.json", #"{"$mode": "insert", "$key": ["k"], "$rows": [{"k": 1}]}"#)
    #expect(try seeds.apply().summary == ["public.v +1 ~0 =0"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func rowsAreNotOwnedThroughAView() throws {
    let seeds = try Seeds(
      Self.simple, ["v.json": #"{"$mode": "sync", "$key": ["k"], "$rows": [{"k": "a"}]}"#])
    #expect(try seeds.placedCodes() == ["seeds/v.json:1:1 seed.not_a_base_table"])
  }
}
