import Postgres
import TestSupport
import Testing

@testable import Seedbed

extension MigrationProject {
  func plan(
    _ choice: MigrationChoice = MigrationChoice(), as url: String? = nil,
    _ progress: any Progress = SilentProgress()
  ) throws -> PlanReport {
    let project = try project(as: url)
    return try MigrationPreview(project, project.database(), project.migrations(), progress)
      .run(choice)
  }
}

extension StatementEffect {
  /// `ACCESS EXCLUSIVE users; scan users`
  var said: String {
    (locks.map { "\($0.mode.name) \($0.relation)" }
      + work.map { "\($0.kind.rawValue) \($0.relation)" }).joined(separator: "; ")
  }
}

@Suite(.database) struct ForecastTests {
  private static let users = """
    CREATE TABLE users (id int PRIMARY KEY, email text, team int);
    CREATE INDEX ON users (email);
    CREATE TABLE teams (id int PRIMARY KEY);
    """

  private func project(_ text: String) throws -> MigrationProject {
    let project = try MigrationProject(["1_users.sql": Self.users])
    try project.migrate()
    try project.write("2_next.sql", text)
    return project
  }

  @Test func `locks, scans, rewrites and builds are those of each statement`() throws {
    let project = try project(
      """
      ALTER TABLE users ADD COLUMN name text;
      ALTER TABLE users ALTER COLUMN email SET NOT NULL;
      ALTER TABLE users ALTER COLUMN id TYPE bigint;
      CREATE INDEX ON users (team);
      ALTER TABLE users ADD FOREIGN KEY (team) REFERENCES teams NOT VALID;
      CREATE TABLE notes (id int PRIMARY KEY, author bigint REFERENCES users);
      CREATE INDEX ON notes (author);
      """)
    let plan = try project.plan()
    #expect(plan.means == .copy)
    #expect(plan.exitStatus == .pending)
    let effects = plan.statements.map(\.effect)
    #expect(effects.allSatisfy { $0.source == .observed })
    #expect(
      effects.map(\.said) == [
        "ACCESS EXCLUSIVE users", "ACCESS EXCLUSIVE users; scan users",
        "ACCESS EXCLUSIVE users; rewrite users", "SHARE users; index_build users",
        "SHARE ROW EXCLUSIVE teams; SHARE ROW EXCLUSIVE users", "SHARE ROW EXCLUSIVE users", "",
      ])
    #expect(try project.rows("SELECT to_regclass('notes') IS NULL") == ["t"])
  }

  @Test func `what a transaction holds counts while a later statement of it works`() throws {
    let project = try project(
      "ALTER TABLE users ADD CHECK (id > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT users_id_check;"
    )
    try project.run(
      "INSERT INTO users SELECT i, repeat('x', 300), 1 FROM generate_series(1, 40000) i")
    let effect = try project.plan().statements[1].effect
    #expect(effect.said == "SHARE UPDATE EXCLUSIVE users; scan users")
    #expect(effect.held == [StatementEffect.Lock(.accessExclusive, on: "users")])
    #expect(effect.lockClass == .longStrong)
    try project.write(
      "2_next.sql",
      """
      -- seedbed: transaction off
      ALTER TABLE users ADD CHECK (id > 0) NOT VALID; ALTER TABLE users VALIDATE CONSTRAINT users_id_check;
      """)
    let alone = try project.plan().statements.map(\.effect)
    #expect(alone.map(\.lockClass) == [.briefStrong, .longWeak])
    #expect(alone[1].work.first?.size?.bytes ?? 0 > 10_000_000)
  }

  @Test func `statements that stand alone are looked at while they wait`() throws {
    let project = try project(
      """
      CREATE INDEX CONCURRENTLY i ON users (team);
      REINDEX INDEX CONCURRENTLY i;
      DROP INDEX CONCURRENTLY i;
      VACUUM users;
      VACUUM FULL users;
      """)
    let effects = try project.plan().statements.map(\.effect)
    #expect(
      effects.map(\.said) == [
        "SHARE UPDATE EXCLUSIVE users; index_build users",
        "SHARE UPDATE EXCLUSIVE users; index_build users", "SHARE UPDATE EXCLUSIVE users",
        "SHARE UPDATE EXCLUSIVE users; scan users", "ACCESS EXCLUSIVE users; rewrite users",
      ])
    #expect(effects.allSatisfy { $0.source == .observed })
  }

  @Test func `DDL inside of DO and EXECUTE is seen, with the schema in the name`() throws {
    let project = try MigrationProject([
      "1_a.sql": "CREATE SCHEMA app; CREATE TABLE app.\"Odd name\" (i int);"
    ])
    try project.migrate()
    try project.write(
      "2_b.sql",
      #"DO $$ BEGIN EXECUTE format('ALTER TABLE app.%I ALTER i TYPE text', 'Odd name'); END $$;"#)
    #expect(
      try project.plan().statements[0].effect.said
        == "ACCESS EXCLUSIVE app.Odd name; rewrite app.Odd name")
  }

  @Test func `a statement that only rows let succeed is predicted, and the others observed`() throws
  {
    let project = try project(
      """
      DO $$ BEGIN IF NOT EXISTS (SELECT FROM users) THEN RAISE 'no users'; END IF; END $$;
      ALTER TABLE users ADD COLUMN name text;
      """)
    try project.run("INSERT INTO users VALUES (1)")
    let effects = try project.plan().statements.map(\.effect)
    #expect(effects.map(\.source) == [.predicted, .observed])
    #expect(effects[0].note == "failed in the shadow database: no users")
    #expect(effects[1].said == "ACCESS EXCLUSIVE users")
  }

  /// A trigger that counts would fail at the second row.
  private static let counted = """
    CREATE FUNCTION once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF current_setting('test.seen', true) = 'yes' THEN RAISE 'a second row'; END IF;
      PERFORM set_config('test.seen', 'yes', false);
      RETURN NEW;
    END $$;
    CREATE TRIGGER once BEFORE INSERT ON teams FOR EACH ROW EXECUTE FUNCTION once();
    """

  @Test func `of changes that differ in their values alone one is run`() throws {
    let project = try project("")
    try project.run(Self.counted)
    let rows = (3...400).map { "INSERT INTO teams VALUES (\($0)), (NULL);\n" }.joined()
    try project.write(
      "2_next.sql",
      """
      INSERT INTO teams VALUES (1);
      INSERT INTO teams (id) VALUES (-2);
      UPDATE users SET team = 1 WHERE id = 1;
      UPDATE users SET team = 2 WHERE id = 2;
      \(rows)
      """)
    let effects = try project.plan().statements.map(\.effect)
    #expect(effects.count == 402)
    // The second has another shape, and fails.
    #expect(effects.map { $0.note == nil } == [true, false] + [Bool](repeating: true, count: 400))
    #expect(Set(effects.map(\.said)) == ["ROW EXCLUSIVE teams", "ROW EXCLUSIVE users"])
    #expect(effects[0].held == [])
    #expect(effects.last?.held == [StatementEffect.Lock(.rowExclusive, on: "users")])
  }

  @Test func `a change of rows that locks others out is run each time`() throws {
    let project = try project("")
    try project.run(
      """
      CREATE FUNCTION widen(name text) RETURNS int LANGUAGE plpgsql AS $$ BEGIN
        EXECUTE format('ALTER TABLE %I ADD COLUMN further int', name); RETURN 1;
      END $$;
      CREATE TABLE notes ();
      """)
    try project.write(
      "2_next.sql",
      """
      INSERT INTO teams SELECT 1 + widen('users');
      INSERT INTO teams SELECT 2 + widen('notes');
      """)
    #expect(
      try project.plan().statements.map(\.effect.said) == [
        "ACCESS EXCLUSIVE users; ROW EXCLUSIVE teams",
        "ACCESS EXCLUSIVE notes; ROW EXCLUSIVE teams",
      ])
  }

  @Test func `after any other statement a change of rows is run again`() throws {
    let project = try project("")
    try project.run(Self.counted)
    try project.write(
      "2_next.sql",
      "INSERT INTO teams VALUES (1); COMMENT ON TABLE teams IS 'x'; INSERT INTO teams VALUES (2);")
    #expect(try project.plan().statements.map { $0.effect.note == nil } == [true, true, false])
  }

  @Test func `nothing of the real database changes, and the shadow goes`() throws {
    let project = try project(
      "UPDATE users SET team = 2; SELECT pg_terminate_backend(0); CREATE DATABASE never_made;")
    try project.run("INSERT INTO users VALUES (1, 'a', 1)")
    let effects = try project.plan().statements.map(\.effect)
    #expect(effects[0].said == "ROW EXCLUSIVE users; scan users")
    #expect(
      effects[1].note == "not run in the shadow database: it calls pg_terminate_backend")
    #expect(try project.rows("SELECT team FROM users") == ["1"])
    #expect(
      try project.rows("SELECT count(*) FROM pg_database WHERE datname = 'never_made'") == ["0"])
    #expect(try project.status().plan.pending.count == 1)
  }

  @Test func `a second look is remembered, until the schema or the script is another`() throws {
    let project = try project("ALTER TABLE users ALTER COLUMN email SET NOT NULL;")
    let recorder = Recorder()
    #expect(try project.plan(recorder).statements[0].effect.said.contains("scan users"))
    let first = recorder.activities.count
    // Settings of other databases lie in the same table as those of this one.
    try project.run("ALTER DATABASE template1 SET work_mem = '4MB'")
    defer { try? project.run("ALTER DATABASE template1 RESET work_mem") }
    #expect(try project.plan(recorder).statements[0].effect.said.contains("scan users"))
    #expect(recorder.activities.dropFirst(first).allSatisfy { !$0.contains("copying") })
    try project.run("ALTER TABLE users ADD CHECK (email IS NOT NULL)")
    #expect(try project.plan(recorder).statements[0].effect.said == "ACCESS EXCLUSIVE users")
  }

  @Test func `partitions are told of with their table`() throws {
    let project = try MigrationProject([
      "1_events.sql": """
      CREATE TABLE events (id int, at date NOT NULL) PARTITION BY RANGE (at);
      CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
      CREATE TABLE events_rest PARTITION OF events DEFAULT;
      """
    ])
    try project.migrate()
    try project.write(
      "2_next.sql",
      """
      CREATE INDEX ON events (id);
      CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
      ALTER TABLE events_1 ADD CHECK (id > 0);
      """)
    #expect(
      try project.plan().statements.map(\.effect.said) == [
        "SHARE events; index_build events", "ACCESS EXCLUSIVE events; scan events_rest",
        "ACCESS EXCLUSIVE events_1; scan events_1",
      ])
  }

  @Test func `settings are the real database's`() throws {
    let project = try MigrationProject(["1_a.sql": "CREATE TABLE a (at timestamp);"])
    try project.migrate()
    try project.write("2_b.sql", "ALTER TABLE a ALTER at TYPE timestamptz;")
    let name = project.database.name
    try project.run("ALTER DATABASE \(name) SET TimeZone = 'UTC'")
    #expect(try project.plan().statements[0].effect.work.isEmpty)
    try project.run("ALTER DATABASE \(name) SET TimeZone = 'Europe/Oslo'")
    #expect(try project.plan().statements[0].effect.work.map(\.kind) == [.rewrite])
  }

  @Test func `without a shadow the texts have to do, and it is said`() throws {
    let project = try project("ALTER TABLE users ALTER COLUMN email SET NOT NULL;")
    try project.run(
      """
      DO $$ BEGIN
        CREATE ROLE seedbed_test_planner LOGIN;
      EXCEPTION WHEN duplicate_object THEN NULL;
      END $$;
      GRANT USAGE ON SCHEMA seedbed TO PUBLIC; GRANT SELECT ON ALL TABLES IN SCHEMA seedbed TO PUBLIC
      """)
    var target = project.database.target
    target["user"] = "seedbed_test_planner"
    // A local server of another version, which is not to be started.
    try project.folder.write(".seedbed/postgres/data/PG_VERSION", "9\n")
    let plan = try project.plan(as: target.url(includingPassword: true))
    #expect(plan.means.name == "rules")
    #expect(plan.statements.map(\.effect.source) == [.predicted])
    #expect(plan.statements[0].effect.said == "ACCESS EXCLUSIVE users; scan users")
    #expect(plan.text(.plain).contains("predicted from the statements' texts, not observed"))
  }
}

extension MigrationProject {
  fileprivate func plan(_ progress: any Progress) throws -> PlanReport {
    try plan(MigrationChoice(), as: nil, progress)
  }
}
