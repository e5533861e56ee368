import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// Two sessions on a backfill whose batches take their time.
@Suite(.database) struct BackfillControlTests {
  /// - Parameter seconds: how long each batch holds its rows.
  private func project(batch: Int, seconds: Double) throws -> MigrationProject {
    let project = try MigrationProject(
      """
      CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL DEFAULT 0);
      INSERT INTO t SELECT generate_series(1, 1000);
      CREATE FUNCTION rest() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(\(seconds)); RETURN NULL; END $$;
      """,
      backfill: "-- seedbed: backfill batch=\(batch) verify=range\nUPDATE t SET n = n + 1")
    try project.run(
      "CREATE TRIGGER rest AFTER UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION rest()")
    return project
  }

  private func batches(_ project: MigrationProject) throws -> Int {
    try project.backfillStatus().state?.batches ?? 0
  }

  @Test func `it is paused and resumed from another process, and the run waits`() throws {
    let project = try project(batch: 10, seconds: 0.22)
    let run = try project.background("backfill")
    try Patience.until("two batches are done") { try batches(project) >= 2 || run.hasEnded }
    #expect(try project.backfillStatus().phase == .running, "\(run.output)")
    #expect(try project.seedbed("backfill", "pause").status == 0)
    try Patience.until("it rests") { run.output.contains("rests: paused by") }
    let status = try project.seedbed("backfill", "status")
    #expect(status.status == 2)
    #expect(status.output.contains("paused by"), "\(status.output)")
    let count = try batches(project)
    // Whoever runs while it is paused leaves it alone as well.
    let up = try project.seedbed("up", "--lock-timeout", "0")
    #expect(up.status == 5, "\(up.errors)")
    #expect(try batches(project) == count)
    try project.run("DROP TRIGGER rest ON t")
    #expect(try project.seedbed("backfill", "resume", "2_change").status == 0)
    #expect(try run.wait() == 0, "\(run.output)")
    #expect(try project.rows("SELECT min(n), max(n) FROM t") == ["1|1"])
  }

  @Test func `what was paused is left for later by a run that has other things to do`() throws {
    let project = try project(batch: 10, seconds: 0.22)
    let run = try project.background("backfill")
    try Patience.until("a batch is done") { try batches(project) >= 1 || run.hasEnded }
    run.kill()
    #expect(try project.seedbed("backfill", "pause").status == 0)
    let count = try batches(project)
    let up = try project.seedbed("up")
    #expect(up.status == 2, "\(up.errors)")
    #expect(up.output.contains("1 paused"), "\(up.output)")
    #expect(try batches(project) <= count + 1)
  }

  @Test func `a second run waits for the first and finds nothing to do`() throws {
    let project = try project(batch: 100, seconds: 0.1)
    let runs = try (1...3).map { _ in try project.background("backfill") }
    for run in runs { #expect(try run.wait() == 0, "\(run.output)") }
    #expect(try project.rows("SELECT min(n), max(n) FROM t") == ["1|1"])
    #expect(runs.filter { $0.output.contains("1,000 rows changed") }.count == 1)
  }

  @Test func `whoever waits for a row of the batch makes the next one smaller`() throws {
    let project = try project(batch: 400, seconds: 0.6)
    let database = project.database
    let other = Aside {
      let connection = try database.connect()
      try Patience.until("the batch holds its rows") {
        try connection.run(
          simple: """
            SELECT 1 FROM pg_stat_activity WHERE datname = current_database()
              AND application_name = 'seedbed backfill' AND wait_event = 'PgSleep'
            """
        ).isEmpty == false
      }
      try connection.run(simple: "SELECT FROM t WHERE id = 1 FOR UPDATE")
    }
    var seen: [(waiters: Int, rows: Int)] = []
    try project.eachBatch { seen.append(($0, $1)) }
    try other.value()
    let hindered = try #require(seen.first { $0.waiters > 0 })
    #expect(hindered.rows == 200)
  }

  @Test func `a row that is locked makes the batch smaller until all around it is done`() throws {
    let project = try MigrationProject(
      "CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t SELECT generate_series(1, 50);",
      backfill: "-- seedbed: backfill batch=20\nUPDATE t SET n = 1 WHERE n IS NULL")
    let other = try project.connect()
    try other.run(simple: "BEGIN; SELECT FROM t WHERE id = 30 FOR UPDATE")
    let run = try project.background("backfill")
    try Patience.until("the rows before it are done") {
      try project.rows("SELECT count(*) FROM t WHERE n = 1") == ["29"] || run.hasEnded
    }
    #expect(!run.hasEnded, "\(run.output)")
    try other.run(simple: "COMMIT")
    #expect(try run.wait() == 0, "\(run.output)")
    #expect(try project.rows("SELECT count(*) FROM t WHERE n = 1") == ["50"])
  }

  @Test func `who keeps a batch from being done is named when the patience is over`() throws {
    let project = try MigrationProject(
      "CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t SELECT generate_series(1, 50);",
      backfill: "UPDATE t SET n = 1 WHERE n IS NULL")
    let other = try project.connect()
    try other.run(simple: "SET application_name = 'report'; BEGIN; SELECT FROM t FOR UPDATE")
    var backfiller = try project.backfiller()
    backfiller.patience = .milliseconds(100)
    let found = try problem { _ = try backfiller.run() }
    #expect(found.code == "backfill.blocked")
    #expect(found.exitStatus == .lockTimeout)
    #expect(found.notes.first?.contains("process \(other.backendProcessID), report") == true)
  }

  @Test func `a vacuum of the table is waited for`() throws {
    let project = try MigrationProject(
      """
      CREATE TABLE t (id int PRIMARY KEY, n int, pad text);
      INSERT INTO t SELECT i, NULL, repeat('x', 500) FROM generate_series(1, 5000) i;
      """, backfill: "UPDATE t SET n = 1 WHERE n IS NULL AND id <= 10")
    let database = project.database
    let vacuum = Aside {
      let connection = try database.connect()
      try connection.run(simple: "SET vacuum_cost_delay = 100; SET vacuum_cost_limit = 1")
      // It is cancelled in the end.
      _ = try? connection.run(simple: "VACUUM t")
    }
    let observer = try project.connect()
    try Patience.until("the vacuum works") {
      try observer.run(simple: "SELECT 1 FROM pg_stat_progress_vacuum WHERE relid = 't'::regclass")
        .isEmpty == false
    }
    let run = try project.background("backfill")
    try Patience.until("it rests") {
      run.output.contains("rests: a vacuum works on the table") || run.hasEnded
    }
    #expect(try project.rows("SELECT count(n) FROM t") == ["0"])
    #expect(
      try project.rows("SELECT waits_for FROM seedbed.backfills") == ["a vacuum works on the table"]
    )
    try observer.run(
      simple:
        "SELECT pg_cancel_backend(pid) FROM pg_stat_progress_vacuum WHERE relid = 't'::regclass")
    #expect(try run.wait() == 0, "\(run.output)")
    try vacuum.value()
    #expect(try project.rows("SELECT count(n) FROM t") == ["10"])
  }
}

extension MigrationProject {
  /// Runs the backfill's batches one by one, telling how many waited at the end of each, and how
  /// many rows the next one has.
  fileprivate func eachBatch(_ tell: (Int, Int) -> Void) throws {
    let progress = SilentProgress()
    let script = try #require(try openFolder().read().backfills().first)
    let database = try openDatabase()
    let watch = BackfillWatch(try database.connect(progress))
    let worker = try database.connect(applicationName: "seedbed backfill", progress)
    try BackfillLedger.create(on: worker)
    let table = try BackfillTable(script, on: worker)
    try BackfillLedger.start(
      script, of: 2, table: table, last: ["1000"], total: nil, on: worker)
    let batch = BackfillBatch(script: script, table: table, worker: worker, watch: watch)
    var size = BatchSize(script.options.batch)
    while let outcome = try batch.run(
      size: size, checksCondition: false, whileWaiting: {},
      complete: { outcome in
        if outcome.waiters > 0 { size.yield() }
        outcome.state.batchSize = size.rows
      })
    {
      tell(outcome.waiters, size.rows)
    }
  }
}
