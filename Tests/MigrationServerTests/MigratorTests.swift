import Postgres
import TestSupport
import Testing

@testable import Seedbed

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite(.database) struct MigratorTests {
  @Test func `what is pending is applied in order, and the history says so`() throws {
    let project = try MigrationProject([
      "2_posts.sql": "CREATE TABLE posts (user_id int REFERENCES users);",
      "1_users/migration.sql": "CREATE TABLE users (id int PRIMARY KEY); SELECT 1;",
    ])
    let report = try project.migrate()
    #expect(report.applied.map(\.name) == ["1_users", "2_posts"])
    #expect(report.alreadyApplied == 0)
    #expect(
      try project.rows(
        """
        SELECT name, statements, applied_statements, failed_statement, error, origin,
          length(checksum), length(token_checksum), finished_at >= started_at, applied_by = user
        FROM seedbed.migrations ORDER BY id
        """) == [
          "1_users|2|2|NULL|NULL|seedbed|64|64|t|t", "2_posts|1|1|NULL|NULL|seedbed|64|64|t|t",
        ])
    #expect(try project.status().exitStatus == .success)
  }

  @Test func `the first run marks the database, an empty one as its environment says`() throws {
    let project = try MigrationProject(["1_users.sql": "CREATE TABLE users ()"])
    try project.migrate()
    #expect(
      try DatabaseMarker.read(from: project.connect())
        == DatabaseMarker(environment: "test", disposable: true, protected: false))
  }

  @Test func `with nothing pending no lock is taken and nothing is written`() throws {
    let project = try MigrationProject(["1_users.sql": "CREATE TABLE users ()"])
    try project.migrate()
    // Any write would be an error now, and waiting for the lock would be one at once. A server may
    // take a moment to end the session that had it before.
    let other = try project.connect()
    try RunLock(timeout: .seconds(30), progress: SilentProgress()).acquire(seenFrom: other) {
      try RunLock.lock.tryLock(on: other)
    }
    var migrator = try project.readOnlyMigrator()
    migrator.patience = .zero
    let session = try migrator.database.connect()
    #expect(
      try session.run(simple: "SHOW transaction_read_only").first?.string(0) == "on")
    let report = try migrator.run(on: session)
    #expect(report.applied.isEmpty)
    #expect(report.alreadyApplied == 1)

    try project.write("2_posts.sql", "CREATE TABLE posts ()")
    migrator = try project.migrator()
    migrator.patience = .zero
    let found = try problem { _ = try migrator.run(on: project.connect()) }
    #expect(found.exitStatus == .lockTimeout)
  }

  @Test func `a failure leaves nothing, and a mended file goes through`() throws {
    let project = try MigrationProject([
      "1_users.sql": "CREATE TABLE users (id int);",
      "2_posts.sql": "CREATE TABLE posts (id int);\nINSERT INTO users VALUES ('x');",
    ])
    let found = try problem { try project.migrate() }
    #expect(found.code == "migrate.statement_failed")
    #expect(found.location?.description == "migrations/2_posts.sql:2:27")
    #expect(found.exitStatus == .error)
    #expect(found.notes.contains("applied before it in this run: 1_users"))
    #expect(found.notes.contains("nothing of 2_posts took effect: its transaction was rolled back"))
    #expect(try project.rows("SELECT to_regclass('posts')") == ["NULL"])
    #expect(
      try project.rows(
        "SELECT failed_statement, rolled_back_at IS NOT NULL, error FROM seedbed.migrations "
          + "WHERE name = '2_posts'") == [
          "2|t|invalid input syntax for type integer (SQLSTATE 22P02) "
            + "at migrations/2_posts.sql:2:1"
        ])
    #expect(try project.status().exitStatus == .pending)

    try project.write("2_posts.sql", "CREATE TABLE posts (id int);")
    #expect(try project.migrate().applied.map(\.name) == ["2_posts"])
    #expect(try project.status().exitStatus == .success)
  }

  @Test func `all files are read before the first statement runs`() throws {
    let project = try MigrationProject([
      "1_users.sql": "CREATE TABLE users ();", "2_posts.sql": "CREATE TABLE posts (;",
      "3_tags.sql": "\\connect other",
    ])
    let found = try problem { try project.migrate() }
    #expect(found.all.map(\.code) == ["migrate.unclosed_parenthesis", "migrate.meta_command"])
    #expect(
      try project.rows("SELECT to_regclass('users'), to_regnamespace('seedbed')") == ["NULL|NULL"])
  }

  @Test func `a named pipe is not waited for`() throws {
    let project = try MigrationProject(["1_a.sql": "SELECT 1;"])
    #expect(mkfifo(project.folder.path + "/migrations/2_pipe.sql", 0o600) == 0)
    let found = try problem { try project.migrate() }
    #expect(found.code == "migrate.unreadable_file")
    #expect(found.location?.file == "migrations/2_pipe.sql")
  }

  @Test func `the place of an error counts characters, whatever bytes they have`() throws {
    let project = try MigrationProject([
      "1_x.sql": "-- 日本語のコメント\r\nSELECT 'é';\r\n  /* ü */ SELECT 'ж😀' || nowhere;\r\n"
    ])
    let found = try problem { try project.migrate() }
    #expect(found.location?.description == "migrations/1_x.sql:3:26")
    #expect(found.excerpt == "  /* ü */ SELECT 'ж😀' || nowhere;")
    #expect(found.notes.first == "SQLSTATE 42703")
  }

  @Test func `an error inside a DO block points at its line`() throws {
    let project = try MigrationProject([
      "1_x.sql": """
      CREATE TABLE t (i int);
      DO $do$
      BEGIN
        INSERT INTO t VALUES (1);
          PERFORM é FROM t;
      END $do$;
      """
    ])
    let found = try problem { try project.migrate() }
    #expect(found.location?.description == "migrations/1_x.sql:5:5")
    #expect(found.excerpt == "    PERFORM é FROM t;")
    #expect(!found.notes.contains { $0.hasPrefix("in: ") })
  }

  @Test func `a statement's rows are not kept, however many there are`() throws {
    let connection = try TestDatabase.current.connect()
    let answer = try connection.run(
      simple: "SELECT generate_series(1, 1000)", discardingRows: true)
    #expect(answer.count == 0)
    #expect(answer.tag == "SELECT 1000")
    let error = #expect(throws: PostgresError.self) {
      try connection.run(simple: "SELECT 1 / (3 - generate_series(1, 5))", discardingRows: true)
    }
    #expect(error?.sqlState == "22012")
    #expect(try connection.run(simple: "SELECT 7").first?.int(0) == 7)
    let project = try MigrationProject([
      "1_rows.sql": """
      SELECT generate_series(1, 1000);
      COPY (SELECT generate_series(1, 1000)) TO STDOUT;
      CREATE TABLE t (i int);
      """
    ])
    #expect(try project.migrate().applied.count == 1)
  }

  @Test func `an error without a place points at its statement, and shows no values`() throws {
    let project = try MigrationProject([
      "1_x.sql": """
      CREATE TABLE t (email text PRIMARY KEY);
      INSERT INTO t VALUES ('ada@example.com');
        INSERT INTO t SELECT 'ada@' || 'example.com';
      """
    ])
    let found = try problem { try project.migrate() }
    #expect(found.location?.description == "migrations/1_x.sql:3:3")
    #expect(found.notes.contains("DETAIL: Key (email) already exists."))
    #expect(!found.notes.joined().contains("ada@"))
  }

  @Test func `a deferred constraint that fails at COMMIT leaves nothing`() throws {
    let project = try MigrationProject([
      "1_x.sql": """
      CREATE TABLE a (id int PRIMARY KEY);
      CREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED);
      INSERT INTO b VALUES (1);
      """
    ])
    let found = try problem { try project.migrate() }
    #expect(found.message.hasSuffix("said at COMMIT"))
    #expect(try project.rows("SELECT to_regclass('a')") == ["NULL"])
    #expect(try project.status().plan.pending.count == 1)
  }

  @Test func `a target leaves what comes after it`() throws {
    let project = try MigrationProject(["1_a.sql": "", "2_b.sql": "-- empty\n", "3_c.sql": ";"])
    let report = try project.migrate(MigrationChoice(target: "2"))
    #expect(report.applied.map(\.name) == ["1_a", "2_b"])
    #expect(report.pending == 1)
    #expect(try project.status().plan.pending.map(\.migration.name) == ["3_c"])
  }

  @Test func `--accept takes a file over in which only comments have changed`() throws {
    let project = try MigrationProject(["1_a.sql": "SELECT 1;"])
    try project.migrate()
    try project.write("1_a.sql", "-- explained\nSELECT 1;")
    #expect(try project.migrate().realigned.isEmpty)
    #expect(try project.status().plan.edited.map(\.isLayoutOnly) == [true])
    #expect(try project.status().exitStatus == .success)
    #expect(try project.migrate(MigrationChoice(acceptsLayout: true)).realigned == ["1_a"])
    #expect(try project.status().plan.edited.isEmpty)
  }

  @Test func `five runs at once apply everything once`() async throws {
    let project = try MigrationProject([
      "1_a.sql": "CREATE TABLE a (); SELECT pg_sleep(0.1)", "2_b.sql": "CREATE TABLE b ();",
      "3_c.sql": "CREATE INDEX CONCURRENTLY c ON b ((1));",
    ])
    let applied = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 1...5 { group.addTask { try project.migrate().applied.count } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(applied.sorted() == [0, 0, 0, 0, 3])
    #expect(try project.rows("SELECT count(*) FROM seedbed.migrations") == ["3"])
  }

  @Test func `a statement that a dead run left at work is waited for`() throws {
    let project = try MigrationProject(["1_a.sql": "CREATE TABLE a ()"])
    let orphan = try project.connect()
    try orphan.run(simple: "SELECT pg_advisory_lock_shared(\(OrphanedStatement.lock.key))")
    var migrator = try project.migrator()
    migrator.patience = .zero
    let found = try problem { _ = try migrator.run(on: project.connect()) }
    #expect(found.code == "lock.orphaned_statement")
    #expect(found.exitStatus == .lockTimeout)
    try orphan.run(simple: "SELECT pg_advisory_unlock_all()")
    #expect(try migrator.run(on: project.connect()).applied.count == 1)
  }

  @Test func `without the session that holds the lock nothing more is committed`() throws {
    let project = try MigrationProject([
      "1_t.sql": "CREATE TABLE t (i int);", "2_t.sql": "ALTER TABLE t ADD j int;",
    ])
    try project.migrate(MigrationChoice(target: "1"))
    let gate = try project.connect()
    try gate.run(simple: "BEGIN; LOCK TABLE t IN ACCESS SHARE MODE")
    let run = Aside { try problem { try project.migrate() } }
    try Patience.until("the run waits for the table") {
      try GatedMigration.waiting(project.connect()) != nil
    }
    let holder = try #require(try RunLock.lock.holder(seenFrom: project.connect()))
    try project.run("SELECT pg_terminate_backend(\(holder.processID), 10000)")
    try gate.run(simple: "COMMIT")
    let found = try run.value()
    #expect(found.message.hasPrefix("the session that holds the lock against other runs was lost"))
    #expect(found.location?.file == "migrations/2_t.sql")
    #expect(try project.status().plan.pending.map(\.migration.name) == ["2_t"])
    #expect(try project.migrate().applied.map(\.name) == ["2_t"])
  }

  @Test func `notices are said with the place of their statement, and kept`() throws {
    let project = try MigrationProject([
      "1_a.sql": "SELECT 1;\nDO $$ BEGIN RAISE NOTICE 'moved % rows', 3; END $$;"
    ])
    let recorder = Recorder()
    try project.migrate(MigrationChoice(), recorder)
    let line = "migrations/1_a.sql:2:1: NOTICE: moved 3 rows"
    #expect(recorder.notes == [line])
    #expect(try project.rows("SELECT log FROM seedbed.migrations") == [line])
  }
}
