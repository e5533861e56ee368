import JSON
import TestSupport
import Testing

@testable import Seedbed

@Suite(.database) struct ResolutionTests {
  private let prisma = [
    "migration_lock.toml": "provider = \"postgresql\"",
    "20230101000000_init/migration.sql": "CREATE TABLE users ();",
    "20240101000000_posts/migration.sql": "CREATE TABLE posts ();",
  ]

  @Test func `Prisma's folder is applied as it is`() throws {
    let project = try MigrationProject(prisma)
    #expect(try project.migrate().applied.count == 2)
  }

  @Test func `where Prisma's history is not to be believed, a person tells the state`() throws {
    let project = try MigrationProject(prisma)
    try project.run(
      ForeignDatabase.prisma
        + ForeignDatabase.prisma("20230101000000_init", "of another text", ending: "finished_at")
        + "CREATE TABLE users ()")
    let found = try problem { try project.migrate() }
    #expect(found.code == "migrate.foreign_checksum")
    #expect(try project.rows("SELECT to_regnamespace('seedbed')") == ["NULL"])

    let resolved = try project.resolve("20230101000000", .appliedThrough)
    #expect(resolved.names == ["20230101000000_init"])
    #expect(try project.resolve("20230101000000", .appliedThrough).names == [])
    #expect(try project.migrate().applied.map(\.name) == ["20240101000000_posts"])
    #expect(
      try project.rows("SELECT origin FROM seedbed.migrations ORDER BY id")
        == ["resolved", "seedbed"])
    #expect(
      try DatabaseMarker.read(from: project.connect())?.disposable == false)
  }

  @Test func `an edited migration stops the run until it is said that the database has it`() throws
  {
    let project = try MigrationProject(["1_a.sql": "CREATE TABLE a ();"])
    try project.migrate()
    try project.write("1_a.sql", "CREATE TABLE a (i int);")
    try project.write("2_b.sql", "CREATE TABLE b ();")
    #expect(try project.seedbed("status").status == 3)
    let outcome = try project.seedbed("migrate", "--json")
    #expect(outcome.status == 3)
    #expect(try JSONValue(parsing: outcome.output)["error"]?["code"]?.string == "migrate.edited")
    #expect(try project.rows("SELECT to_regclass('b')") == ["NULL"])
    try project.run("ALTER TABLE a ADD i int")
    #expect(try project.seedbed("migrate", "resolve", "1_a", "--applied").status == 0)
    #expect(try project.seedbed("migrate").status == 0)
    #expect(try project.seedbed("status").status == 0)
  }

  @Test(arguments: [Resolution.Verdict.applied, .rolledBack])
  func `what stopped half-way can be settled after its file is gone`(
    _ verdict: Resolution.Verdict
  ) throws {
    let project = try MigrationProject(["1_a.sql": "CREATE TABLE a ();VACUUM;SELECT nowhere;"])
    _ = try problem { try project.migrate() }
    try project.folder.remove("migrations/1_a.sql")
    try project.write("2_b.sql", "CREATE TABLE b ();")
    #expect(try problem { try project.migrate() }.code == "migrate.partial")
    #expect(try project.resolve("1_a", verdict).names == ["1_a"])
    #expect(try project.migrate().applied.map(\.name) == ["2_b"])
    let isMissing = try project.status().plan.missing.map(\.name) == ["1_a"]
    if case .applied = verdict { #expect(isMissing) } else { #expect(!isMissing) }
  }

  @Test func `what is rolled back by hand is pending again`() throws {
    let project = try MigrationProject(["1_a.sql": "CREATE TABLE a ();"])
    try project.migrate()
    try project.run("DROP TABLE a")
    _ = try project.resolve("1_a", .rolledBack)
    #expect(try project.status().plan.pending.count == 1)
    #expect(try project.migrate().applied.count == 1)
    #expect(
      try problem { _ = try project.resolve("1_b", .rolledBack) }.code == "migrate.unknown_name")
  }
}
