import Postgres
import Seedbed
import TestSupport
import Testing

/// What the deletion of rows takes along, and what stands against it.
@Suite(.database) struct SyncEffectTests {
  private func seeds(_ schema: String, _ files: [String: String]) throws -> Seeds {
    var seeds = try Seeds(schema, files)
    seeds.allowedDeletes = 1000
    return seeds
  }

  /// The plan's and the run's own numbers, which have to be the same.
  private func applyAsPlanned(_ seeds: Seeds) throws -> SeedReport {
    let plan = try seeds.plan()
    let verification = try seeds.verify()
    let report = try seeds.apply()
    #expect(plan.summary == report.summary)
    #expect(plan.deletions == report.deletions)
    #expect(plan.reached == report.reached)
    #expect(verification.deletions == report.deletions)
    #expect(verification.reached == report.reached)
    #expect(try seeds.plan().hasChanges == false)
    return report
  }

  static let family = """
    CREATE TABLE a (k text PRIMARY KEY);
    CREATE TABLE b (k text PRIMARY KEY, a text NOT NULL REFERENCES a);
    CREATE TABLE c (k text PRIMARY KEY, b text REFERENCES b ON DELETE RESTRICT);
    """

  @Test func tablesThatReferAreEmptiedFirst() throws {
    let seeds = try seeds(
      Self.family,
      [
        "all.json": """
        {"a": {"$mode": "sync", "$rows": [{"k": "1"}, {"k": "2"}]},
         "c": {"$mode": "sync", "$rows": [{"k": "1", "b": "1"}, {"k": "2", "b": "2"}]},
         "b": {"$mode": "sync", "$rows": [{"k": "1", "a": "1"}, {"k": "2", "a": "2"}]}}
        """
      ])
    try seeds.apply()
    try seeds.write(
      "all.json",
      """
      {"a": {"$mode": "sync", "$rows": [{"k": "1"}]},
       "c": {"$mode": "sync", "$rows": [{"k": "1", "b": "1"}]},
       "b": {"$mode": "sync", "$rows": [{"k": "1", "a": "1"}]}}
      """)
    #expect(try applyAsPlanned(seeds).deletions == ["public.a -1", "public.c -1", "public.b -1"])
  }

  @Test func rowsThatReferToOneAnother() throws {
    let seeds = try seeds(
      """
      CREATE TABLE people (k int PRIMARY KEY, boss int REFERENCES people);
      CREATE TABLE x (k int PRIMARY KEY, y int NOT NULL);
      CREATE TABLE y (k int PRIMARY KEY, x int NOT NULL REFERENCES x);
      ALTER TABLE x ADD FOREIGN KEY (y) REFERENCES y;
      """,
      [
        "people.json": """
        {"$mode": "sync", "$rows": [{"k": 1, "boss": null}, {"k": 2, "boss": 1},
          {"k": 3, "boss": 2}, {"k": 4, "boss": 4}]}
        """,
        "circle.json": """
        {"x": {"$mode": "sync", "$rows": [{"k": 1, "y": 1}, {"k": 2, "y": 2}]},
         "y": {"$mode": "sync", "$rows": [{"k": 1, "x": 1}, {"k": 2, "x": 2}]}}
        """,
      ])
    try seeds.apply()
    try seeds.write("people.json", #"{"$mode": "sync", "$rows": [{"k": 1, "boss": null}]}"#)
    try seeds.write(
      "circle.json",
      """
      {"x": {"$mode": "sync", "$rows": [{"k": 1, "y": 1}]},
       "y": {"$mode": "sync", "$rows": [{"k": 1, "x": 1}]}}
      """)
    #expect(
      try applyAsPlanned(seeds).deletions == ["public.x -1", "public.y -1", "public.people -3"])
    #expect(try seeds.rows("SELECT k FROM people") == ["1"])
  }

  @Test func rowsThatMoveToAnotherBeforeTheirsGoes() throws {
    let seeds = try seeds(
      Self.family,
      [
        "a.json": #"{"$mode": "sync", "$rows": [{"k": "old"}, {"k": "stays"}]}"#,
        "b.json": #"[{"k": "1", "a": "old"}]"#,
      ])
    try seeds.apply()
    try seeds.write("a.json", #"{"$mode": "sync", "$rows": [{"k": "new"}, {"k": "stays"}]}"#)
    try seeds.write("b.json", #"[{"k": "1", "a": "new"}]"#)
    #expect(try applyAsPlanned(seeds).deletions == ["public.a -1", "public.b -0"])
    #expect(try seeds.rows("SELECT a FROM b") == ["new"])
  }

  static let cascading = """
    CREATE TABLE a (k text PRIMARY KEY);
    CREATE TABLE b (k int PRIMARY KEY, a text REFERENCES a ON DELETE CASCADE);
    CREATE TABLE c (k int PRIMARY KEY, b int REFERENCES b ON DELETE CASCADE,
      c int REFERENCES c ON DELETE CASCADE);
    CREATE TABLE d (k int PRIMARY KEY, a text REFERENCES a ON DELETE SET NULL,
      c int DEFAULT NULL REFERENCES c ON DELETE SET DEFAULT);
    """

  @Test func rowsThatGoAlongAreCounted() throws {
    let seeds = try seeds(
      Self.cascading, ["a.json": #"{"$mode": "sync", "$rows": [{"k": "1"}, {"k": "2"}]}"#])
    try seeds.apply()
    try seeds.connection.run(
      simple: """
        INSERT INTO b VALUES (1, '1'), (2, '2'), (3, '2'), (4, NULL);
        INSERT INTO c VALUES (1, 1, NULL), (2, 2, NULL), (3, NULL, 2), (4, 1, 3), (5, 3, 5);
        INSERT INTO d VALUES (1, '1', 1), (2, '2', 2), (3, NULL, 4), (4, NULL, 1);
        """)
    try seeds.write("a.json", #"{"$mode": "sync", "$rows": [{"k": "1"}]}"#)
    let report = try applyAsPlanned(seeds)
    #expect(report.deletions == ["public.a -1"])
    #expect(report.reached == ["public.b -2 ?0", "public.c -4 ?0", "public.d -0 ?2"])
    #expect(try seeds.rows("SELECT k FROM b ORDER BY 1") == ["1", "4"])
    #expect(try seeds.rows("SELECT k FROM c ORDER BY 1") == ["1"])
    #expect(try seeds.rows("SELECT * FROM d ORDER BY 1") == ["1|1|1", "2|-|-", "3|-|-", "4|-|1"])
  }

  @Test func partitionedTablesThatGoAlong() throws {
    let seeds = try seeds(
      """
      CREATE TABLE a (k int, r text, PRIMARY KEY (k, r)) PARTITION BY LIST (r);
      CREATE TABLE a_x PARTITION OF a FOR VALUES IN ('x');
      CREATE TABLE a_y PARTITION OF a DEFAULT;
      CREATE TABLE b (k int, ak int, ar text, FOREIGN KEY (ak, ar) REFERENCES a ON DELETE CASCADE)
        PARTITION BY LIST (k);
      CREATE TABLE b_1 PARTITION OF b FOR VALUES IN (1);
      CREATE TABLE b_2 PARTITION OF b DEFAULT;
      """,
      [
        "a.json":
          #"{"$mode": "sync", "$rows": [{"k": 1, "r": "x"}, {"k": 1, "r": "y"}, {"k": 2, "r": "y"}]}"#
      ])
    try seeds.apply()
    try seeds.connection.run(
      simple:
        "INSERT INTO b VALUES (1, 1, 'x'), (2, 1, 'x'), (1, 2, 'y'), (2, 1, 'y'), (1, 1, NULL)")
    try seeds.write("a.json", #"{"$mode": "sync", "$rows": [{"k": 1, "r": "y"}]}"#)
    let report = try applyAsPlanned(seeds)
    #expect(report.deletions == ["public.a -2"])
    #expect(report.reached == ["public.b -3 ?0"])
    #expect(try seeds.rows("SELECT count(*) FROM b") == ["2"])
  }

  @Test func rowsOfOthersThatStillRefer() throws {
    let seeds = try seeds(
      Self.family, ["a.json": #"{"$mode": "sync", "$rows": [{"k": "1"}, {"k": "2"}]}"#])
    try seeds.apply()
    try seeds.connection.run(simple: "INSERT INTO b VALUES ('x', '2'), ('y', '2'), ('z', '1')")
    try seeds.write("a.json", #"{"$mode": "sync", "$rows": [{"k": "1"}]}"#)
    let problem = try #require(try seeds.problems().first)
    #expect(problem.code == "seed.still_referred_to")
    #expect(problem.message.hasPrefix("2 rows of public.b refer to rows of public.a"))
    #expect(problem.location?.description == "seeds/a.json:1:1")
    #expect(problem.notes.first == "foreign key b_a_fkey")
    #expect(throws: Problem.self) { try seeds.plan() }
    #expect(try seeds.rows("SELECT count(*) FROM a") == ["2"])
  }

  @Test(arguments: ["CASCADE", "SET NULL", "RESTRICT", "NO ACTION"])
  func recordsThatStillRefer(_ action: String) throws {
    let seeds = try seeds(
      """
      CREATE TABLE a (k text PRIMARY KEY);
      CREATE TABLE b (k int PRIMARY KEY, a text REFERENCES a ON DELETE \(action));
      """,
      [
        "a.json": #"{"$mode": "sync", "$rows": [{"k": "1"}, {"k": "2"}]}"#,
        "b.json": #"[{"k": 1, "a": "2"}, {"k": 2, "a": "1"}]"#,
      ])
    try seeds.apply()
    try seeds.write("a.json", #"{"$mode": "sync", "$rows": [{"k": "1"}]}"#)
    try seeds.write(
      "b.json", #"[{"k": 1, "a": "2"}, {"k": 2, "a": {"k": "2"}}, {"k": 3, "a": "2"}]"#)
    #expect(
      try seeds.placedCodes() == [
        "seeds/b.json:1:16 seed.refers_to_deleted", "seeds/b.json:1:36 seed.refers_to_deleted",
        "seeds/b.json:1:63 seed.refers_to_deleted",
      ])
    #expect(try seeds.rows("SELECT count(*) FROM b") == ["2"])
  }

  @Test func recordsThatLeaveTheirReferenceToOthers() throws {
    let seeds = try seeds(
      Self.cascading,
      [
        "a.json": #"{"$mode": "sync", "$rows": [{"k": "1"}, {"k": "2"}]}"#,
        "b.json": #"[{"k": 1}]"#, "d.json": #"[{"k": 1}]"#,
      ])
    try seeds.apply()
    try seeds.connection.run(simple: "UPDATE d SET a = '2'")
    try seeds.write("a.json", #"{"$mode": "sync", "$rows": [{"k": "1"}]}"#)
    #expect(try applyAsPlanned(seeds).reached == ["public.d -0 ?1"])
    try seeds.connection.run(simple: "UPDATE b SET a = '1'")
    try seeds.write("a.json", #"{"$mode": "sync", "$rows": [{"k": "3"}]}"#)
    #expect(try seeds.placedCodes() == ["seeds/b.json:1:2 seed.refers_to_deleted"])
  }

  @Test func aDeferredKeyIsLookedAtInTheEnd() throws {
    let seeds = try seeds(
      """
      CREATE TABLE a (k text PRIMARY KEY, b text);
      CREATE TABLE b (k text PRIMARY KEY, a text REFERENCES a DEFERRABLE INITIALLY DEFERRED);
      ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b DEFERRABLE INITIALLY DEFERRED;
      """,
      [
        "a.json": #"{"$mode": "sync", "$rows": [{"k": "1", "b": "1"}, {"k": "2", "b": "2"}]}"#,
        "b.json": #"{"$mode": "sync", "$rows": [{"k": "1", "a": "1"}, {"k": "2", "a": "2"}]}"#,
      ])
    try seeds.apply()
    try seeds.write("a.json", #"{"$mode": "sync", "$rows": [{"k": "1", "b": "1"}]}"#)
    try seeds.write("b.json", #"{"$mode": "sync", "$rows": [{"k": "1", "a": "1"}]}"#)
    #expect(try applyAsPlanned(seeds).deletions == ["public.a -1", "public.b -1"])
  }
}
