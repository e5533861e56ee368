import TestSupport
import Testing

@testable import Seedbed

/// What is decided without a server.
struct SnapshotValueTests {
  @Test func `names fit, and tell long ones apart`() {
    let long = String(repeating: "é", count: 40)
    for end in ["abc", "0123456789ab"] {
      let name = TemplateShelf.named("seedbed_spare", long, end)
      #expect(name.utf8.count <= 63)
      #expect(name.hasSuffix("_" + end))
      #expect(name != TemplateShelf.named("seedbed_spare", long + "x", end))
    }
    #expect(TemplateShelf.named("seedbed_tpl", "shop_test", "ab") == "seedbed_tpl_shop_test_ab")
  }

  @Test func `a comment is read as it was written`() throws {
    var kept = KeptDatabase("x", .snapshot, of: "shop", environment: "test", label: "a'b")
    kept.used += 5
    #expect(KeptDatabase("x", comment: kept.comment) == kept)
    #expect(KeptDatabase("x", comment: "seedbed: {}") == nil)
    #expect(KeptDatabase("x", comment: "somebody's") == nil)
  }

  @Test(arguments: [
    (#"{"a": {"$env" : "ADMIN", "default": 1}, "b": {"$env":"B_2"}}"#, ["ADMIN", "B_2"], false),
    (#"{"a": {"$now": "-1 day"}}"#, [], true), (#"{"a": "$env", "$env": 3}"#, [], false),
    (#"{"price": "$5 $now $env"}"#, [], false), (#"{"$env": "CUT"#, [], false), ("$", [], false),
  ])
  func `what fixtures speak of is found`(_ text: String, _ names: [String], _ today: Bool) {
    var mentions = FixtureMentions()
    Array(text.utf8).withUnsafeBytes { mentions.look(through: $0) }
    #expect(mentions == FixtureMentions(variables: Set(names), today: today))
  }

  @Test func `a key changes with what it is made of`() throws {
    let folder = try TemporaryFolder()
    try folder.write("seeds/a.json", #"[{"id": {"$env": "ONE", "default": "x"}}]"#)
    try folder.write("migrations/1_a.sql", "SELECT 1;")
    func sums(_ variables: [String: String] = [:]) throws -> (String, String) {
      let project = try Project(Project.Options(root: folder.path, variables: variables))
      return (try FolderSums(project).ofMigrations(), try FolderSums(project).ofFixtures())
    }
    let first = try sums()
    #expect(try sums() == first)
    #expect(try sums(["TWO": "2"]) == first)
    #expect(try sums(["ONE": "1"]).1 != first.1)
    #expect(try sums(["ONE": ""]).1 != first.1)
    try folder.write("seeds/b.bin", "x")
    #expect(try sums().1 != first.1)
    #expect(try sums().0 == first.0)
    try folder.write("migrations/hooks/after.sql", "SELECT 1;")
    #expect(try sums().0 != first.0)
  }

  @Test func `a large file that has changed is read again`() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "x", count: 300_000)
    let file = try folder.write("seeds/a.json", text + #"{"$env": "LATE"}"#)
    try folder.backdate("seeds/a.json", seconds: 100)
    func sum() throws -> SumMemory.Found {
      var memory = SumMemory(folder.path + "/sums.json")
      defer { memory.keep() }
      return try memory.sum(of: file)
    }
    let first = try sum()
    #expect(first.mentions.variables == ["LATE"])
    #expect(folder.read("sums.json")?.contains(first.sum) == true)
    let again = try sum()
    #expect(again.sum == first.sum)
    #expect(again.mentions == first.mentions)
    try folder.write("seeds/a.json", text + #"{"$env": "LAST"}"#)
    try folder.backdate("seeds/a.json", seconds: 50)
    #expect(try sum().mentions.variables == ["LAST"])
  }

  @Test func `the way is chosen by what it costs`() {
    func way(rows: Int, megabytes: Int, spare: Bool = false) -> ResetChoice.Way {
      ResetChoice(rows: rows, scanned: rows * 10, size: megabytes << 20, hasSpare: spare).way
    }
    #expect(way(rows: 10, megabytes: 8) == .rows)
    #expect(way(rows: 10, megabytes: 8, spare: true) == .rows)
    #expect(way(rows: 100_000, megabytes: 8) == .copy)
    #expect(way(rows: 5_000, megabytes: 150) == .rows)
    #expect(way(rows: 5_000, megabytes: 150, spare: true) == .copy)
  }

  @Test func `the least used templates are superfluous`() {
    func kept(_ kind: KeptDatabase.Kind, _ name: String, used: Int) -> KeptDatabase {
      var kept = KeptDatabase(name, kind, of: "shop", environment: "test")
      kept.used = used
      return kept
    }
    let templates = (1...5).map { kept(.template, "t\($0)", used: 10 - $0) }
    let migrated = (1...4).map { kept(.migrated, "m\($0)", used: $0) }
    let others = [kept(.snapshot, "s", used: 0)] + migrated
    #expect(
      Housekeeping.superfluousTemplates(among: templates + others) == ["t5", "t4", "m1"])
  }

  @Test func `a URL for any worker`() {
    #expect(
      TestRun.pattern(of: "postgresql://u@h:1/run_1?sslmode=disable")
        == "postgresql://u@h:1/run_{worker}?sslmode=disable")
  }
}
