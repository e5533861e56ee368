import FoundationEssentials
import JSON
import Postgres
import Seedbed
import TestSupport
import Testing

/// `seedbed up` and what belongs to it, as a user runs it.
@Suite(.database) struct UpCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("seedbed.json", #"{"environments": {"test": {"disposable": true}}}"#)
    try folder.write(
      "migrations/20260101000000_users.sql",
      """
      CREATE TABLE users (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        email text NOT NULL UNIQUE, name text);
      """)
    try folder.write(
      "seeds/users.json",
      "[\n  {\"email\": \"ada\", \"name\": \"Ada\"},\n  {\"email\": \"bob\"}\n]\n")
  }

  /// A database that does not exist yet, beside the one that was lent.
  private var missing: String {
    get throws {
      let lent = try TestDatabase.current
      let target = lent.target.with(database: lent.name + "_up")
      let connection = try lent.connect()
      try connection.execute(
        "DROP DATABASE IF EXISTS \(identifier: lent.name + "_up") WITH (FORCE)")
      return target.url(includingPassword: true)
    }
  }

  @discardableResult
  private func run(_ arguments: String..., url: String? = nil) throws -> Binary.Outcome {
    let url = try url ?? TestDatabase.current.url
    return try Binary.run(
      arguments, environment: ["DATABASE_URL": url, "SEEDBED_ENV": "test"], in: folder.path)
  }

  private func json(_ outcome: Binary.Outcome) throws -> JSONValue {
    try JSONValue(parsing: outcome.output)
  }

  @Test func `up makes, migrates and seeds, and then leaves alone`() throws {
    let url = try missing
    let first = try run("up", "--json", url: url)
    #expect(first.status == 0, "\(first.errors)")
    #expect(try json(first)["migrations"]?["applied"]?.array?.count == 1)
    #expect(try json(first)["seeds"]?["totals"]?["inserted"]?.int == 2)

    let state = "SELECT xmin, ctid, id, email FROM users ORDER BY id"
    let connection = try Connection(ConnectionTarget(parsing: url))
    let before = try connection.run(simple: state).map { row in (0..<4).map { row.string($0) } }
    let second = try run("up", url: url)
    #expect(second.status == 0)
    #expect(second.output.contains("0 applied, 1 already there"))
    #expect(second.output.contains("nothing to do, 2 rows as they should be"))
    let after = try connection.run(simple: state).map { row in (0..<4).map { row.string($0) } }
    #expect(after == before)
    #expect(try run("status", url: url).status == 0)
  }

  @Test(arguments: [2, 5])
  func `several at once on a server without the database`(_ count: Int) async throws {
    let url = try missing
    let path = folder.path
    let outcomes = try await withThrowingTaskGroup(of: Binary.Outcome.self) { group in
      for _ in 0..<count {
        group.addTask {
          try Binary.run(
            ["up", "--json"], environment: ["DATABASE_URL": url, "SEEDBED_ENV": "test"], in: path)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for outcome in outcomes { #expect(outcome.status == 0, "\(outcome.output)") }
    let reports = try outcomes.map { try json($0) }
    #expect(reports.compactMap { $0["migrations"]?["applied"]?.array?.count }.reduce(0, +) == 1)
    #expect(reports.compactMap { $0["seeds"]?["totals"]?["inserted"]?.int }.reduce(0, +) == 2)
  }

  @Test func `several at once without any server`() async throws {
    let path = folder.path
    let outcomes = try await withThrowingTaskGroup(of: Binary.Outcome.self) { group in
      for _ in 0..<3 {
        group.addTask {
          try Binary.run(["up", "--json"], environment: ["SEEDBED_ENV": "test"], in: path)
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    for outcome in outcomes { #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)") }
    let reports = try outcomes.map { try json($0) }
    #expect(reports.compactMap { $0["seeds"]?["totals"]?["inserted"]?.int }.reduce(0, +) == 2)
    #expect(try Binary.run(["db", "stop"], in: path).status == 0)
  }

  @Test func `a fixture uses the label that a migration of the same run adds`() throws {
    try folder.write(
      "migrations/20260102000000_mood.sql",
      "CREATE TYPE mood AS ENUM ('sad'); ALTER TABLE users ADD mood mood;")
    try run("up")
    try folder.write(
      "migrations/20260103000000_happy.sql", "ALTER TYPE mood ADD VALUE 'happy' BEFORE 'sad';")
    try folder.write("seeds/users.json", #"[{"email": "ada", "mood": "happy"}]"#)
    let again = try run("up")
    #expect(again.status == 0, "\(again)")
    let rows = try TestDatabase.connect().execute("SELECT mood FROM users WHERE mood IS NOT NULL")
    #expect(rows.map { $0.string(0) } == ["happy"])
  }

  @Test func `a plan shows fields, writes nothing and exits with 2`() throws {
    try run("up")
    try folder.write(
      "seeds/users.json", "[\n  {\"email\": \"ada\", \"name\": \"Ada L.\"}, {\"email\": \"eve\"}]\n"
    )
    let plan = try run("seed", "plan", "--json")
    #expect(plan.status == 2)
    let changes = try #require(json(plan)["changes"]?.array)
    #expect(
      changes.first?.serialized()
        == #"{"table":"public.users","action":"update","key":{"email":"ada"},"#
        + #""fields":{"name":{"from":"Ada","to":"Ada L."}},"source":"seeds/users.json:2:3"}"#)
    #expect(changes.count == 2)
    #expect(try run("seed", "verify").status == 2)
    #expect(try run("status").status == 2)
    #expect(try run("seed", "plan").output.contains("name: \"Ada\" → \"Ada L.\""))
    let names = try TestDatabase.connect().run(simple: "SELECT name FROM users ORDER BY id")
    #expect(names.map { $0[0] } == ["Ada", nil])
    #expect(try run("seed").status == 0)
    #expect(try run("seed", "verify").status == 0)
  }

  @Test func `a mistake in a fixture has its place, and migrations stay`() throws {
    try folder.write("seeds/users.json", "[\n  {\"email\": \"ada\", \"nmae\": \"Ada\"}\n]\n")
    let outcome = try run("up")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("seeds/users.json:2:20"))
    #expect(outcome.errors.contains("did you mean \"name\"?"))
    #expect(outcome.errors.contains("1 migration was applied before and stays"))
    let error = try #require(json(run("seed", "--json"))["error"])
    #expect(error["code"]?.string == "seed.unknown_column")
    #expect(error["location"]?["line"]?.int == 2)
    #expect(error["location"]?["column"]?.int == 20)
  }

  /// What needs no database to be seen is seen before anything is changed.
  @Test(arguments: [
    ("seeds/users.json", "[{\"email\": \"ada\"},\n {\"email\" \"bob\"}]", "seeds/users.json:2:11"),
    ("seeds/more.jsonl", "{\"email\": \"ada\"}\n{\"email\": \"bob\"", "seeds/more.jsonl:2:16"),
    ("seeds/test/users.json", "{\"$rows\": {}}", "seeds/test/users.json:1:11"),
    ("seeds/users.yaml", "a: b", "seeds/users.yaml"),
  ]) func `a fixture that cannot be read keeps the database as it is`(
    file: String, text: String, place: String
  ) throws {
    try folder.write(file, text)
    let outcome = try run("up")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("\(place): error:"), "\(outcome.errors)")
    #expect(!outcome.errors.contains("applied before"))
    let connection = try TestDatabase.connect()
    #expect(try connection.execute("SELECT to_regclass('users')").first?[0] == nil)
    try folder.remove(file)
    try folder.write("seeds/users.json", #"[{"email": "ada"}]"#)
    try run("up")
    try folder.write(file, text)
    #expect(try run("reset").status == 1)
    #expect(try connection.execute("SELECT email FROM users").first?[0] == "ada")
  }

  @Test func `the database of another environment is not written to`() throws {
    try run("up")
    try folder.write("seeds/development/users.json", #"[{"email": "eve"}]"#)
    let url = try TestDatabase.current.url
    for command in [["up"], ["seed"], ["migrate"]] {
      try folder.write("migrations/20270101000000_more.sql", "CREATE TABLE more ()")
      let outcome = try Binary.run(
        command + ["--json"], environment: ["DATABASE_URL": url], in: folder.path)
      #expect(outcome.status == 4, "\(command)")
      #expect(try json(outcome)["error"]?["code"]?.string == "guard.other_environment")
    }
    let names = try TestDatabase.connect().run(simple: "SELECT email FROM users ORDER BY id")
    #expect(names.map { $0[0] } == ["ada", "bob"])
  }

  @Test func `a new migration may be run before it is written`() throws {
    try run("up")
    try folder.write("migrations/20270101000000_more.sql", "-- to be written\n")
    #expect(try json(run("migrate", "--json"))["applied"]?.array?.count == 1)
    #expect(try json(run("migrate", "--json"))["applied"]?.array?.count == 0)
    try folder.write("migrations/20270101000000_more.sql", "CREATE TABLE mor;")
    #expect(try run("migrate").status == 1)
    try folder.write("migrations/20270101000000_more.sql", "CREATE TABLE more ();")
    #expect(try run("status").status == 2)
    #expect(try json(run("migrate", "--json"))["applied"]?.array?.count == 1)
    #expect(try run("status").status == 0)
    try folder.write("migrations/20270101000000_more.sql", "CREATE TABLE more (id int);")
    #expect(try run("migrate").status == 3)
  }

  @Test func `status makes nothing`() throws {
    let outcome = try Binary.run(
      ["status", "--json"], environment: ["SEEDBED_ENV": "test"], in: folder.path)
    #expect(outcome.status == 2)
    #expect(try json(outcome)["migrations"]?["pending"]?.array?.count == 1)
    #expect(try json(outcome)["database"]?["exists"]?.bool == false)
    #expect(folder.read(".seedbed/postgres/data/PG_VERSION") == nil)
    let elsewhere = try run("status", url: missing)
    #expect(elsewhere.status == 2)
    #expect(elsewhere.output.contains("does not exist yet"))
  }

  @Test func `reset asks the guard, and brings everything back`() throws {
    let url = try missing
    try run("up", url: url)
    do {
      let connection = try Connection(ConnectionTarget(parsing: url))
      try connection.execute("DELETE FROM users")
    }
    let reset = try run("reset", "--json", "--force", url: url)
    #expect(reset.status == 0, "\(reset.output)")
    #expect(try json(reset)["way"]?.string == "copy")
    let connection = try Connection(ConnectionTarget(parsing: url))
    #expect(try connection.execute("SELECT count(*) FROM users").first?.int(0) == 2)
    // The database that was lent was not made by Seedbed, and is not marked.
    #expect(try run("reset").status == 4)
  }

  @Test func `the repository's own example`() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    for environment in ["development", "staging"] {
      let url = try missing
      let first = try run("up", "--root", "/\(root)", "--env", environment, url: url)
      #expect(first.status == 0, "\(first.errors)")
      let second = try run("up", "--root", "/\(root)", "--env", environment, url: url)
      #expect(second.status == 0)
      #expect(second.output.contains("nothing to do"))
      #expect(try run("status", "--root", "/\(root)", "--env", environment, url: url).status == 0)
    }
  }
}
