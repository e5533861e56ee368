import TestSupport
import Testing

@testable import Seedbed

/// Runs through PgBouncer.
@Suite(
  .database, .serialized,
  .enabled(if: Pooler.program != nil, "PgBouncer is not installed (Debian: pgbouncer)"))
struct PoolerTests {
  @Test(arguments: [Pooler.Mode.transaction, .statement])
  func `a pooler that keeps no sessions is refused, and what to do is said`(_ mode: Pooler.Mode)
    throws
  {
    let project = try MigrationProject(["1_t.sql": "CREATE TABLE t ();"])
    let pooler = try Pooler(mode, before: project.database)
    let outcome = try project.seedbed("migrate", "--database-url", pooler.url)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("through a pooler that does not keep a session's locks"))
    #expect(outcome.errors.contains("the server's own URL"))
    #expect(
      try project.rows("SELECT to_regclass('t'), to_regclass('seedbed.migrations')")
        == ["NULL|NULL"])
    // Nothing is left on the server's sessions that the next client gets.
    let left = """
      SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database
      WHERE l.locktype = 'advisory' AND d.datname = current_database()
      """
    #expect(try project.rows(left) == ["0"])
  }

  @Test func `a pooler that keeps sessions is as good as the server`() throws {
    let project = try MigrationProject([
      "1_t.sql": "CREATE TABLE t (i int);", "2_i.sql": "CREATE INDEX CONCURRENTLY i ON t (i);",
    ])
    let pooler = try Pooler(.session, before: project.database)
    let outcome = try project.seedbed("migrate", "--database-url", pooler.url)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try project.status().exitStatus == .success)
  }

  @Test func `what needs no lock goes through any pooler`() throws {
    let project = try MigrationProject(["1_t.sql": "CREATE TABLE t (i int);"])
    let pooler = try Pooler(.transaction, before: project.database)
    #expect(try project.seedbed("status", "--database-url", pooler.url).status == 2)
    try project.migrate()
    #expect(try project.seedbed("migrate", "--database-url", pooler.url).status == 0)
    #expect(try project.seedbed("status", "--database-url", pooler.url).status == 0)
  }
}
