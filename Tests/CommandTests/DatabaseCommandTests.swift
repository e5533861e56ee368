import JSON
import Postgres
import TestSupport
import Testing

/// `seedbed db …` on a database lent to the test.
@Suite(.database) struct DatabaseCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "seedbed.json", #"{"environments": {"test": {"disposable": true}, "live": {}}}"#)
  }

  @discardableResult
  private func run(
    _ arguments: String..., url: String? = nil, environment: [String: String] = [:]
  ) throws -> Binary.Outcome {
    var variables = ["DATABASE_URL": try url ?? TestDatabase.current.url, "SEEDBED_ENV": "test"]
    variables.merge(environment) { _, given in given }
    return try Binary.run(arguments, environment: variables, in: folder.path)
  }

  private var another: String {
    get throws {
      let lent = try TestDatabase.current
      return lent.target.with(database: lent.name + "_command").url(includingPassword: true)
    }
  }

  @Test func `create, status, drop`() throws {
    let url = try another
    try run("db", "drop", "--confirm", TestDatabase.current.name + "_command", "--force", url: url)
    #expect(try run("db", "status", url: url).status == 2)
    let created = try JSONValue(parsing: run("db", "create", "--json", url: url).output)
    #expect(created["action"]?.string == "created")
    let status = try run("db", "status", "--json", url: url)
    #expect(status.status == 0)
    let marker = try JSONValue(parsing: status.output)["database"]?["marker"]
    #expect(marker?["disposable"]?.bool == true)
    #expect(try run("db", "drop", url: url).status == 0)
    #expect(try run("db", "drop", "--json", url: url).output.contains("absent"))
  }

  @Test func `drop is refused without a marker`() throws {
    let outcome = try run("db", "drop", "--yes", "--json")
    #expect(outcome.status == 4)
    let error = try #require(JSONValue(parsing: outcome.output)["error"])
    #expect(error["code"]?.string == "guard.not_disposable")
    #expect(error["hint"]?.string?.contains("--confirm") == true)
    #expect(try TestDatabase.connect().transactionStatus == .idle)
  }

  @Test func `psql gets its arguments, and its exit code is ours`() throws {
    let name = try TestDatabase.current.name
    let outcome = try run("db", "psql", "--", "-XAtc", "SELECT current_database()")
    #expect(outcome.output == name + "\n")
    #expect(try run("db", "psql", "--", "-Xc", "SELECT 1/0").status == 1)
  }

  @Test func `psql gets its password past the command line`() throws {
    try folder.write("bin/psql", "#!/bin/sh\necho \"$@\"\necho \"$PGPASSWORD\"\n")
    try Chmod.makeExecutable(folder.path + "/bin/psql")
    let outcome = try run(
      "db", "psql", url: "postgres://ada:s3cret@h/d",
      environment: ["PATH": folder.path + "/bin:/usr/bin:/bin"])
    #expect(outcome.output == "postgresql://ada@h/d\ns3cret\n")
  }

  @Test func `the URL of a named database is printed without its password`() throws {
    let outcome = try run("db", "url", url: "postgres://ada:s3cret@db.example.com:6432/shop")
    #expect(outcome.output == "postgresql://ada@db.example.com:6432/shop\n")
  }

  @Test func `wait ends at once where the server is there, and in time where it is not`() throws {
    #expect(try run("db", "wait").status == 0)
    let outcome = try run(
      "db", "wait", "--timeout", "0.1", "--json", url: "postgres://u:s3cret@127.0.0.1:1/d")
    #expect(outcome.status == 1)
    #expect(!(outcome.output + outcome.errors).contains("s3cret"))
    let error = try #require(JSONValue(parsing: outcome.output)["error"])
    #expect(error["code"]?.string == "database.wait_timeout")
  }

  @Test func `no output shows a password, whatever is wrong`() throws {
    for arguments in [["status"], ["create"], ["drop"], ["psql"], ["url"]] {
      for url in ["postgres://u:s3cret@127.0.0.1:1/d", "postgres://u:s3c@ret@h/d"] {
        let outcome = try Binary.run(
          ["db"] + arguments + ["--verbose", "--database-url", url], in: folder.path)
        #expect(!(outcome.output + outcome.errors).contains("s3c"), "\(arguments) \(url)")
      }
    }
  }
}
