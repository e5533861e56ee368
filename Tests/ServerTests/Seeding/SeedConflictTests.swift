import Postgres
import Seedbed
import TestSupport
import Testing

/// Rows that stand in each other's way, and what the server refuses when they are written.
@Suite(.database) struct SeedConflictTests {
  @Test func uniqueValuesThatChangePlaces() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, a text NOT NULL UNIQUE, b int UNIQUE, c uuid NOT NULL,
        d int UNIQUE DEFERRABLE);
      INSERT INTO t SELECT n, 'a' || n, n, gen_random_uuid(), n FROM generate_series(1, 4) n;
      """,
      [
        "t.json": """
        [{"k": 1, "a": "a2", "b": 2, "d": 2}, {"k": 2, "a": "a3", "b": 1, "d": 1},
         {"k": 3, "a": "a1", "b": 4}, {"k": 4, "b": 5}]
        """
      ])
    #expect(try seeds.apply().summary == ["public.t +0 ~4 =0"])
    #expect(
      try seeds.rows("SELECT k, a, b, d FROM t ORDER BY 1")
        == ["1|a2|2|2", "2|a3|1|1", "3|a1|4|3", "4|a4|5|4"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func aRecordThatAnotherUniqueKeyFindsElsewhere() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (id serial PRIMARY KEY, email text UNIQUE, login text UNIQUE);
      INSERT INTO t (email, login) VALUES ('a', 'la'), ('b', 'lb');
      """,
      [
        "t.json":
          #"{"$key": ["email"], "$rows": [{"email": "a", "login": "lb"}, {"email": "c", "login": "la"}]}"#
      ])
    let problems = try seeds.problems()
    #expect(problems.map(\.code).allSatisfy { $0 == "seed.unique_conflict" })
    #expect(problems.first?.location?.description == "seeds/t.json:1:31")
    #expect(problems.first?.hint?.contains("login") == true)
    #expect(try seeds.rows("SELECT email, login FROM t ORDER BY 1") == ["a|la", "b|lb"])
  }

  @Test func recordsThatAnotherUniqueKeyForbids() throws {
    let seeds = try Seeds(
      "CREATE TABLE t (id serial PRIMARY KEY, email text UNIQUE, login text UNIQUE)",
      [
        "t.json":
          #"{"$key": ["email"], "$rows": [{"email": "a", "login": "l"}, {"email": "c", "login": "l"}]}"#
      ])
    let problems = try seeds.problems()
    #expect(problems.map(\.code) == ["seed.unique_conflict"])
    #expect(problems.first?.location?.description == "seeds/t.json:1:61")
    #expect(problems.first?.notes.contains { $0.contains("seeds/t.json:1:31") } == true)
  }

  @Test func aTriggerThatKeepsRowsOut() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY);
      CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
      CREATE TRIGGER no BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION no();
      """, ["t.json": #"[{"k": 1}]"#])
    #expect(try seeds.placedCodes() == ["seeds/t.json:1:1 seed.rows_kept_out"])
  }

  @Test func aRuleThatTurnsWritesElsewhere() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, v int); INSERT INTO t VALUES (1, 1);
      CREATE RULE r AS ON UPDATE TO t DO INSTEAD NOTHING;
      """, ["t.json": #"[{"k": 1, "v": 2}]"#])
    #expect(try seeds.placedCodes() == ["seeds/t.json:1:1 seed.rows_kept_out"])
  }

  @Test func expressionsThatAreNotOneValue() throws {
    let seeds = try Seeds(
      "CREATE TABLE t (k int PRIMARY KEY, v int)",
      [
        "t.json": """
        [{"k": 1, "v": {"$sql": "generate_series(1, 2)"}}, {"k": 2, "v": {"$sql": "max(1)"}},
         {"k": 3, "v": {"$sql": "1; DROP TABLE t"}}, {"k": 4, "v": {"$sql": "'x'"}},
         {"k": 5, "v": {"$sql": "1 / (5 - 5)"}}, {"k": 6, "v": {"$sql": "random()"}},
         {"k": 7, "v": {"$sql": "(SELECT max(k) FROM t)"}}, {"k": 8, "v": {"$sql": "1 -- one"}},
         {"k": 9, "v": {"$sql": "$1"}}]
        """
      ])
    let codes = try seeds.placedCodes()
    #expect(
      codes == [
        "seeds/t.json:1:16 seed.bad_expression", "seeds/t.json:1:66 seed.bad_expression",
        "seeds/t.json:2:16 seed.bad_expression", "seeds/t.json:2:60 seed.bad_expression",
        "seeds/t.json:3:16 seed.bad_expression", "seeds/t.json:5:16 seed.bad_expression",
      ])
  }
}
