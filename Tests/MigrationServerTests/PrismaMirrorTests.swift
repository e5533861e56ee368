import TestSupport
import Testing

@testable import Seedbed

@Suite(.database) struct PrismaMirrorTests {
  private let files = [
    "migration_lock.toml": "provider = \"postgresql\"",
    "20230101000000_users/migration.sql": "CREATE TABLE users ();",
    "20230101000000_users/down.sql": "DROP TABLE users;",
  ]

  /// By Prisma's own rule: each file applied, none failed, and the sums those of the files.
  private func prismaRows(_ project: MigrationProject) throws -> [String] {
    try project.rows(
      """
      SELECT migration_name, finished_at IS NOT NULL, rolled_back_at IS NOT NULL,
        applied_steps_count, length(id), checksum = encode(sha256((CASE migration_name WHEN '20230101000000_users'
          THEN 'CREATE TABLE users ();' ELSE 'CREATE TABLE posts ();' END)::bytea), 'hex')
      FROM _prisma_migrations ORDER BY started_at
      """)
  }

  @Test func `every run is written into Prisma's history as well`() throws {
    let project = try MigrationProject(files)
    try project.migrate()
    #expect(try project.adopt(mirroring: true).isMirrored)
    #expect(try prismaRows(project) == ["20230101000000_users|t|f|1|36|t"])

    try project.write("20240101000000_posts/migration.sql", "CREATE TABLE posts ();")
    try project.migrate()
    #expect(
      try prismaRows(project) == [
        "20230101000000_users|t|f|1|36|t", "20240101000000_posts|t|f|1|36|t",
      ])

    // What a colleague applies by Prisma is not run a second time.
    try project.write("20240201000000_tags/migration.sql", "CREATE TABLE posts ();")
    try project.run(
      """
      INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at)
      SELECT 'one', checksum, '20240201000000_tags', now() FROM _prisma_migrations
      WHERE migration_name = '20240101000000_posts'
      """)
    #expect(try project.migrate().adoption?.adopted == ["20240201000000_tags"])
    #expect(try prismaRows(project).count == 3)
    _ = try project.resolve("20240201000000", .rolledBack)
    try project.folder.remove("migrations/20240201000000_tags")
    try project.run("DELETE FROM _prisma_migrations WHERE id = 'one'")

    _ = try project.resolve("20240101000000", .rolledBack)
    _ = try project.rollBack()
    #expect(
      try prismaRows(project)
        == [
          "20230101000000_users|t|t|0|36|t", "20240101000000_posts|t|t|0|36|t",
        ].map { $0.replacing("|0|", with: "|1|") })
    try project.run("DROP TABLE posts")
    try project.migrate()
    #expect(try prismaRows(project).count == 4)
  }

  @Test func `a failure that left nothing is no failure of Prisma's, and a partial one is`() throws
  {
    let project = try MigrationProject(files)
    try project.migrate()
    _ = try project.adopt(mirroring: true)
    try project.write("20240101000000_posts/migration.sql", "SELECT 1; SELECT nothing;")
    _ = try problem { try project.migrate() }
    #expect(try prismaRows(project).count == 1)
    try project.write("20240101000000_posts/migration.sql", "SELECT 1; VACUUM; SELECT nothing;")
    _ = try problem { try project.migrate() }
    #expect(
      try project.rows(
        """
        SELECT migration_name, logs FROM _prisma_migrations
        WHERE finished_at IS NULL AND rolled_back_at IS NULL
        """
      ).first?.hasPrefix("20240101000000_posts|column \"nothing\" does not exist") == true)
    _ = try project.resolve("20240101000000", .applied)
    #expect(
      try project.rows("SELECT count(*) FROM _prisma_migrations WHERE finished_at IS NULL") == ["0"]
    )
  }

  @Test func `the mirror ends when it is asked to, and with its table`() throws {
    let project = try MigrationProject(files)
    #expect(try project.seedbed("migrate", "adopt", "--mirror").status == 0)
    #expect(try project.seedbed("migrate").status == 0)
    #expect(try prismaRows(project).count == 1)
    try project.run("DROP TABLE _prisma_migrations")
    try project.write("20240101000000_posts/migration.sql", "CREATE TABLE posts ();")
    #expect(try project.seedbed("migrate").status == 0)
    #expect(try project.adopt(mirroring: false).isMirrored == false)
    let other = try MigrationProject(["1_a.sql": ""])
    #expect(try other.seedbed("migrate", "adopt", "--mirror").status == 64)
  }
}
