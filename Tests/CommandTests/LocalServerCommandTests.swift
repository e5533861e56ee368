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
