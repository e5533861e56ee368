import Postgres
import Seedbed
import TestSupport
import Testing

/// Triggers that change what is written, and what a run says of them.
@Suite(.database) struct SeedTriggerTests {
  final class Notes: Progress {
    private(set) var texts: [String] = []
    func activity(_ text: String) {}
    func note(_ text: String) { texts.append(text) }
    func finished() {}
  }

  static let lowering = """
    CREATE TABLE t (id serial PRIMARY KEY, email text UNIQUE, name text, seen int DEFAULT 0);
    CREATE FUNCTION lowering() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      new.email := lower(new.email); new.name := lower(new.name); new.seen := new.seen + 1;
      RETURN new; END $$;
    CREATE TRIGGER lowering BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION lowering();
    """

  @Test func aValueThatIsWrittenInAnotherFormIsTold() throws {
    var seeds = try Seeds(
      Self.lowering, ["t.json": #"[{"email": "a", "name": "Ada"}, {"email": "b", "name": "bob"}]"#])
    let notes = Notes()
    seeds.progress = notes
    #expect(try seeds.apply().summary == ["public.t +2 ~0 =0"])
    #expect(
      notes.texts == [
        "a trigger of public.t changes what is written: every run will write 1 of its rows again"
      ])
    #expect(try seeds.apply().summary == ["public.t +0 ~1 =1"])
    #expect(notes.texts.count == 2)
    try seeds.write("t.json", #"[{"email": "a", "name": "ada"}, {"email": "b", "name": "bob"}]"#)
    #expect(try seeds.apply().hasChanges == false)
    #expect(notes.texts.count == 2)
  }

  @Test func aKeyThatIsWrittenInAnotherFormIsRefused() throws {
    let seeds = try Seeds(
      Self.lowering, ["t.json": "[{\"email\": \"a\"},\n {\"email\": \"Ada\"}]"])
    #expect(try seeds.placedCodes() == ["seeds/t.json:2:2 seed.changed_key"])
    #expect(try seeds.rows("SELECT count(*) FROM t") == ["0"])
    try seeds.write("t.json", #"[{"email": "a"}, {"email": "ada"}]"#)
    #expect(try seeds.apply().summary == ["public.t +2 ~0 =0"])
    #expect(try seeds.rows("SELECT seen FROM t") == ["1", "1"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func columnsThatFixturesLeaveToTriggersAreTheirs() throws {
    var seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, v text, updated_at timestamptz);
      CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN new.updated_at := clock_timestamp(); RETURN new; END $$;
      CREATE TRIGGER touch BEFORE INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();
      """, ["t.json": #"[{"k": 1, "v": "x"}]"#])
    let notes = Notes()
    seeds.progress = notes
    try seeds.apply()
    let before = try seeds.rows("TABLE t")
    #expect(try seeds.apply().hasChanges == false)
    #expect(try seeds.rows("TABLE t") == before)
    #expect(notes.texts.isEmpty)
  }

  @Test func anUpdateNamesOnlyTheColumnsThatDiffer() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, a int, b int); CREATE TABLE fired (what text);
      CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO fired VALUES (tg_argv[0]); RETURN NULL; END $$;
      CREATE TRIGGER a AFTER UPDATE OF a ON t FOR EACH STATEMENT EXECUTE FUNCTION fire('a');
      CREATE TRIGGER b AFTER UPDATE OF b ON t FOR EACH STATEMENT EXECUTE FUNCTION fire('b');
      INSERT INTO t VALUES (1, 1, 1);
      """, ["t.json": #"[{"k": 1, "a": 1, "b": 2}]"#])
    #expect(try seeds.apply().summary == ["public.t +0 ~1 =0"])
    #expect(try seeds.rows("TABLE fired") == ["b"])
  }
}
