import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// `kill -9` at any moment: no row is lost, and no batch that was finished is done again.
@Suite(.database) struct BackfillKillTests {
  @Test func `twelve times, beside inserts and deletes`() throws {
    let project = try MigrationProject(
      """
      CREATE TABLE t (a int, b uuid DEFAULT gen_random_uuid(), n int NOT NULL DEFAULT 0,
        PRIMARY KEY (a, b));
      INSERT INTO t (a) SELECT i / 7 FROM generate_series(1, 5000) i;
      CREATE FUNCTION rest() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(0.21); RETURN NULL; END $$;
      CREATE TRIGGER rest AFTER UPDATE ON t FOR EACH STATEMENT EXECUTE FUNCTION rest();
      """,
      // Only the cursor keeps a row from being counted twice.
      backfill: "-- seedbed: backfill batch=50 pause=20ms verify=range\nUPDATE t SET n = n + 1")
    let application = try project.connect()
    var random = FixedRandom(state: FuzzEffort.seed)
    for kill in 1...12 {
      let before = try batches(application)
      let run = try project.background("backfill")
      try Patience.until("a batch is done") {
        try batches(application) > before || run.hasEnded
      }
      #expect(!run.hasEnded, "\(kill): \(run.output)")
      Patience.pause(.microseconds(random.upTo(150_000)))
      run.kill()
      try application.run(
        simple: """
          INSERT INTO t (a, n) SELECT 1000 + i, -1 FROM generate_series(1, 20) i;
          DELETE FROM t WHERE b IN (SELECT b FROM t WHERE a < 700 ORDER BY random() LIMIT 10)
          """)
    }
    try application.run(simple: "DROP TRIGGER rest ON t")
    let last = try project.seedbed("backfill", "--json")
    #expect(last.status == 0, "\(last.output)")
    #expect(last.output.contains(#""verified":true"#))
    #expect(
      try project.rows("SELECT n, count(*) FROM t GROUP BY n ORDER BY n") == ["-1|240", "1|4880"])
    #expect(
      try project.rows("SELECT rows_changed <= 5000, pass FROM seedbed.backfills") == ["t|1"])
  }

  private func batches(_ connection: Connection) throws -> Int {
    guard try BackfillLedger.exists(on: connection) else { return 0 }
    return try connection.run(simple: "SELECT batches FROM seedbed.backfills").first?.int(0) ?? 0
  }
}
