import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// Many runs at once. `SEEDBED_FUZZ=10` makes ten times as many rounds.
@Suite(.database, .serialized) struct DeployersTests {
  private static let files = [
    "1_table.sql": "CREATE TABLE t (i int); INSERT INTO t SELECT generate_series(1, 1000);",
    "2_ran.sql": "CREATE TABLE ran (which int); INSERT INTO ran VALUES (2);",
    "3_index.sql": """
    INSERT INTO ran VALUES (3);
    CREATE INDEX CONCURRENTLY t_i ON t (i);
    INSERT INTO ran VALUES (33);
    """,
    "4_column.sql": "ALTER TABLE t ADD COLUMN s text; INSERT INTO ran VALUES (4);",
    "5_last.sql": "INSERT INTO ran VALUES (5);",
  ]

  @Test func `twenty deployers at once, and every migration runs once`() throws {
    let project = try MigrationProject(Self.files)
    for round in 1...FuzzEffort.factor {
      try project.run("DROP TABLE IF EXISTS t, ran; DROP SCHEMA IF EXISTS seedbed CASCADE")
      let runs = try (1...20).map { _ in
        try project.background("migrate")
      }
      for run in runs { #expect(try run.wait(.seconds(120)) == 0, "\(round): \(run.output)") }
      #expect(
        try project.rows("SELECT which FROM ran ORDER BY which") == ["2", "3", "4", "5", "33"])
      #expect(
        try project.rows("SELECT count(*), count(finished_at) FROM seedbed.migrations") == ["5|5"])
      let status = try project.status()
      #expect(status.exitStatus == .success)
      #expect(status.invalidIndexes == [])
      #expect(runs.filter { $0.output.contains("5 applied") }.count == 1)
    }
  }

  @Test func `who holds the lock is named, and the wait ends with its own exit status`() throws {
    let project = try MigrationProject([
      "1_t.sql": "CREATE TABLE t ();", "2_t.sql": "DROP TABLE t;",
    ])
    try project.migrate(MigrationChoice(target: "1"))
    let gate = try project.connect()
    try gate.run(simple: "BEGIN; LOCK TABLE t IN ACCESS SHARE MODE")
    let first = try project.background("migrate")
    try Patience.until("the first run waits for the table") {
      try GatedMigration.waiting(project.connect()) != nil
    }
    let holder = try #require(try RunLock.lock.holder(seenFrom: project.connect()))
    let second = try project.seedbed("migrate", "--lock-timeout", "0")
    #expect(second.status == 5)
    #expect(second.errors.contains("process \(holder.processID), seedbed migrate from "))
    #expect(second.errors.contains("at: DROP TABLE t"))
    let third = try project.background("migrate")
    try Patience.until("the third run says for whom it waits") {
      third.output.contains("waiting for another run: process \(holder.processID), seedbed migrate")
    }
    try gate.run(simple: "COMMIT")
    #expect(try first.wait() == 0, "\(first.output)")
    #expect(try third.wait() == 0, "\(third.output)")
    #expect(third.output.contains("0 applied, 2 already there"))
  }
}
