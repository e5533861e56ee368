import Postgres
import TestSupport
import Testing

@testable import Seedbed

@Suite(.database) struct BackfillTests {
  private static let posts = """
    CREATE TABLE posts (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), title text, slug text);
    INSERT INTO posts (title) SELECT 'Title ' || i FROM generate_series(1, 200) i;
    """
  private static let slugs = """
    -- seedbed: backfill batch=20
    UPDATE posts SET slug = lower(title) WHERE slug IS NULL;
    """

  @Test func `migrate says that it is pending, and backfill does it`() throws {
    let project = try MigrationProject(Self.posts, backfill: Self.slugs)
    let migrated = try project.seedbed("migrate")
    #expect(migrated.status == 0)
    #expect(migrated.output.contains("the backfill of 2_change is not done: `seedbed backfill`"))
    let before = try project.seedbed("status")
    #expect(before.status == 2)
    #expect(before.output.contains("2_change  has not begun"), "\(before.output)")
    let run = try project.seedbed("backfill")
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.output.contains("200 rows changed"), "\(run.output)")
    #expect(try project.rows("SELECT count(*) FROM posts WHERE slug IS NULL") == ["0"])
    let after = try project.seedbed("backfill", "status", "--json")
    #expect(after.status == 0)
    #expect(after.output.contains(#""state":"verified""#), "\(after.output)")
    #expect(try project.seedbed("status").status == 0)
  }

  @Test func `up runs it right after its migration, before the next one`() throws {
    let project = try MigrationProject([
      "1_schema.sql": Self.posts, "2_change/migration.sql": "SELECT 1;",
      "2_change/backfill.sql": Self.slugs,
      "3_required.sql": "ALTER TABLE posts ALTER slug SET NOT NULL, DROP title;",
    ])
    let up = try project.seedbed("up", "--json")
    #expect(up.status == 0, "\(up.output)")
    #expect(up.output.contains(#""changed":200"#), "\(up.output)")
    let again = try project.seedbed("up")
    #expect(again.status == 0)
    #expect(!again.output.contains("backfills"))
  }

  @Test func `a table without rows needs nobody's care`() throws {
    let project = try MigrationProject([
      "1_schema.sql": "CREATE TABLE posts (id int PRIMARY KEY, title text, slug text);",
      "2_change/migration.sql": "SELECT 1;", "2_change/backfill.sql": Self.slugs,
      "3_required.sql": "-- seedbed: phase contract\nALTER TABLE posts DROP title;",
    ])
    let report = try project.migrate()
    #expect(report.applied.count == 3)
    #expect(report.pendingBackfills == [])
  }

  @Test func `rows that come in with keys that were passed are found at the end`() throws {
    let project = try MigrationProject(Self.posts, backfill: Self.slugs)
    // For the first hundred rows that are changed, one comes in with the smallest key there can be.
    try project.run(
      """
      CREATE SEQUENCE late;
      CREATE FUNCTION come() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('late') < 4 THEN
          INSERT INTO posts VALUES (lpad(currval('late')::text, 32, '0')::uuid, 'Late');
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER come AFTER UPDATE ON posts FOR EACH STATEMENT EXECUTE FUNCTION come();
      """)
    let report = try project.backfill()
    #expect(report.items.first?.changed == 203)
    #expect((report.items.first?.passes ?? 0) > 1)
    #expect(try project.rows("SELECT count(*) FROM posts WHERE slug IS NULL") == ["0"])
  }

  @Test func `a statement whose rows stay as they are to it is stopped at once`() throws {
    let project = try MigrationProject(
      Self.posts + "UPDATE posts SET title = NULL;", backfill: Self.slugs)
    let found = try problem { try project.backfill() }
    #expect(found.code == "backfill.condition_stays")
    #expect(found.location?.description == "migrations/2_change/backfill.sql:2:1")
    #expect(try project.backfillStatus().state?.batches == 0)
  }

  @Test func `rows that cannot be done keep it from being verified`() throws {
    let project = try MigrationProject(
      Self.posts + "UPDATE posts SET title = NULL WHERE title = 'Title 7';", backfill: Self.slugs)
    let found = try problem { try project.backfill() }
    #expect(found.code == "backfill.condition_stays")
    #expect(try project.rows("SELECT count(*) FROM posts WHERE slug IS NULL") == ["1"])
    #expect(try project.backfillStatus().phase == .stopped)
    try project.run("UPDATE posts SET title = 'Seven' WHERE title IS NULL")
    #expect(try project.backfill().items.first?.isVerified == true)
  }

  @Test func `deleting ends when nothing is left to delete`() throws {
    let project = try MigrationProject(
      Self.posts,
      backfill: """
        -- seedbed: backfill batch=20
        DELETE FROM posts p USING (VALUES ('Title 1'), ('Title 2')) v (t) WHERE p.title = v.t
        """)
    #expect(try project.backfill().items.first?.changed == 2)
    #expect(try project.rows("SELECT count(*) FROM posts") == ["198"])
  }

  @Test(arguments: ["WHERE NOT EXISTS (SELECT FROM n WHERE n.id = p.id)", "ON CONFLICT DO NOTHING"])
  func `copying ends when nothing is left to copy`(_ end: String) throws {
    let project = try MigrationProject(
      Self.posts + "CREATE TABLE n (id uuid PRIMARY KEY, title text);",
      backfill: """
        -- seedbed: backfill batch=20
        INSERT INTO n (id, title) SELECT id, upper(title) FROM posts p \(end);
        """)
    let report = try project.backfill()
    #expect(report.items.first?.changed == 200)
    #expect(report.items.first?.isVerified == true)
    #expect(try project.rows("SELECT count(*) FROM n WHERE title ~ '^TITLE'") == ["200"])
  }

  @Test func `what is wrong with the statement is said at its place, before anything is run`()
    throws
  {
    let project = try MigrationProject(
      Self.posts, backfill: "-- A slug\nUPDATE posts\nSET slug = titel WHERE slug IS NULL")
    let found = try problem { try project.backfill() }
    #expect(found.location?.description == "migrations/2_change/backfill.sql:3:12")
    #expect(found.message == "column \"titel\" does not exist")
    #expect(try project.backfillStatus().phase == .pending)
  }

  @Test func `a value that a row has stays out of the error, and the work goes on from there`()
    throws
  {
    let project = try MigrationProject(
      Self.posts + "ALTER TABLE posts ADD n int; UPDATE posts SET slug = '1'; "
        + "UPDATE posts SET slug = 'secret' WHERE title = 'Title 9';",
      backfill: "-- seedbed: backfill batch=20\nUPDATE posts SET n = slug::int WHERE n IS NULL")
    let found = try problem { try project.backfill() }
    #expect(found.code == "backfill.statement_failed")
    #expect(!"\(found)".contains("secret"))
    let state = try #require(try project.backfillStatus().state)
    #expect(state.error?.contains("invalid input syntax for type integer") == true)
    try project.run("UPDATE posts SET slug = '2' WHERE slug = 'secret'")
    let report = try project.backfill()
    #expect(report.items.first?.changed == 200 - state.changed)
  }

  @Test func `a file that was changed half-way is not gone on with`() throws {
    let project = try MigrationProject(
      Self.posts + "UPDATE posts SET title = NULL WHERE title = 'Title 7';", backfill: Self.slugs)
    _ = try problem { try project.backfill() }
    try project.write(
      "2_change/backfill.sql", "UPDATE posts SET slug = coalesce(title, 'none') WHERE slug IS NULL")
    let found = try problem { try project.backfill() }
    #expect(found.code == "backfill.edited")
    #expect(found.exitStatus == .attention)
    #expect(try project.seedbed("backfill", "run", "--restart").status == 64)
    let again = try project.seedbed("backfill", "run", "2", "--restart")
    #expect(again.status == 0, "\(again.errors)")
    #expect(try project.backfillStatus().phase == .verified)
  }

  @Test func `one that was applied again is done again`() throws {
    let project = try MigrationProject(Self.posts, backfill: Self.slugs)
    try project.backfill()
    try project.write("2_change/down.sql", "UPDATE posts SET slug = NULL;")
    _ = try project.rollBack()
    try project.migrate()
    #expect(try project.backfillStatus().phase == .pending)
    #expect(try project.backfill().items.first?.changed == 200)
  }
}
