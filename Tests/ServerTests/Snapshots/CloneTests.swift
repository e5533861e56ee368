import JSON
import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// `seedbed db clone` and `seedbed db drop --prefix`.
@Suite(.database) struct CloneTests {
  private let shop: SnapshotProject
  private let prefix: String

  init() throws {
    shop = try SnapshotProject()
    prefix = shop.lent.name + "_w"
    _ = try shop.seedbed("db", "drop", "--prefix", prefix, "--force")
  }

  @Test func `each is migrated and seeded, and only they are dropped`() throws {
    let made = try shop.seedbed("db", "clone", "--count", "3", "--prefix", prefix, "--json")
    #expect(made.status == 0, "\(made)")
    let databases = try #require(JSONValue(parsing: made.output)["databases"]?.array)
    #expect(databases.compactMap { $0["name"]?.string } == (1...3).map { "\(prefix)\($0)" })
    for database in databases {
      let url = try #require(database["url"]?.string)
      #expect(try shop.state(of: url).contains { $0.contains("ada") })
    }
    // They are replaced, and one more is made; what has such a name and is no copy is left alone.
    let foreign = "\(prefix)4"
    let server = try shop.lent.connect()
    try server.execute("CREATE DATABASE \(identifier: foreign)")
    defer { _ = try? server.execute("DROP DATABASE \(identifier: foreign)") }
    let taken = try shop.seedbed("db", "clone", "--count", "4", "--prefix", prefix)
    #expect(taken.status == 4)
    #expect(try shop.kept(.clone).count == 3)
    #expect(try shop.seedbed("db", "clone", "--count", "2", "--prefix", prefix).status == 0)

    let session = try Connection(shop.lent.target.with(database: "\(prefix)2"))
    let inUse = try shop.seedbed("db", "drop", "--prefix", prefix)
    #expect(inUse.status == 1)
    #expect(inUse.errors.contains("\(session.backendProcessID)"))
    let dropped = try shop.seedbed("db", "drop", "--prefix", prefix, "--force", "--json")
    #expect(try JSONValue(parsing: dropped.output)["dropped"]?.array?.count == 3)
    #expect(try shop.kept(.clone).isEmpty)
    #expect(
      try server.execute("SELECT 1 FROM pg_database WHERE datname = \(foreign)").count == 1)
  }

  @Test func `numbers and names that cannot be`() throws {
    #expect(try shop.seedbed("db", "clone", "--count", "0", "--prefix", "x").status == 64)
    let long = String(repeating: "x", count: 63)
    #expect(try shop.seedbed("db", "clone", "--prefix", long).status == 64)
  }
}
