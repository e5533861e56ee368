import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// What a migration finds and leaves in its session.
@Suite(.database) struct SessionTests {
  @Test func `nothing that a file sets reaches the next one or the history`() throws {
    let project = try MigrationProject([
      "1_set.sql": """
      CREATE TABLE t (i int);
      CREATE TEMP TABLE scratch (i int);
      SET search_path = '';
      SET work_mem = '77MB';
      SET ROLE pg_monitor;
      """,
      "2_look.sql": """
      CREATE TABLE seen AS SELECT current_user = session_user AS role,
        current_setting('work_mem') = '77MB' AS memory, current_setting('search_path') = '' AS path,
        to_regclass('scratch') IS NOT NULL AS scratch;
      """,
    ])
    try project.migrate()
    #expect(try project.rows("SELECT * FROM seen") == ["t|f|f|f"])
    #expect(
      try project.rows("SELECT DISTINCT applied_by = session_user FROM seedbed.migrations") == ["t"]
    )
  }

  @Test func `a session that is used again is as good as new`() throws {
    let project = try MigrationProject([
      "1_plain.sql": """
      CREATE TEMP TABLE scratch (i int);
      CREATE TABLE t (i int DEFAULT 1);
      CREATE TEMP SEQUENCE numbers;
      CREATE TABLE session (pid int, scratch bool, lock_timeout text);
      INSERT INTO session VALUES (pg_backend_pid());
      INSERT INTO t SELECT length(pg_advisory_lock(4242)::text);
      INSERT INTO t SELECT length(set_config('work_mem', '77MB', false)
        || set_config('role', 'pg_monitor', false));
      """,
      "2_look.sql": """
      -- seedbed: lock-timeout 7s
      INSERT INTO session VALUES (pg_backend_pid(),
        to_regclass('scratch') IS NOT NULL OR current_setting('work_mem') = '77MB'
          OR current_user <> session_user OR to_regclass('numbers') IS NOT NULL
          OR EXISTS (SELECT FROM pg_locks WHERE objid = 4242 AND pid = pg_backend_pid()),
        current_setting('lock_timeout'));
      DROP TABLE t;
      """,
      "3_look.sql":
        "INSERT INTO session VALUES (pg_backend_pid(), false, current_setting('lock_timeout'))",
    ])
    try project.migrate()
    #expect(
      try project.rows(
        "SELECT count(DISTINCT pid), bool_or(scratch), array_agg(lock_timeout) FROM session")
        == ["1|f|{NULL,7s,0}"])
  }

  /// A session after a script that made a table, ready for the next.
  private func renewed(_ project: MigrationProject) throws -> MigrationSession {
    let database = try project.openDatabase()
    let keeper = try RunKeeper(database, patience: .seconds(1), SilentProgress())
    let session = try MigrationSession(
      to: database, as: keeper.identity, lockTimeout: nil, SilentProgress())
    try session.connection.run(simple: "BEGIN; CREATE TABLE kept ()")
    #expect(try session.commit("SELECT 1", .atCommit, renewing: true) == "COMMIT")
    #expect(session.connection.transactionStatus == .inTransaction)
    #expect(try project.rows("SELECT to_regclass('kept')") == ["kept"])
    return session
  }

  @Test func `a lock timeout outlives the attempt that is rolled back`() throws {
    let session = try renewed(MigrationProject())
    try session.renew(lockTimeout: 7000, beginning: true)
    try session.connection.run(simple: "ROLLBACK")
    #expect(try session.connection.run(simple: "SHOW lock_timeout").first?.string(0) == "7s")
    try session.renew(lockTimeout: nil, beginning: false)
    #expect(try session.connection.run(simple: "SHOW lock_timeout").first?.string(0) == "0")
    #expect(session.connection.transactionStatus == .idle)
  }

  @Test func `a session that ended after its commit is not used again`() throws {
    let project = try MigrationProject()
    let session = try renewed(project)
    try project.run("SELECT pg_terminate_backend(\(session.connection.backendProcessID), 10000)")
    #expect(throws: PostgresError.self) { try session.renew(lockTimeout: nil, beginning: true) }
  }

  @Test func `a role set in one segment holds in the next`() throws {
    let project = try MigrationProject([
      "1_set.sql": """
      CREATE TABLE who (name text);
      GRANT ALL ON who TO pg_monitor;
      SET ROLE pg_monitor;
      ALTER TYPE public.mood ADD VALUE IF NOT EXISTS 'sad';
      """
    ])
    try project.run("CREATE TYPE mood AS ENUM ('sad'); ALTER TYPE mood OWNER TO pg_monitor")
    try project.write(
      "1_set.sql",
      #require(project.folder.read("migrations/1_set.sql"))
        + "INSERT INTO who VALUES (current_user);")
    try project.migrate()
    #expect(try project.rows("SELECT name FROM who") == ["pg_monitor"])
  }

  @Test func `what is set for the database or a role holds for the next file`() throws {
    let project = try MigrationProject()
    try project.write(
      "1_set.sql",
      "CREATE SCHEMA app; ALTER DATABASE \(project.database.name) SET search_path = app, public;")
    try project.write("2_look.sql", "CREATE TABLE t (i int);")
    try project.migrate()
    #expect(try project.rows("SELECT to_regclass('app.t') IS NOT NULL") == ["t"])
  }

  @Test(arguments: ["", "BEGIN;", "-- seedbed: transaction off\nBEGIN;"])
  func `what is deferred to the end runs as the file would have it`(start: String) throws {
    let project = try MigrationProject([
      "1_t.sql": """
      \(start)
      CREATE SCHEMA app;
      SET LOCAL search_path = app;
      CREATE TABLE t (i int);
      CREATE TABLE said (i int, by text);
      CREATE FUNCTION say() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO said VALUES (NEW.i, current_user);
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER say AFTER INSERT ON t DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION say();
      GRANT ALL ON SCHEMA app TO pg_monitor;
      GRANT ALL ON t, said TO pg_monitor;
      SET LOCAL ROLE pg_monitor;
      INSERT INTO t VALUES (7);
      \(start.isEmpty ? "" : "COMMIT;")
      """
    ])
    try project.migrate()
    #expect(try project.rows("SELECT * FROM app.said") == ["7|pg_monitor"])
  }

  @Test func `another user set by the file does not write the history`() throws {
    let project = try MigrationProject([
      "1_set.sql": "SET SESSION AUTHORIZATION pg_monitor; SELECT 1; VACUUM; SELECT 2;"
    ])
    try project.migrate()
    #expect(try project.status().exitStatus == .success)
  }

  @Test func `timeouts of the database do not end a migration`() throws {
    let project = try MigrationProject([
      "1_slow.sql": "SELECT pg_sleep(0.3);", "2_now.sql": "SELECT 1;",
    ])
    try project.run("ALTER DATABASE \(project.database.name) SET statement_timeout = '100ms'")
    #expect(try project.migrate().applied.count == 2)
  }

  @Test func `the lock timeout of the directive holds`() throws {
    let project = try MigrationProject([
      "1_t.sql": "CREATE TABLE t ();",
      "2_alter.sql": "-- seedbed: lock-timeout 50ms\nALTER TABLE t ADD i int;",
    ])
    try project.migrate(MigrationChoice(target: "1"))
    let other = try project.connect()
    try other.run(simple: "BEGIN; LOCK TABLE t IN ACCESS SHARE MODE")
    #expect(try problem { try project.migrate() }.notes.first == "SQLSTATE 55P03")
  }

  @Test func `a file of another machine makes the same function, and data may be missing`() throws {
    let project = try MigrationProject([
      "1_f.sql":
        "\u{FEFF}CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$\r\nBEGIN\r\n  RETURN 1;\r\n"
        + "END $$;\r\nCREATE TABLE t (i int);\r\nCOPY t FROM STDIN;"
    ])
    try project.migrate()
    #expect(
      try project.rows("SELECT position(E'\\r' IN prosrc) FROM pg_proc WHERE proname = 'f'") == [
        "0"
      ])
    #expect(try project.rows("SELECT count(*) FROM t") == ["0"])
  }

  @Test func `what pg_dump writes is a migration`() throws {
    let project = try MigrationProject([
      "1_dump.sql": """
      \\restrict abc
      SET statement_timeout = 0;
      SELECT pg_catalog.set_config('search_path', '', false);
      SET check_function_bodies = false;
      CREATE TABLE public.t (i integer, s text);
      COPY public.t (i, s) FROM stdin;
      1\tone; two
      2\t\\N
      \\.
      ALTER TABLE ONLY public.t ADD CONSTRAINT t_pkey PRIMARY KEY (i);
      \\unrestrict abc

      """,
      "2_next.sql": "INSERT INTO t VALUES (3, 'three');",
    ])
    try project.migrate()
    #expect(
      try project.rows("SELECT * FROM t ORDER BY i") == ["1|one; two", "2|NULL", "3|three"])
  }
}
