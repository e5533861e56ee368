import Postgres
import Seedbed
import TestSupport
import Testing

/// Sequences move forward past the ids that fixtures give, and for nothing else.
@Suite(.database) struct SeedSequenceTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let sequence: String
    /// Set before the run.
    let setting: String
    let given: Int
    /// What the next row gets.
    let next: String
    var testDescription: String { name }

    init(_ name: String, _ sequence: String, _ setting: String = "", given: Int, next: String) {
      self.name = name
      self.sequence = sequence
      self.setting = setting
      self.given = given
      self.next = next
    }
  }

  static let cases = [
    Case("forward", "", given: 7, next: "8"),
    Case("not back", "", "SELECT setval('q', 50)", given: 7, next: "51"),
    Case("not yet called", "", "SELECT setval('q', 7, false)", given: 7, next: "8"),
    Case("not yet called and behind", "START 3", given: 2, next: "3"),
    Case("in steps", "INCREMENT 10", given: 7, next: "17"),
    Case("downward", "INCREMENT -1 START -1", given: -7, next: "-8"),
    Case("downward, not back", "INCREMENT -1", "SELECT setval('q', -50)", given: -7, next: "-51"),
    Case("from an end of its own", "MINVALUE 100", given: 120, next: "121"),
    Case("to the end of a circle", "MAXVALUE 9 CYCLE", given: 20, next: "1"),
    Case("with a cache", "CACHE 20", given: 7, next: "8"),
  ]

  @Test(arguments: cases) func moves(_ given: Case) throws {
    let seeds = try Seeds(
      """
      CREATE SEQUENCE q \(given.sequence);
      CREATE TABLE t (k text PRIMARY KEY, id int DEFAULT nextval('q'));
      ALTER SEQUENCE q OWNED BY t.id; \(given.setting)
      """, ["t.json": #"[{"k": "a", "id": \#(given.given)}]"#])
    try seeds.apply()
    #expect(try seeds.rows("INSERT INTO t VALUES ('b') RETURNING id") == [given.next])
  }

  /// Neither a plan, nor a run that finds a mistake, nor one that finds nothing to do.
  @Test func stayWhereNothingIsWritten() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (id serial PRIMARY KEY, k text UNIQUE, up int REFERENCES t, v int CHECK (v > 0));
      """, ["t.json": #"[{"k": "a", "up": {"k": "b"}}, {"k": "b"}]"#])
    let state = "SELECT last_value, is_called FROM t_id_seq"
    #expect(try seeds.plan().summary == ["public.t +2 ~0 =0"])
    #expect(try seeds.verify().hasChanges)
    #expect(try seeds.rows(state) == ["1|f"])
    try seeds.apply()
    #expect(try seeds.rows(state) == ["2|t"])
    #expect(try seeds.apply().hasChanges == false)
    #expect(try seeds.rows(state) == ["2|t"])
  }

  @Test func ofTablesWithoutGivenIdsAreNotLookedAt() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (id serial PRIMARY KEY, k text UNIQUE); INSERT INTO t VALUES (100, 'far');
      """, ["t.json": #"[{"k": "a"}]"#])
    try seeds.apply()
    #expect(try seeds.rows("SELECT id FROM t WHERE k = 'a'") == ["1"])
    #expect(try seeds.rows("SELECT last_value FROM t_id_seq") == ["1"])
  }
}
