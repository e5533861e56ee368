import Synchronization
import TestSupport
import Testing

@testable import Seedbed

@Suite(.database) struct PhaseTests {
  private static let files = [
    "1_posts.sql": """
    CREATE TABLE posts (id int PRIMARY KEY, title text);
    INSERT INTO posts SELECT i, 'T' || i FROM generate_series(1, 10) i;
    """,
    "2_slug/migration.sql": "ALTER TABLE posts ADD slug text;",
    "2_slug/backfill.sql": "UPDATE posts SET slug = lower(title) WHERE slug IS NULL;",
    "3_contract.sql": """
    -- seedbed: phase contract
    ALTER TABLE posts ALTER slug SET NOT NULL, DROP title;
    """,
    "4_views.sql": "ALTER TABLE posts ADD views int;",
  ]

  @Test func `expand leaves the contract, and the contract waits for the backfill`() throws {
    let project = try MigrationProject(Self.files)
    let expand = try project.seedbed("migrate", "--phase", "expand", "--json")
    #expect(expand.status == 0, "\(expand.output)")
    #expect(
      expand.output.contains(#""pending":1,"pendingBackfills":["2_slug"]"#), "\(expand.output)")
    let refused = try project.seedbed("migrate", "--phase", "contract")
    #expect(refused.status == 4)
    #expect(refused.errors.contains("3_contract comes after a backfill that is not done"))
    #expect(refused.errors.contains("hint: run `seedbed backfill`"))
    #expect(try project.seedbed("backfill").status == 0)
    let contract = try project.seedbed("migrate", "--phase", "contract")
    #expect(contract.status == 0, "\(contract.errors)")
    #expect(!contract.errors.contains("comes before"))
    #expect(try project.rows("SELECT count(slug) FROM posts") == ["10"])
    #expect(try project.status().exitStatus == .success)
  }

  @Test func `without a phase all goes in order, as far as it may`() throws {
    let project = try MigrationProject(Self.files)
    let refused = try project.seedbed("migrate")
    #expect(refused.status == 4)
    #expect(refused.errors.contains("applied before it in this run: 1_posts, 2_slug"))
    #expect(try project.status().plan.pending.map(\.migration.name) == ["3_contract", "4_views"])
    #expect(try project.seedbed("backfill").status == 0)
    #expect(try project.seedbed("migrate").status == 0)
  }

  @Test func `a contract does not overtake what is to be expanded before it`() throws {
    let project = try MigrationProject(Self.files)
    let found = try problem { try project.migrate(MigrationChoice(phase: .contract)) }
    #expect(found.code == "migrate.expand_pending")
    #expect(found.exitStatus == .refused)
    #expect(found.message.contains("1_posts, 2_slug"))
  }

  @Test func `up does all of it`() throws {
    let project = try MigrationProject(Self.files)
    let up = try project.seedbed("up")
    #expect(up.status == 0, "\(up.errors)")
    #expect(up.output.contains("backfills   1 done, 10 rows changed"), "\(up.output)")
    #expect(try project.rows("SELECT count(slug) FROM posts") == ["10"])
  }

  @Test func `a replay for comparison goes the same way`() throws {
    let project = try MigrationProject(Self.files)
    #expect(try project.seedbed("up").status == 0)
    let verify = try project.seedbed("migrate", "verify")
    #expect(verify.status == 0, "\(verify.output)\(verify.errors)")
  }

  @Test func `what is to be kept can be kept before the first contract`() throws {
    let project = try MigrationProject(Self.files)
    try project.migrate(MigrationChoice(phase: .expand))
    try project.backfill()
    struct NoBackup: Error {}
    var migrator = try project.migrator()
    migrator.beforeContract = { migrations in
      #expect(migrations.map(\.name) == ["3_contract"])
      throw NoBackup()
    }
    #expect(throws: NoBackup.self) {
      try migrator.run(MigrationChoice(phase: .contract), on: project.connect())
    }
    #expect(try project.status().plan.pending.map(\.migration.name) == ["3_contract"])
  }

  @Test func `a phase that is none is a usage error`() throws {
    let project = try MigrationProject(Self.files)
    #expect(try project.seedbed("migrate", "--phase", "late").status == 64)
  }
}
