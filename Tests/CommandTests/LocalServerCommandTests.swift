import JSON
import Postgres
import Seedbed
import TestSupport
import Testing

/// `seedbed db …` without any database named.
struct LocalServerCommandTests {
  @Test func `a server's day`() throws {
    let folder = try TemporaryFolder()
    try folder.write("shop/seedbed.json", "{}")
    func run(_ arguments: String...) throws -> Binary.Outcome {
      try Binary.run(arguments, in: folder.path + "/shop")
    }
    defer { _ = try? run("db", "stop") }

    // The run ends though the server it started goes on: nobody waits for our pipes.
    let started = try run("db", "start", "--json")
    #expect(started.status == 0)
    #expect(try JSONValue(parsing: started.output)["action"]?.string == "started")
    #expect(try run("db", "create").output == "database shop_development created\n")
    let url = try run("db", "url").output.filter { !$0.isNewline }
    let connection = try Connection(ConnectionTarget(parsing: url))
    #expect(connection.database == "shop_development")
    #expect(connection.host == "127.0.0.1")
    let socket = try run("db", "url", "--socket").output.filter { !$0.isNewline }
    #expect(try Connection(ConnectionTarget(parsing: socket)).database == "shop_development")

    let inUse = try run("db", "drop")
    #expect(inUse.status == 1)
    #expect(inUse.errors.contains("--force"))
    #expect(try run("db", "drop", "--force").status == 0)
    #expect(try run("db", "stop").status == 0)
    #expect(try run("db", "status").status == 2)
    #expect(try run("db", "stop").output == "no local server running\n")
  }

  @Test func `a server for tests is another one, and leaves nothing`() throws {
    let folder = try TemporaryFolder()
    try folder.write("shop/seedbed.json", "{}")
    func run(_ arguments: String...) throws -> Binary.Outcome {
      try Binary.run(arguments, in: folder.path + "/shop")
    }
    defer { _ = try? run("db", "stop", "--ephemeral") }

    let started = try run("db", "start", "--ephemeral", "--json")
    #expect(started.status == 0, "\(started.errors)")
    let report = try JSONValue(parsing: started.output)
    #expect(report["ephemeral"]?.bool == true)
    let data = try #require(report["localServer"]?["folder"]?.string)
    // The environment test uses it, and no other does.
    #expect(try run("db", "create", "--env", "test").status == 0)
    let url = try run("db", "url", "--env", "test").output.filter { !$0.isNewline }
    let connection = try Connection(ConnectionTarget(parsing: url))
    #expect(try connection.execute("SHOW fsync").first?.string(0) == "off")
    #expect(try run("db", "status", "--env", "test").output.contains("the ephemeral server"))
    #expect(try run("db", "status").output.contains("the local server"))
    #expect(folder.read("shop/.seedbed/postgres/data/PG_VERSION") == nil)
    // Its URL, handed to an application, comes back and means it.
    let status = try Binary.run(
      ["db", "status", "--json"], environment: ["DATABASE_URL": url, "SEEDBED_ENV": "test"],
      in: folder.path + "/shop")
    #expect(try JSONValue(parsing: status.output)["localServer"]?["folder"]?.string == data)

    #expect(try run("db", "stop", "--ephemeral").status == 0)
    #expect(FileStatus(data) == nil)
    #expect(FileStatus(folder.path + "/shop/.seedbed/ephemeral", followingLinks: false) == nil)
  }

  @Test func `a run that dies while initdb works does not spoil the next`() throws {
    let folder = try TemporaryFolder()
    try folder.write("shop/seedbed.json", "{}")
    let shop = folder.path + "/shop"
    defer { _ = try? Binary.run(["db", "stop"], in: shop) }
    let killed = try ChildProcess(
      "/bin/sh",
      [
        "-c",
        """
        "$0" db start & run=$!
        until [ -e .seedbed/postgres/data.new/base ]; do kill -0 $run || exit 1; done
        kill -9 $run; wait $run; [ $? = 137 ] && [ -e .seedbed/postgres/data.new ]
        """, Build.folder + "/seedbed",
      ], directory: shop
    ).run()
    #expect(killed.status == 0)
    let next = try Binary.run(["db", "start"], in: shop)
    #expect(next.status == 0, "\(next.errors)")
    #expect(try Binary.run(["db", "create"], in: shop).status == 0)
  }
}
