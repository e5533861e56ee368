import Postgres
import Seedbed
import TestSupport
import Testing

/// Which fixtures the mode `sync` goes by: layers, environments, files that are empty or gone.
@Suite(.database) struct SyncScopeTests {
  static let schema = "CREATE TABLE plans (code text PRIMARY KEY, title text)"

  private func seeds(_ files: [String: String]) throws -> Seeds {
    var seeds = try Seeds(Self.schema, files)
    seeds.allowedDeletes = 100
    return seeds
  }

  private func codes(_ seeds: Seeds) throws -> String {
    try seeds.rows("SELECT string_agg(code, ' ' ORDER BY code) FROM plans").joined()
  }

  @Test func anEmptyFileDeletesNothing() throws {
    final class Notes: Progress {
      private(set) var notes: [String] = []
      func activity(_ text: String) {}
      func note(_ text: String) { notes.append(text) }
      func finished() {}
    }
    var seeds = try seeds([
      "plans.json": #"{"$mode": "sync", "$rows": [{"code": "a"}, {"code": "b"}]}"#
    ])
    try seeds.apply()
    let notes = Notes()
    seeds.progress = notes
    try seeds.write("plans.json", #"{"$mode": "sync", "$rows": []}"#)
    #expect(try seeds.plan().hasChanges == false)
    #expect(try seeds.apply().hasChanges == false)
    #expect(try codes(seeds) == "a b")
    #expect(notes.notes.last?.contains("the 2 rows that Seedbed made there stay") == true)
    // They are still known: a record later, the rest may go.
    try seeds.write("plans.json", #"{"$mode": "sync", "$rows": [{"code": "a"}]}"#)
    #expect(try seeds.apply().deletions == ["public.plans -1"])
  }

  @Test func aMissingFileDeletesNothing() throws {
    let seeds = try seeds(["plans.json": #"{"$mode": "sync", "$rows": [{"code": "a"}]}"#])
    try seeds.apply()
    try seeds.folder.remove("seeds/plans.json")
    #expect(try seeds.apply().hasChanges == false)
    #expect(try codes(seeds) == "a")
  }

  @Test func theRowsOfOneFileOfSeveral() throws {
    let seeds = try seeds([
      "plans.json": #"{"$mode": "sync", "$rows": [{"code": "a"}]}"#,
      "more.json": #"{"plans": [{"code": "b"}, {"code": "c"}]}"#,
    ])
    try seeds.apply()
    #expect(
      try seeds.rows("SELECT key->>'code', file FROM seedbed.rows ORDER BY 1") == [
        "a|seeds/plans.json", "b|seeds/more.json", "c|seeds/more.json",
      ])
    try seeds.folder.remove("seeds/more.json")
    #expect(try seeds.apply().deletions == ["public.plans -2"])
    #expect(try codes(seeds) == "a")
  }

  @Test func aFileOfAnotherNameIsNoDifference() throws {
    let seeds = try seeds(["plans.json": #"{"$mode": "sync", "$rows": [{"code": "a"}]}"#])
    try seeds.apply()
    try seeds.folder.remove("seeds/plans.json")
    try seeds.write("010_plans.json", #"{"$mode": "sync", "$rows": [{"code": "a"}]}"#)
    #expect(try seeds.apply().hasChanges == false)
    try seeds.write("010_plans.json", #"{"$mode": "sync", "$rows": [{"code": "b"}]}"#)
    #expect(try seeds.apply().deletions == ["public.plans -1"])
  }

  @Test func layersCountTogether() throws {
    let seeds = try seeds([
      "plans.json": #"[{"code": "a"}, {"code": "b"}]"#,
      "development/plans.json":
        #"{"$mode": "sync", "$rows": [{"code": "b", "title": "B"}, {"code": "c"}]}"#,
    ])
    try seeds.apply()
    #expect(try seeds.apply().hasChanges == false)
    // Gone from the overlay, still in the base.
    try seeds.write("development/plans.json", #"{"$mode": "sync", "$rows": [{"code": "c"}]}"#)
    #expect(try seeds.apply().hasChanges == false)
    try seeds.write("plans.json", #"[{"code": "b"}]"#)
    #expect(try seeds.apply().deletions == ["public.plans -1"])
    #expect(try codes(seeds) == "b c")
    // Without the overlay, the mode is the usual one, which deletes nothing.
    try seeds.folder.remove("seeds/development/plans.json")
    #expect(try seeds.apply().hasChanges == false)
    #expect(try codes(seeds) == "b c")
  }

  @Test func theRowsOfAnotherEnvironmentStay() throws {
    var seeds = try seeds([
      "plans.json": #"{"$mode": "sync", "$rows": [{"code": "a"}, {"code": "b"}]}"#,
      "development/plans.json": #"[{"code": "dev"}]"#,
      "staging/plans.json": #"[{"code": "stage"}]"#,
    ])
    try seeds.apply()
    seeds.environment = "staging"
    #expect(try seeds.apply().summary == ["public.plans +1 ~0 =2"])
    #expect(try codes(seeds) == "a b dev stage")
    #expect(try seeds.apply().hasChanges == false)
    try seeds.write("staging/plans.json", "[]")
    #expect(try seeds.apply().deletions == ["public.plans -1"])
    seeds.environment = "development"
    #expect(try seeds.apply().hasChanges == false)
    #expect(try codes(seeds) == "a b dev")
  }

  @Test func otherTablesAreNotAsked() throws {
    var seeds = try Seeds(
      "CREATE TABLE a (k int PRIMARY KEY); CREATE TABLE b (k int PRIMARY KEY)",
      [
        "a.json": #"{"$mode": "sync", "$rows": [{"k": 1}, {"k": 2}]}"#,
        "b.json": #"[{"k": 1}, {"k": 2}]"#,
      ])
    seeds.allowedDeletes = 10
    try seeds.apply()
    #expect(try seeds.rows("SELECT DISTINCT table_name FROM seedbed.rows") == ["a"])
    try seeds.write("b.json", #"[{"k": 1}]"#)
    #expect(try seeds.apply().hasChanges == false)
  }
}
