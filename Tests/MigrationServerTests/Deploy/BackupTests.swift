import Postgres
import SQLScript
import TestSupport
import Testing

@testable import Seedbed

/// Backups of what migrations take away, and the commands that they come with.
@Suite(.database) struct BackupTests {
  private let project: MigrationProject

  init() throws {
    project = try MigrationProject()
    try project.run(
      """
      CREATE TABLE "Team s" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE);
      CREATE TABLE people (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), "E mail" varchar(40),
        notes text, size numeric(12, 4), tags text[], at timestamptz,
        shout text GENERATED ALWAYS AS (upper(notes)) STORED,
        team bigint REFERENCES "Team s" ON DELETE CASCADE);
      CREATE TABLE logs (at date, line text) PARTITION BY RANGE (at);
      CREATE TABLE logs_25 PARTITION OF logs FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
      CREATE TABLE logs_26 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
      INSERT INTO "Team s" (name) SELECT 'team ' || n FROM generate_series(1, 20) n;
      INSERT INTO people ("E mail", notes, size, tags, at, team)
        SELECT n || '@x', E'tab\\t back\\\\ new\\nline \\\\.', n / 7.0, ARRAY['a,b', NULL, '"'],
          '2026-01-01 12:00+02', 1 + n % 20 FROM generate_series(1, 200) n;
      INSERT INTO people (notes) VALUES ('');
      INSERT INTO logs SELECT '2025-06-01'::date + n, 'line ' || n FROM generate_series(1, 400) n;
      """)
  }

  private func backUp(
    _ sql: String, _ rule: Configuration.Backup = .destructive
  ) throws -> BackupReport? {
    let script = try MigrationScript(
      SourceText(sql), of: MigrationFile(path: "/m.sql", name: "m.sql"))
    let whole = try Project(
      .init(
        root: project.folder.path, environment: "test", databaseURL: project.database.url,
        variables: [:]))
    return try whole.backUp(
      before: [script], in: whole.database(), rule, to: nil, SilentProgress())
  }

  /// Runs a printed command as a person would.
  private func shell(_ command: String) throws {
    let outcome = try ChildProcess(
      "/bin/sh", ["-c", command],
      environment: [
        "DATABASE_URL": project.database.url,
        "PATH": ProcessEnvironment.current["PATH"] ?? "",
      ]
    ).run()
    #expect(outcome.succeeded, "\(outcome.errors)")
  }

  private func contents(_ table: String) throws -> [String] {
    try project.rows("SELECT t::text FROM \(table) t ORDER BY 1")
  }

  @Test func `a dropped table comes back by the command that was printed`() throws {
    let teams = try contents("\"Team s\"")
    let report = try #require(try backUp("DROP TABLE \"Team s\" CASCADE"))
    try project.run("DROP TABLE \"Team s\" CASCADE")
    #expect(report.files.flatMap(\.parts).map(\.name) == ["public.Team s"])
    #expect(report.files.flatMap(\.parts).map(\.rows) == [20])
    for file in report.files { try shell(file.restore) }
    #expect(try contents("\"Team s\"") == teams)
    try project.run("INSERT INTO \"Team s\" (name) VALUES ('one more')")
  }

  @Test func `a dropped table's partitions come back with their rows`() throws {
    let logs = try contents("logs")
    let report = try #require(try backUp("DROP TABLE logs"))
    try project.run("DROP TABLE logs")
    #expect(report.files.flatMap(\.parts).map(\.rows) == [400])
    for file in report.files { try shell(file.restore) }
    #expect(try contents("logs") == logs)
  }

  @Test func `a dropped column comes back, and rows made since stay`() throws {
    let people = try project.rows("SELECT id, \"E mail\", notes FROM people ORDER BY id")
    let report = try #require(
      try backUp("ALTER TABLE people DROP COLUMN \"E mail\", DROP COLUMN notes CASCADE"))
    #expect(report.files.flatMap(\.parts).map(\.kind) == ["column", "column"])
    try project.run("ALTER TABLE people DROP COLUMN \"E mail\", DROP COLUMN notes CASCADE")
    try project.run("INSERT INTO people (size) VALUES (-1)")
    for file in report.files { try shell(file.restore) }
    #expect(
      try project.rows(
        "SELECT id, \"E mail\", notes FROM people WHERE size IS DISTINCT FROM -1 ORDER BY id")
        == people)
    #expect(try project.rows("SELECT count(*) FROM people WHERE size = -1") == ["1"])
  }

  @Test func `a column whose type was changed gets its values and its type back`() throws {
    let people = try contents("people")
    let change = "ALTER TABLE people ALTER size TYPE integer USING size::integer"
    let report = try #require(try backUp(change))
    try project.run(change)
    for file in report.files { try shell(file.restore) }
    #expect(try contents("people") == people)
  }

  @Test func `deleted rows come back with those that went along`() throws {
    let (teams, people) = (try contents("\"Team s\""), try contents("people"))
    let report = try #require(try backUp("DELETE FROM \"Team s\" WHERE id > 5"))
    #expect(
      Set(report.files.flatMap(\.parts).map(\.name)) == ["public.Team s", "public.people"])
    try project.run("DELETE FROM \"Team s\" WHERE id > 5")
    #expect(try contents("people") != people)
    for file in report.files.sorted(by: { $0.restore < $1.restore }) { try shell(file.restore) }
    #expect(try contents("\"Team s\"") == teams)
    #expect(try contents("people") == people)
  }

  @Test func `values that an UPDATE writes over come back`() throws {
    let people = try contents("people")
    let change = "UPDATE people SET tags = NULL, at = now()"
    let report = try #require(try backUp(change))
    try project.run(change)
    for file in report.files { try shell(file.restore) }
    #expect(try contents("people") == people)
  }

  @Test func `a whole database comes back into an empty one`() throws {
    let before = try contents("people")
    let report = try #require(try backUp("SELECT 1", .always))
    try project.run("DROP TABLE people, \"Team s\", logs")
    for file in report.files { try shell(file.restore) }
    #expect(try contents("people") == before)
  }

  @Test func `where nothing is lost there is no backup`() throws {
    #expect(try backUp("DROP TABLE IF EXISTS nobody; DROP INDEX IF EXISTS i") == nil)
    #expect(try backUp("CREATE TABLE t (a int); UPDATE t SET a = 1; DROP TABLE t") == nil)
    #expect(try backUp("DROP TABLE people", .never) == nil)
    #expect(try backUp("ALTER TABLE people DROP COLUMN shout") == nil)
  }

  @Test func `a backup is for its owner's eyes, and says what it holds`() throws {
    let report = try #require(try backUp("DROP TABLE people; DROP TABLE logs"))
    #expect(FileStatus(report.directory)?.mode == 0o700)
    for file in report.files {
      #expect(FileStatus(file.path)?.mode == 0o600)
      #expect(try FileChecksum.of(file.path).sum == file.checksum)
    }
    let manifest = try #require(try TextFile.read("\(report.directory)/backup.json"))
    #expect(manifest.contains("\"public.people\"") && manifest.contains("\"sha256\""))
  }

  @Test func `what cannot be written leaves nothing behind`() throws {
    try project.folder.write(".seedbed/backups", "a file where the folder should be")
    let found = try problem { _ = try backUp("DROP TABLE people") }
    #expect(found.code == "backup.failed" || found.code == "system.create")
    #expect(try contents("people").count == 201)
  }
}
