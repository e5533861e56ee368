import Postgres
import SQLScript
import TestSupport
import Testing

@testable import Seedbed

/// Migrations that cannot be one transaction.
@Suite(.database) struct SegmentRunTests {
  @Test func `a mixed file that fails says how far it is, and goes on from there`() throws {
    let file = { (last: String) in
      """
      SET search_path = app;
      CREATE TABLE t (i int);
      CREATE INDEX CONCURRENTLY i ON t (i);
      INSERT INTO t VALUES (1);
      \(last)
      """
    }
    let project = try MigrationProject(["1_mixed.sql": file("INSERT INTO t VALUES (nowhere);")])
    try project.run("CREATE SCHEMA app")
    let found = try problem { try project.migrate() }
    #expect(found.location?.description == "migrations/1_mixed.sql:5:23")
    #expect(found.exitStatus == .attention)
    #expect(found.notes.contains("of 1_mixed, 3 of 5 statements took effect before it, and stay"))

    let status = try project.status()
    #expect(status.exitStatus == .attention)
    #expect(
      status.plan.partial.first?.applied.account == [
        "statements 1 to 3 of 5 are applied",
        "statement 5 failed: column \"nowhere\" does not exist (SQLSTATE 42703) "
          + "at migrations/1_mixed.sql:5:1",
      ])
    #expect(try project.rows("SELECT * FROM app.t") == [])

    // What is applied is not run again, and the file's search path holds in the new session.
    try project.write("1_mixed.sql", "-- mended\n" + file("INSERT INTO t VALUES (2);"))
    #expect(try project.migrate().applied.map(\.name) == ["1_mixed"])
    #expect(try project.rows("SELECT * FROM app.t") == ["1", "2"])
    #expect(try project.status().exitStatus == .success)
  }

  @Test func `a part that was applied and then changed stops the run`() throws {
    let project = try MigrationProject(["1_a.sql": "CREATE TABLE t ();VACUUM;SELECT nowhere;"])
    _ = try problem { try project.migrate() }
    try project.write("1_a.sql", "CREATE TABLE u ();VACUUM;SELECT 1;")
    let found = try problem { try project.migrate() }
    #expect(found.code == "migrate.changed_beginning")
    #expect(found.exitStatus == .attention)
    // Said to be gone, it is run from its beginning.
    _ = try project.resolve("1_a", .rolledBack)
    #expect(try project.migrate().applied.count == 1)
    #expect(try project.rows("SELECT to_regclass('u')") == ["u"])
  }

  @Test(arguments: ["", "IF NOT EXISTS "])
  func `an invalid index that a failure left is built anew`(condition: String) throws {
    let project = try MigrationProject([
      "1_t.sql": "CREATE TABLE \"T\" (i int); INSERT INTO \"T\" VALUES (1), (1);",
      "2_i.sql": "CREATE UNIQUE INDEX CONCURRENTLY \(condition)\"T_i\" ON \"T\" (i);",
    ])
    let found = try problem { try project.migrate() }
    #expect(found.notes.first == "SQLSTATE 23505")
    let status = try project.status()
    #expect(status.invalidIndexes == ["public.\"T_i\" on \"T\""])
    #expect(status.plan.partial.first?.applied.failedStatement == 1)

    try project.run("DELETE FROM \"T\"; INSERT INTO \"T\" VALUES (1)")
    let recorder = Recorder()
    try project.migrate(MigrationChoice(), recorder)
    #expect(recorder.notes.contains { $0.hasPrefix("dropping the invalid index public.\"T_i\"") })
    #expect(
      try project.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = '\"T_i\"'::regclass")
        == ["t"])
    #expect(try project.status().exitStatus == .success)
  }

  @Test(arguments: ["INDEX CONCURRENTLY t_i", "(CONCURRENTLY) TABLE t", "TABLE CONCURRENTLY t"])
  func `what an earlier REINDEX has left is dropped`(what: String) throws {
    let project = try MigrationProject(["1_r.sql": "REINDEX \(what);"])
    // As a REINDEX leaves them that was cut short.
    try project.run(
      """
      CREATE TABLE t (i int); CREATE INDEX t_i ON t (i);
      CREATE INDEX t_i_ccnew ON t (i); CREATE INDEX t_i_ccold1 ON t (i);
      CREATE INDEX t_i_ccnew_kept ON t (i);
      UPDATE pg_index SET indisvalid = false WHERE indexrelid::regclass::text ~ '_cc'
      """)
    let recorder = Recorder()
    try project.migrate(MigrationChoice(), recorder)
    #expect(
      try project.rows(
        "SELECT relname FROM pg_class WHERE relkind = 'i' AND relname LIKE 't_i%' ORDER BY 1")
        == ["t_i", "t_i_ccnew_kept"])
    #expect(
      recorder.notes.filter { $0.hasPrefix("dropping the invalid index public.t_i_cc") }.count == 2)
  }

  @Test func `an index without a name that fails leaves none behind`() throws {
    let project = try MigrationProject([
      "1_i.sql": "CREATE UNIQUE INDEX CONCURRENTLY ON t (i);"
    ])
    try project.run(
      """
      CREATE TABLE t (i int); INSERT INTO t VALUES (1), (1); CREATE INDEX t_other ON t (i);
      UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't_other'::regclass
      """)
    let found = try problem { try project.migrate() }
    #expect(found.notes.first == "SQLSTATE 23505")
    // What somebody else has left is none of its business.
    #expect(try project.status().invalidIndexes == ["public.t_other on t"])
    try project.run("DELETE FROM t")
    try project.migrate()
    #expect(
      try project.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_i_idx'::regclass")
        == ["t"])
  }

  @Test func `how far the build of an index is stands on the live line`() throws {
    let project = try MigrationProject(["1_i.sql": "CREATE INDEX CONCURRENTLY i ON t (i);"])
    try project.run("CREATE TABLE t (i int)")
    let writer = try project.connect()
    try writer.run(simple: "BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE")
    let recorder = Recorder()
    let run = Aside { try project.migrate(MigrationChoice(), recorder) }
    try Patience.until("the phase is shown") {
      recorder.activities.contains { $0.hasPrefix("1_i, statement 1 of 1: waiting for writers") }
    }
    try writer.run(simple: "COMMIT")
    #expect(try run.value().applied.count == 1)
  }

  @Test func `a value added to an enum can be used by the statements after it`() throws {
    let project = try MigrationProject([
      "1_e.sql": """
      CREATE TYPE mood AS ENUM ('sad');
      ALTER TYPE mood ADD VALUE 'glad';
      CREATE TABLE t (m mood);
      INSERT INTO t VALUES ('glad');
      """
    ])
    try project.migrate()
    #expect(try project.rows("SELECT m FROM t") == ["glad"])
  }

  @Test func `the file's own transactions run as they are written`() throws {
    let project = try MigrationProject([
      "1_own.sql": """
      BEGIN;
      CREATE TABLE a (i int);
      SAVEPOINT s;
      INSERT INTO a VALUES (1);
      ROLLBACK TO s;
      COMMIT;
      VACUUM a;
      BEGIN;
      INSERT INTO a VALUES (2);
      SELECT nowhere;
      COMMIT;
      """
    ])
    let found = try problem { try project.migrate() }
    #expect(found.location?.line == 10)
    let partial = try #require(try project.status().plan.partial.first?.applied)
    #expect(partial.appliedStatements == 7)
    #expect(partial.failedStatement == 10)
    let text = try #require(project.folder.read("migrations/1_own.sql"))
    try project.write("1_own.sql", text.replacing("SELECT nowhere", with: "SELECT 1"))
    try project.migrate()
    #expect(try project.rows("SELECT i FROM a") == ["2"])
    #expect(try project.status().exitStatus == .success)
  }

  @Test func `a file that is one transaction of its own leaves nothing when it fails`() throws {
    let project = try MigrationProject([
      "1_own.sql": "BEGIN;\nCREATE TABLE a ();\nSELECT nowhere;\nCOMMIT;"
    ])
    let found = try problem { try project.migrate() }
    #expect(found.exitStatus == .error)
    #expect(try project.rows("SELECT to_regclass('a')") == ["NULL"])
    #expect(try project.status().exitStatus == .pending)
  }

  @Test func `a transaction of the file's own may be read only`() throws {
    let project = try MigrationProject([
      "1_own.sql": "BEGIN READ ONLY; SELECT 1; COMMIT; CREATE TABLE a ();"
    ])
    try project.migrate()
    #expect(try project.status().exitStatus == .success)
  }

  @Test(arguments: ["REINDEX TABLE p;", "DO $$ BEGIN COMMIT; END $$;"])
  func `what only the server knows to stand alone is told how`(text: String) throws {
    let project = try MigrationProject(["1_p.sql": text])
    try project.run(
      """
      CREATE TABLE p (i int) PARTITION BY LIST (i); CREATE INDEX pi ON p (i);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)
      """)
    #expect(
      try problem { try project.migrate() }.hint?.contains("-- seedbed: transaction off") == true)
    try project.write("1_p.sql", "-- seedbed: transaction off\n\(text)")
    #expect(try project.migrate().applied.count == 1)
  }

  @Test func `without a transaction a procedure may commit`() throws {
    let project = try MigrationProject([
      "1_p.sql": """
      -- seedbed: transaction off
      CREATE TABLE t (i int);
      DO $$ BEGIN FOR i IN 1..3 LOOP INSERT INTO t VALUES (i); COMMIT; END LOOP; END $$;
      """
    ])
    try project.migrate()
    #expect(try project.rows("SELECT count(*) FROM t") == ["3"])
  }

  @Test func `what a run that died was at is settled by a person, by statement`() throws {
    let project = try MigrationProject([
      "1_p.sql": """
      -- seedbed: transaction off
      CREATE TABLE t (i int);
      INSERT INTO t VALUES (1);
      INSERT INTO t VALUES (2);
      """
    ])
    try project.migrate()
    try project.run("DELETE FROM t WHERE i = 2")
    let prefix = try TokenPrefix.checksum(
      ofFirst: 1,
      of: Migration.named("1_p", #require(project.folder.read("migrations/1_p.sql"))).script()
        .script)
    try project.run(
      """
      UPDATE seedbed.migrations SET finished_at = NULL, applied_statements = 1,
        failed_statement = 2, token_checksum = '\(prefix)'
      """)
    let found = try problem { try project.migrate() }
    #expect(found.location?.line == 3)
    #expect(found.exitStatus == .attention)
    #expect(found.notes.contains("of 1_p, 1 of 3 statements took effect before it, and stay"))
    // Asking again does not make it run.
    _ = try problem { try project.migrate() }
    _ = try project.resolve("1", .appliedStatements(2))
    try project.migrate()
    #expect(try project.rows("SELECT i FROM t") == ["1", "2"])
  }
}

extension Migration {
  static func named(_ name: String, _ text: String) -> Migration {
    Migration(
      name: name, file: MigrationFile(path: "", name: "migrations/\(name).sql"),
      text: SourceText(text))
  }
}
