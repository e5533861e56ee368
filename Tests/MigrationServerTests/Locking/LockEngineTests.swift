import JSON
import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// Migrations beside sessions that use their tables.
@Suite(.database) struct LockEngineTests {
  private static let table = "CREATE TABLE t (id int PRIMARY KEY, s text); CREATE TABLE log (i int)"
  private static let migration = [
    "1_column.sql": "INSERT INTO log VALUES (1); ALTER TABLE t ADD c int;"
  ]

  private func untilItStaysAway(_ recorder: Recorder) throws {
    try Patience.until("it waits") {
      recorder.notes.contains { $0.contains("outside of the queue") }
    }
  }

  @Test func `who has been reading for long is waited for outside of the queue`() throws {
    let project = try MigrationProject.live(Self.migration, after: Self.table)
    let reader = try project.application("SELECT * FROM t")
    let recorder = Recorder()
    let run = project.migrateBeside(recorder) { migrator in
      migrator.forecast = { scripts, _ in
        scripts.map { _ in
          [
            StatementEffect(source: .observed),
            StatementEffect(
              locks: [StatementEffect.Lock(.accessExclusive, on: "t")], source: .observed),
          ]
        }
      }
    }
    try Patience.until("it waits") { !recorder.notes.isEmpty }
    let note = try #require(recorder.notes.first { $0.contains("outside of the queue") })
    #expect(note.contains("process \(reader.backendProcessID), report"), "\(note)")
    #expect(note.contains("idle in transaction"), "\(note)")
    #expect(note.contains("ACCESS SHARE on t"), "\(note)")
    // Whoever comes now is not kept waiting at all.
    let other = try project.connect()
    try other.run(simple: "SET lock_timeout = '20ms'")
    for _ in 0..<30 {
      try other.run(simple: "SELECT * FROM t")
      try other.run(simple: "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING")
    }
    try reader.run(simple: "COMMIT")
    let report = try run.value()
    #expect(report.applied.map(\.name) == ["1_column"])
    #expect(try project.rows("SELECT count(*) FROM log") == ["1"])
  }

  @Test func `where there is no table yet, nobody looks ahead`() throws {
    let project = try MigrationProject.live(["1_a.sql": "SELECT 1"], after: "CREATE SCHEMA app")
    var looks = 0
    func migrate() throws {
      var migrator = try project.migrator()
      migrator.forecast = { scripts, _ in
        looks += 1
        return scripts.map { _ in [StatementEffect(source: .observed)] }
      }
      try migrator.run(on: project.connect())
    }
    try migrate()
    #expect(looks == 0)
    try project.run("CREATE TABLE app.t ()")
    try project.write("2_b.sql", "SELECT 1")
    try migrate()
    #expect(looks == 1)
  }

  @Test func `without a forecast it finds out in the queue, and then stays out of it`() throws {
    let project = try MigrationProject.live(Self.migration, after: Self.table)
    let reader = try project.application("SELECT * FROM t")
    let recorder = Recorder()
    let run = project.migrateBeside(recorder)
    try untilItStaysAway(recorder)
    try reader.run(simple: "COMMIT")
    let report = try run.value()
    #expect(report.retreats > 0)
    #expect(report.json["locks"] != nil)
    // What the attempts did was rolled back with them.
    #expect(try project.rows("SELECT count(*) FROM log") == ["1"])
    #expect(
      try project.rows("SELECT applied_statements, error FROM seedbed.migrations") == ["2|NULL"])
  }

  @Test func `when the time is over, those in the way are named, and no value of theirs`() throws {
    let project = try MigrationProject.live(Self.migration, after: Self.table)
    let reader = try project.application("SELECT * FROM t WHERE s = 'secret'")
    let run = try project.seedbed("migrate", "--lock-timeout", "1")
    #expect(run.status == 5, "\(run.errors)")
    #expect(
      run.errors.contains("the lock ACCESS EXCLUSIVE on t was not to be had"), "\(run.errors)")
    #expect(run.errors.contains("process \(reader.backendProcessID), report of"), "\(run.errors)")
    #expect(run.errors.contains("ACCESS SHARE on t, at: SELECT * FROM t WHERE s = '…'"))
    #expect(!run.errors.contains("secret"))
    #expect(run.errors.contains("nothing of 1_column took effect"))
    #expect(run.errors.contains("migrations/1_column.sql:1:29"), "\(run.errors)")
    try reader.run(simple: "COMMIT")
    #expect(try project.seedbed("migrate").status == 0)
    #expect(try project.rows("SELECT count(*) FROM log") == ["1"])
  }

  @Test func `a statement of its own is tried again as well`() throws {
    let project = try MigrationProject.live(
      ["1_column.sql": "-- seedbed: transaction off\nALTER TABLE t ADD c int;"], after: Self.table)
    let reader = try project.application("SELECT * FROM t")
    let recorder = Recorder()
    let run = project.migrateBeside(recorder)
    try untilItStaysAway(recorder)
    try reader.run(simple: "COMMIT")
    #expect(try run.value().retreats > 0)
  }

  @Test func `an index that is built beside the traffic waits for as long as it has to`() throws {
    let project = try MigrationProject.live(
      ["1_index.sql": "CREATE INDEX CONCURRENTLY t_s ON t (s);"], after: Self.table)
    let writer = try project.application("INSERT INTO t VALUES (1)")
    let recorder = Recorder()
    let run = project.migrateBeside(recorder)
    try Patience.until("it waits") {
      recorder.activities.contains { $0.contains("waiting for process \(writer.backendProcessID)") }
    }
    try writer.run(simple: "COMMIT")
    let report = try run.value()
    #expect(report.retreats == 0)
    #expect(try project.status().invalidIndexes == [])
  }

  @Test func `when many wait behind it, it gives way`() throws {
    let project = try MigrationProject.live(
      ["1_slow.sql": "ALTER TABLE t ADD c int; SELECT pg_sleep(60);"], after: Self.table)
    let run = project.migrateBeside(Recorder()) { $0.queueLimit = 1 }
    let readers = (0..<3).map { _ in
      Aside {
        let connection = try project.connect()
        while !run.hasEnded { try connection.run(simple: "SELECT count(*) FROM t") }
      }
    }
    let found = try problem { _ = try run.value() }
    for reader in readers { try reader.value() }
    #expect(found.code == "lock.queue")
    #expect(found.exitStatus == .lockTimeout)
    #expect(try project.status().plan.pending.count == 1)
  }

  @Test func `a database that may be thrown away has no traffic to be minded`() throws {
    let project = try MigrationProject(["1_t.sql": Self.table, "2_none.sql": "SHOW lock_timeout"])
    try project.migrate()
    #expect(try !LockEngine.minds(project.connect()))
  }

  @Test func `what the server says is shown, and what it says only to the guard is not`() throws {
    let project = try MigrationProject.live(
      [
        "1_say.sql": """
        CREATE TABLE said (i int PRIMARY KEY);
        DO $$ BEGIN RAISE NOTICE 'here'; RAISE DEBUG 'there'; END $$;
        """
      ], after: Self.table)
    let run = try project.seedbed("migrate")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("NOTICE: here"))
    #expect(!run.errors.contains("there") && !run.errors.contains("DEBUG"), "\(run.errors)")
  }
}
