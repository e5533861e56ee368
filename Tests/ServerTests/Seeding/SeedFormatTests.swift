import FoundationEssentials
import Seedbed
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Fixtures compressed with gzip are read as the others are.
@Suite(.database) struct SeedFormatTests {
  static let schema = "CREATE TABLE t (k int PRIMARY KEY, v text)"

  @Test func compressedFixturesOfEveryForm() throws {
    let seeds = try Seeds(Self.schema)
    try seeds.writeBytes("t.json.gz", Gzip.compress(#"[{"k": 1, "v": "a"}]"#))
    try seeds.writeBytes(
      "010_t.jsonl.gz", Gzip.compress("{\"k\": 2}\n") + Gzip.compress("{\"k\": 3}\n"))
    try seeds.writeBytes("more.json.gz", Gzip.compress(#"{"t": {"$rows": [{"k": 4}]}}"#))
    try seeds.writeBytes("development/t.json.gz", Gzip.compress(#"[{"k": 1, "v": "b"}]"#))
    #expect(try seeds.apply().summary == ["public.t +4 ~0 =0"])
    #expect(try seeds.rows("TABLE t ORDER BY k") == ["1|b", "2|-", "3|-", "4|-"])
    #expect(try seeds.apply().summary == ["public.t +0 ~0 =4"])
  }

  @Test func placesAreThoseOfTheText() throws {
    let seeds = try Seeds(Self.schema)
    try seeds.writeBytes("t.json.gz", Gzip.compress("[{\"k\": 1},\n {\"k\": 2, \"w\": 1}]"))
    #expect(try seeds.problems().map(\.location?.description) == ["seeds/t.json.gz:2:11"])
  }

  /// Larger than what is compared inline, so that the end is far from what is read first.
  private static let large =
    (0..<40_000).map { "{\"k\": \($0), \"v\": \"some text that is \($0 &* 2_654_435_761)\"}\n" }
    .joined()

  @Test(arguments: ["t.json.gz", "t.jsonl.gz"])
  func whatIsNotWholeIsNamedAndWritesNothing(name: String) throws {
    let seeds = try Seeds(Self.schema)
    let whole = Gzip.compress(Self.large)
    var changed = whole
    changed[changed.count - 6] ^= 1
    let cases: [([UInt8], String)] = [
      ([], "cut off"), (Array(whole.dropLast(9)), "cut off"), (Array(whole.prefix(12)), "cut off"),
      (Array("[]".utf8), "not compressed"), (whole + [0, 0], "follows"), (changed, "damaged"),
    ]
    for (bytes, message) in cases where name.hasSuffix(".jsonl.gz") || bytes.count < 100 {
      try seeds.writeBytes(name, bytes)
      let problems = try seeds.problems()
      #expect(problems.map(\.code) == ["seed.bad_compression"])
      #expect(problems.first?.message.contains(message) == true, "\(problems)")
      #expect(problems.first?.location?.description == "seeds/\(name)")
      #expect(problems.first?.hint != nil)
    }
    #expect(try seeds.rows("SELECT count(*) FROM t") == ["0"])
  }

  @Test func aLargeOneIsStaged() throws {
    let seeds = try Seeds(Self.schema)
    try seeds.writeBytes("t.jsonl.gz", Gzip.compress(Self.large))
    #expect(try seeds.apply().summary == ["public.t +40000 ~0 =0"])
    #expect(try seeds.apply().summary == ["public.t +0 ~0 =40000"])
  }

  @Test func onlyTheSizeOfASmallOneIsLearnt() throws {
    let seeds = try Seeds(Self.schema)
    let small = "[{\"k\": 1}]"
    try seeds.writeBytes("a.json.gz", Gzip.compress(small))
    try seeds.writeBytes(
      "b.json.gz", Gzip.compress(repeatElement(UInt8(ascii: " "), count: 32 << 20)))
    let files = try FixtureFolder(
      path: "\(seeds.folder.path)/seeds", name: "seeds", environment: "test", environments: ["test"]
    ).files()
    #expect(files[0].size == small.utf8.count)
    #expect((4 << 20..<5 << 20).contains(files[1].size))
  }

  @Test func namesThatLookLikeFixtures() throws {
    let seeds = try Seeds(
      Self.schema, ["logo.svg.gz": "", "t.csv.gz": "", "t.gz": "", "archive.tar.gz": ""])
    let problems = try seeds.problems()
    #expect(problems.map(\.location?.description) == ["seeds/t.csv.gz", "seeds/t.gz"])
    #expect(Set(problems.map(\.code)) == ["seed.unknown_file"])
  }

  @Test(arguments: [
    ("t.JSON", "fixtures end in .json or .jsonl, in small letters"),
    ("t.Jsonl.gz", "fixtures end in .json or .jsonl, in small letters"),
    ("t.json.GZ", "compressed fixtures end in .json.gz or .jsonl.gz"),
    ("t.json.zst", "compressed fixtures end in .json.gz or .jsonl.gz"),
    ("development/t.jsonl.xz", "compressed fixtures end in .json.gz or .jsonl.gz"),
  ]) func aNameThatIsNearlyAFixtures(name: String, hint: String) throws {
    let seeds = try Seeds(Self.schema, [name: #"[{"k": 1}]"#])
    #expect(try seeds.placedCodes() == ["seeds/\(name) seed.unknown_file"])
    #expect(try seeds.problems().first?.hint == hint)
  }

  /// Nothing that has a fixture's name is passed over, and nothing is waited for.
  @Test func whatIsNoFile() throws {
    let seeds = try Seeds(Self.schema, ["t.json/inside.txt": ""])
    let folder = "\(seeds.folder.path)/seeds"
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/device.json", withDestinationPath: "/dev/null")
    try #require(mkfifo("\(folder)/pipe.jsonl", 0o600) == 0)
    try #require(mkfifo("\(folder)/pipe.json.gz", 0o600) == 0)
    let problems = try seeds.problems()
    #expect(
      problems.map { "\($0.location.map(String.init(describing:)) ?? "-"): \($0.message)" } == [
        "seeds/device.json: the fixture cannot be read: it is no file, but a pipe or device",
        "seeds/pipe.json.gz: the fixture cannot be read: it is no file, but a pipe or device",
        "seeds/pipe.jsonl: the fixture cannot be read: it is no file, but a pipe or device",
        "seeds/t.json: the fixture cannot be read: it is a folder",
      ])
  }
}
