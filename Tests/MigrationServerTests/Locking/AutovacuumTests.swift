import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// An autovacuum yields only to whoever has waited for the deadlock timeout, which the rungs of the
/// ladder never do. A server of its own vacuums soon and slowly, and takes its time to yield.
@Suite struct AutovacuumTests {
  @Test func `an autovacuum is made to yield`() throws {
    let place = try TemporaryFolder()
    let server = LocalServer(
      root: place.path, environment: ProcessEnvironment.current, durable: false)
    let target = try server.start(SilentProgress()).target(database: "postgres")
    defer { _ = try? server.stop(SilentProgress()) }
    let observer = try Connection(target)
    for setting in [
      "autovacuum_naptime = 1", "deadlock_timeout = '2s'", "autovacuum_vacuum_cost_delay = 100",
      "autovacuum_vacuum_cost_limit = 1",
    ] {
      try observer.run(simple: "ALTER SYSTEM SET \(setting)")
    }
    try observer.run(simple: "SELECT pg_reload_conf()")
    try observer.run(
      simple: """
        CREATE TABLE t (id int, pad text) WITH (autovacuum_vacuum_threshold = 1,
          autovacuum_vacuum_scale_factor = 0);
        INSERT INTO t SELECT i, repeat('x', 500) FROM generate_series(1, 5000) i;
        DELETE FROM t WHERE id % 2 = 0
        """)
    try Patience.until("autovacuum is at the table", .seconds(40)) {
      try observer.run(simple: "SELECT 1 FROM pg_stat_progress_vacuum").isEmpty == false
    }
    let folder = try TemporaryFolder()
    try folder.write("migrations/1_column.sql", "ALTER TABLE t ADD c int;")
    let run = try BackgroundRun("migrate", in: folder, url: target.url(includingPassword: true))
    #expect(try run.wait(.seconds(30)) == 0, "\(run.output)")
    #expect(run.output.contains("autovacuum: VACUUM"), "\(run.output)")
    #expect(run.output.contains("retreat"), "\(run.output)")
  }
}
