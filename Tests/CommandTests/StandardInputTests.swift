import FoundationEssentials
import JSON
import Postgres
import Seedbed
import TestSupport
import Testing

/// `seedbed seed --table users -`.
@Suite(.database) struct StandardInputTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("seedbed.json", #"{"environments": {"test": {"disposable": true}}}"#)
    // Neither is read.
    try folder.write("seeds/users.json", "[{")
    try folder.write("seeds/test/users.json", #"[{"email": "ada", "nmae": 1}]"#)
    let connection = try TestDatabase.connect()
    try connection.run(simple: "CREATE TABLE users (email text PRIMARY KEY, name text, id bigint)")
  }

  private func run(_ arguments: String..., input: [UInt8], variables: [String: String] = [:]) throws
    -> ChildProcess.Outcome
  {
    try Data(input).write(to: URL(filePath: "\(folder.path)/input"))
    var environment = ProcessEnvironment.current.filter { ["PATH", "HOME"].contains($0.key) }
    environment["DATABASE_URL"] = try TestDatabase.current.url
    environment["SEEDBED_ENV"] = "test"
    environment.merge(variables) { _, given in given }
    return try ChildProcess(
      "/bin/sh", ["-c", #"cat input | "$0" "$@""#, Build.folder + "/seedbed"] + arguments,
      environment: environment, directory: folder.path
    ).run()
  }

  private func run(_ arguments: String..., input: String) throws -> Binary.Outcome {
    try Binary.run(
      arguments,
      environment: ["DATABASE_URL": TestDatabase.current.url, "SEEDBED_ENV": "test"],
      in: folder.path, input: input)
  }

  private func rows() throws -> [String?] {
    try TestDatabase.connect().run(
      simple: "SELECT email || ':' || coalesce(name, '-') FROM users ORDER BY 1"
    ).map { $0[0] }
  }

  @Test(arguments: [
    #"[{"email": "ada", "name": "Ada"}, {"email": "bob"}]"#,
    "\u{FEFF} // rows\n[{\"email\": \"ada\", \"name\": \"Ada\"}, {\"email\": \"bob\"},]",
    #"{"$key": ["email"], "$rows": [{"email": "ada", "name": "Ada"}, {"email": "bob"}]}"#,
    "{\"email\": \"ada\", \"name\": \"Ada\"}\n{\"email\": \"bob\"}\n",
    "\n\n{\"email\": \"ada\", \"name\": \"Ada\"}\r\n\n{\"email\": \"bob\"}",
  ])
  func `each form is told by how it begins, compressed or not`(text: String) throws {
    for bytes in [Array(text.utf8), Gzip.compress(text)] {
      let connection = try TestDatabase.connect()
      try connection.execute("TRUNCATE users")
      let outcome = try run("seed", "--table", "users", "-", "--json", input: bytes)
      #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
      #expect(try JSONValue(parsing: outcome.output)["totals"]?["inserted"]?.int == 2)
      #expect(try rows() == ["ada:Ada", "bob:-"])
      let again = try run("seed", "--table", "users", "-", "--json", input: bytes)
      #expect(try JSONValue(parsing: again.output)["totals"]?["unchanged"]?.int == 2)
    }
  }

  @Test func `nothing is no row`() throws {
    let outcome = try run("seed", "--table", "users", "-", input: "")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try rows() == [])
  }

  @Test func `a plan names the place and writes nothing`() throws {
    let outcome = try run(
      "seed", "plan", "--table", "users", "-", "--json", input: "\n{\"email\": \"ada\"}\n")
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(
      try JSONValue(parsing: outcome.output)["changes"]?.array?.first?["source"]?.string == "-:2:1")
    #expect(try rows() == [])
    #expect(
      try run("seed", "verify", "--table", "users", "-", input: "{\"email\": \"ada\"}").status == 2)
  }

  @Test(arguments: [
    ("[\n  {\"email\": \"ada\", \"nmae\": 1}]", "-:2:20: error"),
    ("{\"email\": \"ada\"}\n{\"email\" \"bob\"}\n", "-:2:10: error"),
    ("{\"email\": \"ada\"}\n{\"email\": \"ada\"}\n", "-:2:1: error"),
    ("{\"$rows\": [], \"$table\": \"people\"}", "-:1:15: error"),
    ("{\"$schema\": \"x\", \"users\": []}", "-:1:18: error"),
    ("7", "-:1:1: error"), ("x", "-:1:1: error"), ("{\"email\": \"a", "-:1:"),
  ])
  func `a mistake has its place`(text: String, place: String) throws {
    let outcome = try run("seed", "--table", "users", "-", input: text)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains(place), "\(outcome.errors)")
    #expect(try rows() == [])
  }

  @Test func `an input larger than memory leaves no file behind`() throws {
    try FileManager.default.createDirectory(
      atPath: "\(folder.path)/temporary", withIntermediateDirectories: false)
    let lines = (0..<60_000).map {
      "{\"email\": \"\($0)@example.com\", \"name\": \"person number \($0) of many\", \"id\": \($0)}\n"
    }
    let bytes = Array(lines.joined().utf8)
    #expect(bytes.count > 4 << 20)
    let variables = ["TMPDIR": "\(folder.path)/temporary"]
    let first = try run(
      "seed", "--table", "users", "-", "--json", input: bytes, variables: variables)
    #expect(first.status == 0, "\(first.output)\(first.errors)")
    #expect(try JSONValue(parsing: first.output)["totals"]?["inserted"]?.int == 60_000)
    let broken = bytes + Array("{\"email\": \"0@example.com\"}\n".utf8)
    let second = try run("seed", "--table", "users", "-", input: broken, variables: variables)
    #expect(second.status == 1)
    #expect(second.errors.contains("-:60001:1: error"), "\(second.errors)")
    #expect(second.errors.contains("the first is at -:1:1"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: variables["TMPDIR"] ?? "") == [])
    let nowhere = try run(
      "seed", "--table", "users", "-", input: bytes, variables: ["TMPDIR": "/nowhere"])
    #expect(nowhere.status == 1)
    #expect(nowhere.errors.contains("cannot write /nowhere"))
  }

  @Test func `a compressed input that is cut off is told`() throws {
    let bytes = Gzip.compress("{\"email\": \"ada\"}\n{\"email\": \"bob\"}\n")
    let outcome = try run("seed", "--table", "users", "-", input: Array(bytes.dropLast(4)))
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains("-: error: the fixture cannot be unpacked"), "\(outcome.errors)")
    #expect(try rows() == [])
  }

  @Test(arguments: [
    ["seed", "-"], ["seed", "--table", "users"], ["seed", "--table", "users", "users.json"],
    ["seed", "--table", "users", "--only", "users", "-"],
  ])
  func `standard input and its table go together`(arguments: [String]) throws {
    let outcome = try Binary.run(arguments, in: folder.path)
    #expect(outcome.status == 64)
  }
}
