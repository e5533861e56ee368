import JSON
import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// Named snapshots: a state to come back to.
@Suite(.database) struct SnapshotTests {
  private let shop: SnapshotProject

  init() throws {
    shop = try SnapshotProject()
    // Those of another test that was lent a database of this name, or of a run that was cut off.
    let kept = try shop.project.keptDatabases(of: shop.database, SilentProgress()).databases
    for label in kept.filter({ $0.kind == .snapshot }).compactMap(\.label) {
      _ = try? shop.project.dropSnapshot(of: shop.database, label, SilentProgress())
    }
  }

  @Test func `there and back`() throws {
    try shop.up()
    try shop.run("UPDATE customers SET name = 'Eve'; CREATE TABLE more AS SELECT 1 AS n")
    let state = try shop.state()
    #expect(try shop.seedbed("db", "snapshot", "here").status == 0)
    try shop.run("DROP TABLE more; DELETE FROM customers")
    let restored = try shop.seedbed("db", "restore", "here", "--json")
    #expect(restored.status == 0, "\(restored)")
    #expect(try shop.state() == state)
    // The snapshot stays, until it is dropped; templates being cleared is no reason.
    _ = try shop.seedbed("db", "snapshots", "--clear")
    #expect(try shop.kept(.snapshot).count == 1)
    let list = try JSONValue(parsing: shop.seedbed("db", "snapshots", "--json").output)
    let kept = try #require(list["databases"]?.array?.first { $0["snapshot"] == "here" })
    #expect(kept["kind"] == "snapshot")
    #expect((kept["sizeBytes"]?.int ?? 0) > 1_000_000)
    #expect(try shop.seedbed("db", "snapshots").output.contains("here"))
    #expect(try shop.seedbed("db", "snapshots", "--drop", "here").status == 0)
    #expect(try shop.kept(.snapshot).isEmpty)
  }

  @Test func `what cannot be done says so`() throws {
    try shop.up()
    #expect(try shop.seedbed("db", "snapshot", "a b").status == 64)
    #expect(try shop.seedbed("db", "restore", "there").errors.contains("no snapshot \"there\""))
    #expect(try shop.seedbed("db", "snapshot", "there").status == 0)
    #expect(try shop.seedbed("db", "snapshot", "there").errors.contains("--drop there"))
    #expect(try shop.seedbed("db", "restore", "ther").errors.contains("did you mean \"there\""))

    let session = try shop.lent.connect()
    let inUse = try shop.seedbed("db", "restore", "there")
    #expect(inUse.status == 1)
    #expect(inUse.errors.contains("\(session.backendProcessID)"))
    #expect(try shop.seedbed("db", "restore", "there", "--force").status == 0)

    try shop.run("UPDATE seedbed.settings SET disposable = false")
    #expect(try shop.seedbed("db", "restore", "there").status == 4)
    #expect(
      try shop.seedbed("db", "restore", "there", "--confirm", shop.lent.name, "--force").status == 0
    )
    #expect(try shop.seedbed("db", "snapshots", "--drop", "there").status == 0)
  }
}
