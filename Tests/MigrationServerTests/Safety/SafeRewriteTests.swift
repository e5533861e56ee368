import Postgres
import SQLScript
import TestSupport
import Testing

@testable import Seedbed

/// A migration and its safe form make the same of a database, and the safe form holds nobody off.
@Suite(.database) struct SafeRewriteTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let sql: String
    var before = ""
    var testDescription: String { sql }
  }

  static let rows = """
    INSERT INTO teams VALUES (1, 'Garden'), (2, 'Kitchen');
    INSERT INTO users SELECT n, n || '@example.com', 'n' || n, n, 1, n, now()
      FROM generate_series(1, 50) n;
    INSERT INTO events SELECT n, '2025-02-02' FROM generate_series(1, 50) n;
    """

  static let cases: [Case] = [
    Case(sql: "CREATE INDEX users_email_idx ON users (email)"),
    Case(sql: "CREATE UNIQUE INDEX ON users USING btree (lower(email)) WHERE age > 3"),
    Case(sql: "CREATE INDEX ON events (id)"),
    Case(sql: "CREATE INDEX events_id ON public.events (id) WHERE id > 3"),
    Case(sql: "DROP INDEX users_name_idx"),
    Case(sql: "REINDEX TABLE users"),
    Case(sql: "ALTER TABLE users ADD CONSTRAINT adult CHECK (age > 0)"),
    Case(sql: "ALTER TABLE users ADD CHECK (age > 0), ADD CHECK (age < 1000), ADD COLUMN x int"),
    Case(sql: "ALTER TABLE users ADD CHECK (age > 0 OR balance > 0)"),
    Case(sql: "ALTER TABLE users ADD FOREIGN KEY (team_id) REFERENCES teams ON DELETE SET NULL"),
    Case(sql: "ALTER TABLE users ALTER COLUMN email SET NOT NULL"),
    Case(sql: "ALTER TABLE users ALTER email SET NOT NULL, ALTER age SET NOT NULL, DROP balance"),
    Case(sql: "ALTER TABLE users ADD CONSTRAINT \"Key\" UNIQUE (email)"),
    Case(sql: "ALTER TABLE users ADD UNIQUE (email, name) INCLUDE (age) DEFERRABLE"),
    Case(
      sql: "ALTER TABLE \"My Notes\" ADD PRIMARY KEY (id, \"Part\")",
      before: "CREATE TABLE \"My Notes\" (id bigint, \"Part\" int NOT NULL);"),
    Case(
      sql: "ALTER TABLE notes ADD CONSTRAINT k PRIMARY KEY USING INDEX i",
      before: "CREATE TABLE notes (id bigint); CREATE UNIQUE INDEX i ON notes (id);"),
    Case(sql: "ALTER TABLE users ADD COLUMN token uuid DEFAULT gen_random_uuid()"),
    Case(sql: "ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE"),
    Case(sql: "ALTER TABLE users ADD COLUMN number serial"),
    Case(sql: "ALTER TABLE users ADD COLUMN level integer CHECK (level > 0)"),
    Case(
      sql: "ALTER TABLE users ADD level integer DEFAULT 1 CONSTRAINT l CHECK (level > 0) NOT NULL"),
    Case(
      sql: "ALTER TABLE users ADD boss bigint DEFAULT 1 REFERENCES teams (id) ON DELETE CASCADE"),
    Case(sql: "ALTER TABLE users ADD COLUMN handle text CONSTRAINT handles UNIQUE"),
    Case(
      sql:
        "ALTER TABLE events ATTACH PARTITION old FOR VALUES FROM ('2020-01-01') TO ('2021-01-01')",
      before: """
        CREATE TABLE old (id bigint, at date NOT NULL);
        INSERT INTO old VALUES (1, '2020-02-02');
        CREATE TABLE events_rest PARTITION OF events DEFAULT;
        """),
    Case(
      sql: "ALTER TABLE kinds ATTACH PARTITION kinds_ab FOR VALUES IN ('a', 'b')",
      before: """
        CREATE TABLE kinds (kind text NOT NULL) PARTITION BY LIST (kind);
        CREATE TABLE kinds_ab (kind text NOT NULL);
        """),
    Case(sql: "ALTER TABLE events DETACH PARTITION events_2025"),
    Case(
      sql: "REFRESH MATERIALIZED VIEW totals",
      before: "CREATE UNIQUE INDEX ON totals (team_id); REFRESH MATERIALIZED VIEW totals;"),
    Case(
      sql: """
        -- The age of all.
        ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID;
        ALTER TABLE users VALIDATE CONSTRAINT c;
        CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users);
        CREATE INDEX ON posts (user_id);
        """),
    Case(
      sql: """
        ALTER TABLE users ADD COLUMN key text;
        UPDATE users SET key = lower(email) WHERE key IS NULL;
        ALTER TABLE users ALTER COLUMN key SET NOT NULL;
        """),
  ]

  @Test(arguments: cases)
  func `the safe form makes the same and holds nobody off`(_ one: Case) throws {
    let connection = try TestDatabase.connect()
    try prepare(connection, one)
    let original = try script(one.sql)
    var knowledge = try KnowledgeReader(connection: connection).read()
    knowledge.defaultSchema = "public"
    var rewriter = SafeRewriter(knowledge)
    let safe = try #require(try rewriter.rewrite(original))
    let before = try classes(of: original, on: connection)
    let expected = try SchemaPicture.read(from: connection)

    try connection.run(
      simple: """
        DROP SCHEMA public CASCADE;
        CREATE SCHEMA public;
        GRANT USAGE ON SCHEMA public TO PUBLIC;
        """)
    try prepare(connection, one)
    var after: [LockClass] = []
    for migration in safe {
      after += try classes(of: script(migration.text), on: connection)
      if let backfill = migration.backfill {
        #expect(backfill.hasPrefix("-- seedbed: backfill\n"))
        try connection.run(simple: backfill)
      }
    }
    let text = safe.map(\.text).joined(separator: "\n---\n")
    let differences = SchemaDiff(from: expected, to: try .read(from: connection)).differences
    #expect(differences.isEmpty, "\(differences)\n\(text)")
    #expect((after.max() ?? .harmless) < .longStrong, "\(text)")
    #expect((after.max() ?? .harmless) <= (before.max() ?? .harmless), "\(text)")
    #expect(try connection.run(simple: Self.leftovers).isEmpty)
  }

  /// What a rewrite that was cut short would leave.
  private static let leftovers = """
    SELECT conname FROM pg_constraint WHERE NOT convalidated
    UNION ALL SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid
    """

  @Test func `what is safe as it is stays as it is`() throws {
    let connection = try TestDatabase.connect()
    try connection.run(simple: HazardExample.schema)
    var rewriter = SafeRewriter(try KnowledgeReader(connection: connection).read())
    for sql in [
      "ALTER TABLE users ADD COLUMN a int DEFAULT 3",
      "CREATE TABLE posts (id int); CREATE INDEX ON posts (id)",
      "CREATE INDEX CONCURRENTLY ON users (email)",
      "ALTER TABLE users ADD CONSTRAINT c CHECK (age > 0) NOT VALID",
      "ALTER TABLE users ADD EXCLUDE USING gist (age WITH =)",
    ] { #expect(try rewriter.rewrite(script(sql)) == nil, "\(sql)") }
  }

  private func prepare(_ connection: Connection, _ one: Case) throws {
    for sql in [HazardExample.schema, Self.rows, one.before] where !sql.isEmpty {
      try connection.run(simple: sql)
    }
  }

  private func script(_ sql: String) throws -> MigrationScript {
    try MigrationScript(SourceText(sql), of: MigrationFile(path: "a.sql", name: "a.sql"))
  }

  /// Runs a migration in the runner's transactions; what each of them holds at its end, and whether
  /// the server worked through rows in it.
  private func classes(of script: MigrationScript, on connection: Connection) throws -> [LockClass]
  {
    let relations = try connection.run(
      simple: "SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace")
    let known = relations.map { $0.string(0) }
    let tables = relations.map { "table \"\($0.string(1))\"" } + ["foreign key constraint"]
    return try script.segments.map { segment in
      var work = 0
      connection.onNotice = { notice in
        let signs = ["rewriting table", "verifying table", "building index", "validating foreign"]
        let isWork = signs.contains(where: notice.message.contains)
        if isWork, tables.contains(where: notice.message.contains) { work += 1 }
      }
      defer { connection.onNotice = nil }
      let statements = script.script.statements[segment.statements]
      let isLone = segment.kind == .alone && statements.allSatisfy(\.standsAlone)
      if isLone {
        for statement in statements {
          try connection.run(simple: script.script.text(of: statement))
        }
        return .longWeak
      }
      try connection.run(simple: "BEGIN; SET LOCAL client_min_messages = debug1")
      for statement in statements where statement.transactionControl == nil {
        try connection.run(simple: script.script.text(of: statement))
      }
      let modes = try connection.run(
        simple: """
          SELECT l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
          WHERE l.pid = pg_backend_pid() AND (c.relkind IN ('r', 'p') OR l.mode = 'AccessExclusiveLock' AND c.relkind = 'm')
            AND l.relation IN (\((["0"] + known).joined(separator: ",")))
          """
      ).compactMap { LockMode(catalogName: $0.string(0)) }
      try connection.run(simple: "COMMIT")
      return LockClass(strongest: modes.max(), isLong: work > 0)
    }
  }
}
