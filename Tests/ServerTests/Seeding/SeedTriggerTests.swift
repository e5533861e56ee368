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

  /// A profile for each user; whether or not the server counts what it writes.
  @Test(
    arguments: ["AFTER INSERT ON users FOR EACH ROW", "BEFORE INSERT ON users FOR EACH ROW"],
    ["on", "off"])
  func rowsThatATriggerMakesInATableOfTheRun(event: String, counting: String) throws {
    var seeds = try Seeds(
      """
      CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, email text UNIQUE);
      CREATE TABLE profiles (user_id int PRIMARY KEY REFERENCES users DEFERRABLE INITIALLY DEFERRED,
        bio text, theme text);
      CREATE FUNCTION make() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO profiles (user_id, theme) VALUES (new.id, 'dark'); RETURN new; END $$;
      CREATE TRIGGER make \(event) EXECUTE FUNCTION make();
      """,
      [
        "all.json": """
        {"users": [{"email": "a"}, {"email": "b"}], "profiles": [
          {"user_id": {"email": "b"}, "bio": "B"}, {"user_id": {"email": "a"}, "theme": "dark"}]}
        """
      ])
    seeds.session = "SET track_counts = \(counting)"
    let plan = try seeds.plan()
    #expect(try seeds.apply().summary == plan.summary)
    #expect(
      try seeds.rows("SELECT email, bio, theme FROM users JOIN profiles ON id = user_id ORDER BY 1")
        == ["a|-|dark", "b|B|dark"])
    #expect(try seeds.apply().hasChanges == false)
    try seeds.write(
      "all.json",
      #"{"users": [{"email": "c"}], "profiles": [{"user_id": {"email": "c"}, "bio": "C"}]}"#)
    try seeds.apply()
    #expect(
      try seeds.rows("SELECT bio, theme FROM users JOIN profiles ON id = user_id WHERE email = 'c'")
        == ["C|dark"])
    #expect(try seeds.apply().hasChanges == false)
  }

  /// Rows are as the fixtures say after a run, though writing others changes them.
  @Test(arguments: ["", "PARTITION BY LIST (id)"])
  func countersThatATriggerKeeps(partitions: String) throws {
    var seeds = try Seeds(
      """
      CREATE TABLE o (id int PRIMARY KEY, n int NOT NULL DEFAULT 0) \(partitions);
      CREATE TABLE t (k int PRIMARY KEY, o int REFERENCES o);
      CREATE FUNCTION count_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        UPDATE o SET n = n + 1 WHERE id = new.o; RETURN NULL; END $$;
      CREATE TRIGGER count_up AFTER INSERT ON t FOR EACH ROW EXECUTE FUNCTION count_up();
      """ + (partitions.isEmpty ? "" : "CREATE TABLE o_all PARTITION OF o DEFAULT"),
      [
        "all.json": """
        {"o": [{"id": 1, "n": 2}, {"id": 2}, {"id": 3, "n": 0}],
         "t": [{"k": 1, "o": 1}, {"k": 2, "o": 1}, {"k": 3, "o": 2}]}
        """
      ])
    let notes = Notes()
    seeds.progress = notes
    #expect(try seeds.apply().summary == ["public.o +3 ~0 =0", "public.t +3 ~0 =0"])
    #expect(try seeds.rows("TABLE o ORDER BY id") == ["1|2", "2|1", "3|0"])
    #expect(try seeds.apply().hasChanges == false)
    #expect(notes.texts.isEmpty)
    // Nothing of that table is to be written by itself.
    try seeds.write(
      "t.json", #"[{"k": 4, "o": 1}, {"k": 5, "o": 2}]"#)
    #expect(try seeds.apply().summary == ["public.o +0 ~0 =3", "public.t +2 ~0 =3"])
    #expect(try seeds.rows("TABLE o ORDER BY id") == ["1|2", "2|2", "3|0"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func aTriggerThatHasTheLastWord() throws {
    var seeds = try Seeds(
      """
      CREATE TABLE o (id int PRIMARY KEY, n int); CREATE TABLE t (k int PRIMARY KEY, o int REFERENCES o);
      CREATE FUNCTION mine() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF pg_trigger_depth() = 1 THEN UPDATE o SET n = 7 WHERE n <> 7; END IF; RETURN NULL; END $$;
      CREATE TRIGGER mine AFTER INSERT OR UPDATE ON o FOR EACH STATEMENT EXECUTE FUNCTION mine();
      """, ["all.json": #"{"o": [{"id": 1, "n": 2}], "t": [{"k": 1, "o": 1}]}"#])
    let notes = Notes()
    seeds.progress = notes
    #expect(try seeds.apply().summary == ["public.o +1 ~0 =0", "public.t +1 ~0 =0"])
    #expect(try seeds.rows("TABLE o") == ["1|7"])
    #expect(
      notes.texts == [
        "a trigger that writes to public.o changes what is written: every run will write 1 of its "
          + "rows again"
      ])
  }
}
