import JSON
import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// Seedbed's own tables in a schema of another name, one that has to be quoted at that.
@Suite(.database) struct OwnSchemaTests {
  private let project: MigrationProject

  init() throws {
    project = try MigrationProject([
      "20260101000000_plans/migration.sql": """
      CREATE TABLE plans (code text PRIMARY KEY, name text, slug text);
      CREATE TABLE notes (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, line text);
      INSERT INTO notes (line) SELECT 'line ' || n FROM generate_series(1, 50) n;
      """,
      "20260101000000_plans/backfill.sql": "UPDATE notes SET line = 'x' WHERE line <> 'x';",
      "20260102000000_index.sql": """
      CREATE INDEX CONCURRENTLY plans_name ON plans (name);
      ALTER TABLE plans ADD note text;
      """,
    ])
    try project.folder.write(
      "seedbed.json",
      """
      {"ownSchema": "deploy \\"state\\" of Ours", "schemaFile": "schema.sql",
        "environments": {"test": {"disposable": true, "backup": "always"}}}
      """)
    try seeds(#"{"$label": "free", "code": "free"}, {"code": "team"}"#)
    // A template of the same files would serve this project, too.
    try project.write("20260104000000_last.sql", "-- \(project.folder.path)\nSELECT 1;")
  }

  private static let name = "deploy \"state\" of Ours"
  private static let quotedName = #""deploy ""state"" of Ours""#

  private var whole: Project { get throws { try project.project(as: nil) } }

  private func seeds(_ records: String) throws {
    try project.folder.write("seeds/plans.json", #"{"$mode": "sync", "$rows": [\#(records)]}"#)
    try project.folder.write(
      "seeds/notes.json", #"[{"$label": "first", "line": "by label"}]"#)
  }

  @discardableResult
  private func run(_ command: String, _ status: Int32 = 0) throws -> Binary.Outcome {
    let outcome = try Binary.run(
      command.split(separator: " ").map(String.init),
      environment: ["DATABASE_URL": project.database.url, "SEEDBED_ENV": "test"],
      in: project.folder.path)
    #expect(outcome.status == status, "\(command): \(outcome.output)\(outcome.errors)")
    return outcome
  }

  /// What Seedbed has made in a database, and nothing of it under the usual name.
  private func ownTables(in database: String? = nil) throws -> [String] {
    let target = project.database.target
    let connection = try Connection(database.map { target.with(database: $0) } ?? target)
    let usual = try connection.run(
      simple: """
        SELECT pg_describe_object(classid, objid, objsubid) FROM pg_depend
        WHERE refclassid = 'pg_namespace'::regclass AND refobjid = to_regnamespace('seedbed')
        UNION ALL SELECT nspname FROM pg_namespace WHERE nspname = 'seedbed'
        """)
    #expect(usual.map { $0.string(0) } == [])
    return try connection.execute(
      """
      SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
      WHERE nspname = \(Self.name) AND relkind = 'r' ORDER BY 1
      """
    ).map { $0.string(0) }
  }

  @Test func `every command works with it`() throws {
    try run("migrate plan", 2)
    try run("up")
    #expect(try ownTables() == ["backfills", "migrations", "rows", "settings"])
    #expect(try project.rows("SELECT count(*) FROM notes WHERE line = 'x'") == ["50"])
    let second = try run("up")
    #expect(second.output.contains("0 applied, 3 already there"), "\(second.output)")
    try run("seed verify")
    let status = try JSONValue(parsing: run("status --json").output)
    #expect(status["migrations"]?["pending"]?.array?.isEmpty == true, "\(status.serialized())")

    try seeds(#"{"code": "free"}"#)
    try run("seed --allow-deletes 1")
    #expect(try project.rows("SELECT code FROM plans") == ["free"])
    try run("migrate verify")
    try run("seed schema")
    try run("backfill status")
    #expect(try run("seed dump --all").output.contains("rolled_back_at") == false)

    try project.write("20260105000000_drop.sql", "ALTER TABLE plans DROP COLUMN note;")
    try run("migrate plan", 2)
    try run("deploy --yes")
    #expect(try ownTables() == ["backfills", "migrations", "rows", "settings"])
    #expect(try ownTables(in: project.database.name).count == 4)
  }

  @Test func `a history under the old name is not run again`() throws {
    try run("migrate")
    try project.folder.write("seedbed.json", #"{"ownSchema": "renamed"}"#)
    let status = try run("status", 3)
    #expect(status.output.contains("are recorded in the schema \(Self.quotedName)"), "\(status)")
    let refused = try run("migrate", 3)
    #expect(refused.errors.contains("RENAME TO \"renamed\""), "\(refused.errors)")
    #expect(try project.rows("SELECT count(*) FROM notes") == ["50"])
    let resolved = try run("migrate resolve 20260101000000_plans --applied", 3)
    #expect(resolved.errors.contains("adopt --none"), "\(resolved.errors)")
    #expect(try project.rows("SELECT to_regnamespace('renamed')") == ["NULL"])

    try project.run("ALTER SCHEMA \(Self.quotedName) RENAME TO renamed")
    #expect(try run("migrate").output.contains("0 applied, 3 already there"))
  }

  @Test func `another project's history is nobody's here`() throws {
    try run("migrate")
    try project.folder.write("seedbed.json", #"{"ownSchema": "second", "migrations": "others"}"#)
    try project.folder.write("others/20260101000000_other.sql", "CREATE TABLE other ();")
    try run("migrate")
    #expect(try project.rows("SELECT name FROM second.migrations") == ["20260101000000_other"])
  }

  private func kept() throws -> [KeptDatabase] {
    try KeptDatabase.all(on: project.connect()).filter { $0.original == project.database.name }
  }

  @Test func `a reset, a snapshot and their databases keep to it`() throws {
    // Another test, or another run of them, may have had a database of this name.
    for database in try kept() {
      try project.run("DROP DATABASE IF EXISTS \(quoted(identifier: database.name)) WITH (FORCE)")
    }
    try run("up")
    try run("reset --yes")
    try project.run("INSERT INTO plans VALUES ('mine')")
    try run("reset --yes")
    #expect(try project.rows("SELECT code FROM plans ORDER BY 1") == ["free", "team"])
    let own = ["backfills", "baseline", "baseline_state", "migrations", "rows", "settings"]
    #expect(try ownTables() == own)
    try run("db snapshot mine")
    try project.run("INSERT INTO plans VALUES ('mine')")
    try run("db restore mine --yes")
    #expect(try project.rows("SELECT code FROM plans ORDER BY 1") == ["free", "team"])
    // What the first reset has put aside is as `up` left it, and goes in its own time.
    let kept = try kept().filter { $0.kind != .replaced }
    #expect(Set(kept.map(\.kind)).isSuperset(of: [.template, .migrated, .snapshot]))
    for database in kept {
      let tables = try ownTables(in: database.name)
      if database.kind == .migrated {
        #expect(tables.contains("migrations") && Set(tables).isSubset(of: own), "\(tables)")
      } else {
        #expect(tables == own, "\(database.name)")
      }
    }
    _ = try whole.clearTemplates(of: whole.database(), SilentProgress())
  }

  @Test func `the schema file brings its history along`() throws {
    try run("up")
    let file = try #require(project.folder.read("schema.sql"))
    #expect(file.contains("CREATE SCHEMA IF NOT EXISTS \(Self.quotedName);"))
    // pg_dump left it out.
    #expect(!file.contains("settings"))
    try project.run("DROP SCHEMA public, \(Self.quotedName) CASCADE; CREATE SCHEMA public")
    try project.psql(["schema.sql"])
    let report = try project.migrate()
    #expect(report.applied.isEmpty)
    #expect(report.alreadyApplied == 3)
    #expect(try ownTables() == ["migrations"])
  }

  @Test func `a mark that protects is read, and its table named`() throws {
    try run("up")
    try project.run("UPDATE \(Self.quotedName).settings SET disposable = false, protected = true")
    let outcome = try project.seedbed("reset", "--yes")
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("the table \(Self.quotedName).settings"), "\(outcome.errors)")
  }

  @Test func `Prisma's history is mirrored from it`() throws {
    try project.folder.remove("migrations")
    try project.write("migration_lock.toml", "provider = \"postgresql\"\n")
    try project.write("20260101000000_a/migration.sql", "CREATE TABLE a (id int);")
    try run("migrate adopt --mirror")
    try run("migrate")
    let mirrored = try project.rows("SELECT migration_name FROM _prisma_migrations")
    #expect(mirrored == ["20260101000000_a"])
    try run("migrate adopt --no-mirror")
    #expect(try ownTables() == ["migrations", "settings"])
  }

  @Test func `a way down and a verdict are written into it`() throws {
    try project.write("20260105000000_more/migration.sql", "CREATE TABLE more (id int);")
    try project.write("20260105000000_more/down.sql", "DROP TABLE more;")
    try run("migrate")
    try run("migrate rollback")
    try run("migrate resolve 20260105000000_more --applied")
    try run("migrate resolve 20260105000000_more --rolled-back")
    try project.write("20260105000000_more/migration.sql", "SELECT 1; SELECT 1 / 0;")
    #expect(try project.seedbed("migrate").status == 1)
    let history = try project.rows(
      "SELECT count(*), count(rolled_back_at) FROM \(Self.quotedName).migrations")
    #expect(history == ["6|3"])
  }
}
