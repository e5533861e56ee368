import TestSupport
import Testing

@testable import Seedbed

@Suite(.database) struct RollbackTests {
  private func project() throws -> MigrationProject {
    let project = try MigrationProject([
      "1_a/migration.sql": "CREATE TABLE a ();", "1_a/down.sql": "DROP TABLE a;",
      "2_b/migration.sql": "CREATE TABLE b ();", "2_b/down.sql": "DROP TABLE b;",
      "3_c.sql": "CREATE TABLE c ();",
      "4_d/migration.sql": "CREATE TABLE d ();", "4_d/down.sql": "DROP TABLE d;",
    ])
    try project.migrate()
    return project
  }

  @Test func `the newest is undone, and can be applied again`() throws {
    let project = try project()
    #expect(try project.rollBack().rolledBack == ["4_d"])
    #expect(try project.rows("SELECT to_regclass('d')") == ["NULL"])
    #expect(try project.status().plan.pending.map(\.migration.name) == ["4_d"])
    #expect(try project.migrate().applied.map(\.name) == ["4_d"])
  }

  @Test func `a way down with a gap is not begun`() throws {
    let project = try project()
    #expect(try problem { _ = try project.rollBack(.steps(2)) }.code == "migrate.no_down")
    #expect(try project.rows("SELECT to_regclass('d')") == ["d"])
  }

  @Test func `an irreversible migration is not undone, whatever its down.sql says`() throws {
    let project = try project()
    try project.write("4_d/migration.sql", "-- seedbed: irreversible\nCREATE TABLE d ();")
    #expect(try problem { _ = try project.rollBack() }.code == "migrate.irreversible")
    #expect(try project.rows("SELECT to_regclass('d')") == ["d"])
  }

  @Test func `down to a migration, which stays`() throws {
    let project = try project()
    _ = try project.rollBack()
    _ = try project.resolve("3_c", .rolledBack)
    #expect(try project.rollBack(.to("1")).rolledBack == ["2_b"])
    #expect(try project.rows("SELECT to_regclass('a'), to_regclass('b')") == ["a|NULL"])
  }

  @Test func `a way down that fails leaves the migration applied`() throws {
    let project = try project()
    try project.write("4_d/down.sql", "DROP TABLE d; DROP TABLE nowhere;")
    let found = try problem { _ = try project.rollBack() }
    #expect(found.location?.file == "migrations/4_d/down.sql")
    #expect(try project.rows("SELECT to_regclass('d')") == ["d"])
    #expect(try project.status().exitStatus == .success)
  }

  @Test func `a way down that stops half-way needs a person`() throws {
    let project = try project()
    try project.write("4_d/down.sql", "DROP TABLE d; VACUUM; DROP TABLE nowhere;")
    #expect(try problem { _ = try project.rollBack() }.exitStatus == .attention)
    #expect(try problem { try project.migrate() }.code == "migrate.partial")
    #expect(try problem { _ = try project.rollBack() }.code == "migrate.partial")
    _ = try project.resolve("4_d", .rolledBack)
    #expect(try project.migrate().applied.map(\.name) == ["4_d"])
  }

  @Test func `a database to keep wants its name`() throws {
    let project = try project()
    try project.run("UPDATE seedbed.settings SET disposable = false")
    #expect(try problem { _ = try project.rollBack() }.exitStatus == .refused)
    #expect(try project.rollBack(confirmation: project.database.name).rolledBack == ["4_d"])
  }
}
