import JSON
import Seedbed
import TestSupport
import Testing

/// The command line itself: what it understands, and how it ends.
struct UsageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: String...) throws -> Binary.Outcome {
    try Binary.run(arguments, in: folder.path)
  }

  @Test func `the version is one line`() throws {
    let outcome = try run("--version")
    #expect(outcome.status == 0)
    #expect(outcome.output.split(separator: ".").count == 3)
    #expect(outcome.errors.isEmpty)
  }

  @Test(arguments: ["--help", "help"]) func `help goes to standard output`(word: String) throws {
    let outcome = try run(word)
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("EXAMPLES"))
    #expect(outcome.errors.isEmpty)
  }

  @Test(arguments: [
    ["db", "drop", "--forc"], ["db", "wait", "--timeout", "soon"],
    ["db", "wait", "--timeout", "-1"],
    ["inti"], ["db", "statsu"], ["db", "status", "--color", "pink"],
  ])
  func `a usage error exits with 64 and says so in either form`(arguments: [String]) throws {
    let text = try Binary.run(arguments, in: folder.path)
    #expect(text.status == 64)
    #expect(text.output.isEmpty)
    #expect(!text.errors.isEmpty)
    let json = try Binary.run(arguments + ["--json"], in: folder.path)
    #expect(json.status == 64)
    let error = try #require(JSONValue(parsing: json.output)["error"])
    #expect(error["code"]?.string?.hasPrefix("usage") == true)
    #expect(json.errors.isEmpty)
  }

  @Test func `the nearest command and option are suggested`() throws {
    #expect(try run("db", "statsu").errors.contains("did you mean \"status\"?"))
    #expect(try run("db", "drop", "--forc").errors.contains("--force"))
  }

  @Test func `an error is one JSON document on standard output`() throws {
    let outcome = try run("db", "status", "--json")
    #expect(outcome.status == 1)
    #expect(outcome.errors.isEmpty)
    let document = try JSONValue(parsing: outcome.output)
    #expect(document["error"]?["code"]?.string == "project.not_found")
    #expect(document["error"]?["hint"]?.string?.contains("seedbed init") == true)
  }

  @Test func `all that is wrong in seedbed.json is shown with its place`() throws {
    try folder.write("seedbed.json", "{\n  \"seds\": \"x\",\n  \"schemas\": 1\n}\n")
    let outcome = try run("db", "status")
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.errors == """
        seedbed.json:2:3: error: unknown key "seds"
              "seds": "x",
              ^
          hint: did you mean "seeds"?
        seedbed.json:3:14: error: "schemas" must be a list of schema names, as ["public"], found a number
              "schemas": 1
                         ^
        2 errors

        """)
    let document = try JSONValue(parsing: run("db", "status", "--json").output)
    #expect(document["error"]?["location"]?["line"]?.int == 2)
    #expect(document["error"]?["more"]?.array?.count == 1)
  }

  @Test(arguments: [("always", true), ("auto", false), ("never", false)])
  func `colours are for terminals, or on demand`(choice: String, colored: Bool) throws {
    let outcome = try run("db", "status", "--color", choice)
    #expect(outcome.errors.contains("\u{1B}[31m") == colored)
  }

  @Test func `global options may stand before the command`() throws {
    try folder.write("shop/seedbed.json", "{}")
    let outcome = try run("--root", "shop", "--env=test", "--json", "db", "status")
    #expect(try JSONValue(parsing: outcome.output)["database"]?["name"]?.string == "shop_test")
  }

  @Test func `a result that cannot be written is an error`() throws {
    try folder.write("shop/seedbed.json", "{}")
    let outcome = try ChildProcess(
      "/bin/sh", ["-c", "\"$0\" init --root shop >/dev/full", Build.folder + "/seedbed"],
      directory: folder.path
    ).run()
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("error: cannot write the result: "))
  }

  @Test func `a reader that has seen enough is no error`() throws {
    try folder.write("shop/seedbed.json", "{}")
    let outcome = try ChildProcess(
      "/bin/sh", ["-c", "\"$0\" init --root shop >&-", Build.folder + "/seedbed"],
      directory: folder.path
    ).run()
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
  }

  /// Whatever the program opens first would else be what its result, or its error, is written to.
  @Test func `a stream that is closed is no file's`() throws {
    try folder.write("shop/seedbed.json", "{}")
    try folder.write("shop/migrations/20260101000000_first.sql", "CREATE TABLE t (id int);")
    let outcome = try ChildProcess(
      "/bin/sh",
      [
        "-c",
        "\"$0\" up --root shop >&- 2>&- <&- && \"$0\" up --root shop; \"$0\" db stop --quiet --root shop",
        Build.folder + "/seedbed",
      ],
      directory: folder.path
    ).run()
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.contains("0 applied, 1 already there"))
  }
}
