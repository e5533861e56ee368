import Postgres
import Seedbed
import TestSupport
import Testing

/// The mode `sync`: which rows it deletes, and which it leaves alone whatever happens.
@Suite(.database) struct SyncTests {
  static let schema = """
    CREATE TABLE plans (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, code text UNIQUE,
      title text UNIQUE)
    """

  /// A fixture of `plans` in the mode `sync`, with rows of these codes.
  static func plans(_ codes: String...) -> String {
    let rows = codes.map { #"{"code": "\#($0)", "title": "Plan \#($0)"}"# }
    return #"{"$mode": "sync", "$key": ["code"], "$rows": [\#(rows.joined(separator: ", "))]}"#
  }

  private func seeds(_ codes: String...) throws -> Seeds {
    var seeds = try Seeds(Self.schema)
    seeds.allowedDeletes = 100
    let rows = codes.map { #"{"code": "\#($0)", "title": "Plan \#($0)"}"# }
    try seeds.write(
      "plans.json",
      #"{"$mode": "sync", "$key": ["code"], "$rows": [\#(rows.joined(separator: ", "))]}"#)
    return seeds
  }

  private func codes(_ seeds: Seeds) throws -> [String] {
    try seeds.rows("SELECT code FROM plans ORDER BY code")
  }

  @Test func aRowThatNoFixtureHasAnyMore() throws {
    let seeds = try seeds("a", "b", "c")
    #expect(try seeds.apply().deletions == ["public.plans -0"])
    try seeds.write("plans.json", Self.plans("a", "c", "d"))
    let plan = try seeds.plan()
    #expect(plan.summary == ["public.plans +1 ~0 =2"])
    #expect(plan.deletions == ["public.plans -1"])
    #expect(plan.changes.map(\.action) == [.insert, .delete])
    #expect(plan.changes.last?.key.map(\.value) == [#""b""#])
    #expect(plan.changes.last?.source?.description == "seeds/plans.json")
    #expect(try codes(seeds) == ["a", "b", "c"])
    let verification = try seeds.verify()
    #expect(verification.deletions == plan.deletions)
    #expect(verification.exitStatus == .pending)

    let report = try seeds.apply()
    #expect(report.summary == plan.summary)
    #expect(report.deletions == plan.deletions)
    #expect(try codes(seeds) == ["a", "c", "d"])
    #expect(try seeds.plan().hasChanges == false)
  }

  @Test func onlyDeletionsAreSomethingToDo() throws {
    let seeds = try seeds("a", "b")
    try seeds.apply()
    try seeds.write("plans.json", Self.plans("a"))
    #expect(try seeds.verify().exitStatus == .pending)
    #expect(try seeds.apply().deletions == ["public.plans -1"])
    #expect(try seeds.verify().exitStatus == .success)
    #expect(try seeds.rows("SELECT count(*) FROM seedbed.rows") == ["1"])
  }

  @Test func rowsThatOthersMadeStay() throws {
    let seeds = try seeds("a")
    try seeds.connection.run(simple: "INSERT INTO plans (code, title) VALUES ('hand', 'x')")
    try seeds.apply()
    #expect(try codes(seeds) == ["a", "hand"])
    // Named by a fixture for a time, and changed by it, it is still not Seedbed's own.
    try seeds.write("plans.json", Self.plans("a", "hand"))
    #expect(try seeds.apply().summary == ["public.plans +0 ~1 =1"])
    try seeds.write("plans.json", Self.plans("a"))
    #expect(try seeds.apply().hasChanges == false)
    #expect(try codes(seeds) == ["a", "hand"])
  }

  @Test func rowsThatWereMadeBeforeTheModeStay() throws {
    let seeds = try seeds("a")
    try seeds.write("plans.json", #"[{"code": "a"}, {"code": "b"}]"#)
    try seeds.write("options.json", #"{"$table": "plans", "$key": ["code"], "$rows": []}"#)
    try seeds.apply()
    #expect(try seeds.rows("SELECT to_regnamespace('seedbed')") == ["-"])
    try seeds.write("plans.json", Self.plans("a", "c"))
    try seeds.apply()
    #expect(try codes(seeds) == ["a", "b", "c"])
  }

  @Test func aRowThatSomebodyChangedIsStillTheSame() throws {
    let seeds = try seeds("a", "b")
    try seeds.apply()
    try seeds.connection.run(simple: "UPDATE plans SET title = 'by hand' WHERE code = 'b'")
    try seeds.write("plans.json", Self.plans("a"))
    #expect(try seeds.apply().deletions == ["public.plans -1"])
    #expect(try codes(seeds) == ["a"])
  }

  @Test func aRowThatSomebodyRenamedIsAnother() throws {
    let seeds = try seeds("a", "b")
    try seeds.apply()
    try seeds.connection.run(
      simple: "UPDATE plans SET code = 'mine', title = 'mine' WHERE code = 'b'")
    #expect(try seeds.apply().summary == ["public.plans +1 ~0 =1"])
    #expect(try codes(seeds) == ["a", "b", "mine"])
    try seeds.write("plans.json", Self.plans("a"))
    #expect(try seeds.apply().deletions == ["public.plans -1"])
    #expect(try codes(seeds) == ["a", "mine"])
  }

  @Test func aRowThatSomebodyMadeAnewIsAnother() throws {
    let seeds = try seeds("a", "b")
    try seeds.apply()
    try seeds.connection.run(
      simple: "DELETE FROM plans WHERE code = 'b'; INSERT INTO plans (code) VALUES ('b')")
    try seeds.write("plans.json", Self.plans("a"))
    #expect(try seeds.plan().hasChanges == false)
    #expect(try seeds.apply().hasChanges == false)
    #expect(try codes(seeds) == ["a", "b"])
    // It has been forgotten, also for the case that somebody gives it the old id.
    #expect(try seeds.rows("SELECT count(*) FROM seedbed.rows") == ["1"])
  }

  @Test func aRowThatIsGoneAlready() throws {
    let seeds = try seeds("a", "b")
    try seeds.apply()
    try seeds.connection.run(simple: "DELETE FROM plans")
    try seeds.write("plans.json", Self.plans("a"))
    #expect(try seeds.apply().summary == ["public.plans +1 ~0 =0"])
    #expect(try seeds.rows("SELECT key->>'code' FROM seedbed.rows") == ["a"])
    try seeds.write("plans.json", Self.plans("z"))
    #expect(try seeds.apply().deletions == ["public.plans -1"])
  }

  @Test(.offered(.icu)) func theKeyThatReadsDifferentlyNow() throws {
    var seeds = try Seeds(
      """
      CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE TABLE t (id serial PRIMARY KEY, k text COLLATE loose UNIQUE, v int)
      """,
      ["t.json": #"{"$mode": "sync", "$rows": [{"k": "Bob"}, {"k": "ada"}]}"#])
    seeds.allowedDeletes = 10
    try seeds.apply()
    try seeds.write("t.json", #"{"$mode": "sync", "$rows": [{"k": "bob"}, {"k": "ada"}]}"#)
    #expect(try seeds.apply().summary == ["public.t +0 ~1 =1"])
    try seeds.write("t.json", #"{"$mode": "sync", "$rows": [{"k": "ada"}]}"#)
    #expect(try seeds.apply().deletions == ["public.t -1"])
  }

  @Test func anotherKeyForTheSameRows() throws {
    let seeds = try seeds("a", "b", "c")
    try seeds.apply()
    try seeds.write(
      "plans.json",
      #"{"$mode": "sync", "$key": ["title"], "$rows": [{"title": "Plan a"}, {"title": "Plan c"}]}"#)
    #expect(try seeds.apply().deletions == ["public.plans -1"])
    #expect(try codes(seeds) == ["a", "c"])
    try seeds.write(
      "plans.json", #"{"$mode": "sync", "$key": ["title"], "$rows": [{"title": "Plan a"}]}"#)
    #expect(try seeds.apply().deletions == ["public.plans -1"])
  }

  @Test func aPrimaryKeyOfAnotherType() throws {
    let seeds = try seeds("a", "b")
    try seeds.apply()
    try seeds.connection.run(
      simple: """
        ALTER TABLE plans DROP COLUMN id;
        ALTER TABLE plans ADD COLUMN id uuid PRIMARY KEY DEFAULT gen_random_uuid()
        """)
    try seeds.write("plans.json", Self.plans("a", "c"))
    #expect(try seeds.apply().summary == ["public.plans +1 ~0 =1"])
    #expect(try codes(seeds) == ["a", "b", "c"])
    try seeds.write("plans.json", Self.plans("a"))
    #expect(try seeds.apply().deletions == ["public.plans -1"])
    #expect(try codes(seeds) == ["a", "b"])
  }

  @Test func anIdThatGrewWiderIsTheSame() throws {
    let seeds = try seeds("a", "b")
    try seeds.apply()
    try seeds.connection.run(simple: "ALTER TABLE plans ALTER COLUMN id TYPE bigint")
    try seeds.write("plans.json", Self.plans("a"))
    #expect(try seeds.apply().deletions == ["public.plans -1"])
  }

  @Test func tablesOfKeysAlone() throws {
    var seeds = try Seeds(
      "CREATE TABLE tags (user_id int, tag text, UNIQUE NULLS NOT DISTINCT (user_id, tag))",
      [
        "tags.json": """
        {"$mode": "sync", "$rows": [{"user_id": 1, "tag": "x"}, {"user_id": 1, "tag": "y"},
          {"user_id": null, "tag": "z"}]}
        """
      ])
    seeds.allowedDeletes = 10
    try seeds.apply()
    #expect(try seeds.apply().hasChanges == false)
    try seeds.write("tags.json", #"{"$mode": "sync", "$rows": [{"user_id": 1, "tag": "x"}]}"#)
    #expect(try seeds.apply().deletions == ["public.tags -2"])
    #expect(try seeds.rows("SELECT * FROM tags") == ["1|x"])
  }

  @Test func rowsThatNothingTellsApartAreNotDeleted() throws {
    let seeds = try Seeds(
      "CREATE TABLE t (k text)",
      ["t.json": #"{"$mode": "sync", "$key": "k", "$rows": [{"k": "a"}]}"#])
    #expect(try seeds.placedCodes() == ["seeds/t.json:1:1 seed.no_identity"])
    #expect(try seeds.rows("SELECT * FROM t") == [])
  }

  @Test func rowsInPartitions() throws {
    var seeds = try Seeds(
      """
      CREATE TABLE t (k int, region text, PRIMARY KEY (k, region)) PARTITION BY LIST (region);
      CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
      CREATE TABLE t_b PARTITION OF t DEFAULT;
      """,
      [
        "t.json": """
        {"$mode": "sync", "$rows": [{"k": 1, "region": "a"}, {"k": 1, "region": "b"},
          {"k": 2, "region": "a"}, {"k": 2, "region": "b"}]}
        """
      ])
    seeds.allowedDeletes = 10
    try seeds.apply()
    try seeds.write(
      "t.json",
      #"{"$mode": "sync", "$rows": [{"k": 1, "region": "b"}, {"k": 2, "region": "a"}]}"#)
    #expect(try seeds.apply().deletions == ["public.t -2"])
    #expect(try seeds.rows("SELECT * FROM t ORDER BY k") == ["1|b", "2|a"])
  }

  @Test func aUniqueValueThatARowThatGoesStillHas() throws {
    let seeds = try seeds("a", "b")
    try seeds.apply()
    try seeds.write(
      "plans.json",
      """
      {"$mode": "sync", "$key": ["code"], "$rows": [{"code": "a", "title": "Plan a"},
        {"code": "renamed", "title": "Plan b"}]}
      """)
    let report = try seeds.apply()
    #expect(report.summary == ["public.plans +1 ~0 =1"])
    #expect(report.deletions == ["public.plans -1"])
    #expect(
      try seeds.rows("SELECT code, title FROM plans ORDER BY 1") == [
        "a|Plan a", "renamed|Plan b",
      ])
  }

  @Test func aRowThatATriggerKeeps() throws {
    let seeds = try seeds("a", "b")
    try seeds.apply()
    try seeds.connection.run(
      simple: """
        CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$;
        CREATE TRIGGER keep BEFORE DELETE ON plans FOR EACH ROW EXECUTE FUNCTION keep()
        """)
    try seeds.write("plans.json", Self.plans("a", "c"))
    #expect(try seeds.placedCodes() == ["seeds/plans.json:1:1 seed.rows_kept"])
    #expect(try codes(seeds) == ["a", "b"])
  }
}

extension SeedReport {
  /// `public.plans -2`, for each table.
  var deletions: [String] { tables.map { "\($0.table) -\($0.deleted)" } }

  /// `public.users -3 ?1`, for each table that is reached through foreign keys.
  var reached: [String] { cascades.map { "\($0.table) -\($0.deleted) ?\($0.cleared)" } }
}
