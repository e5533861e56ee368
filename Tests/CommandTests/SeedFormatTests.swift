import JSON
import Seedbed
import TestSupport
import Testing

/// `seedbed seed format`.
struct SeedFormatCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("seedbed.json", "{}")
    try folder.write("seeds/users.json", #"[{"a":1.0}, // one"# + "\n{\"a\":2}]")
    try folder.write("seeds/test/users.jsonl", "{\"a\":1}\n")
    try folder.write("seeds/plain.json", "[\n  {\"a\": 1}\n]\n")
    try folder.write("seeds/packed.json.gz", "")
    try folder.write("seeds/logo.svg", "<svg/>")
  }

  private func run(_ arguments: String..., input: String = "") throws -> Binary.Outcome {
    try Binary.run(["seed", "format"] + arguments, in: folder.path, input: input)
  }

  @Test func `all fixtures of the project are laid out`() throws {
    let outcome = try run("--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let report = try JSONValue(parsing: outcome.output)
    #expect(report["changed"] == ["seeds/users.json", "seeds/test/users.jsonl"])
    #expect(report["unchanged"]?.int == 1)
    #expect(report["passedOver"] == ["seeds/packed.json.gz"])
    #expect(folder.read("seeds/users.json") == "[\n  {\"a\": 1.0}, // one\n  {\"a\": 2}\n]\n")
    #expect(folder.read("seeds/test/users.jsonl") == "{\"a\": 1}\n")
    #expect(try run().output.hasSuffix("nothing to do: 3 files in canonical form\n"))
  }

  @Test func `a check names what differs and changes nothing`() throws {
    let before = folder.read("seeds/users.json")
    let outcome = try run("--check")
    #expect(outcome.status == 2)
    #expect(outcome.output.contains("~ seeds/users.json"))
    #expect(folder.read("seeds/users.json") == before)
    #expect(try run("--check", "seeds/plain.json").status == 0)
  }

  @Test func `a mistake has its place, and no file is touched`() throws {
    try folder.write("seeds/zebra.json", "[\n  {\"a\" 1}\n]")
    let before = folder.read("seeds/users.json")
    let outcome = try run()
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("seeds/zebra.json:2:8: error"))
    #expect(folder.read("seeds/users.json") == before)
    #expect(folder.read("seeds/zebra.json") == "[\n  {\"a\" 1}\n]")
  }

  @Test func `standard input comes out on standard output`() throws {
    #expect(try run("-", input: "[{\"a\":1}]").output == "[\n  {\"a\": 1}\n]\n")
    #expect(try run("-", input: "{\"a\":1}\n\n{\"a\":2}").output == "{\"a\": 1}\n\n{\"a\": 2}\n")
    #expect(try run("--check", "-", input: "[]\n").status == 0)
    #expect(try run("--check", "-", input: "[ ]").status == 2)
    #expect(try run("-", input: "[").errors.contains("-:1:2: error"))
    #expect(try run("-", "seeds").status == 64)
  }

  @Test func `a file keeps its permissions`() throws {
    try Chmod.makeExecutable("\(folder.path)/seeds/users.json")
    #expect(try run().status == 0)
    #expect(FileStatus("\(folder.path)/seeds/users.json")?.mode == 0o755)
  }
}
