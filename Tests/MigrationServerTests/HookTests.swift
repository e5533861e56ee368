import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// `hooks/before.sql` and `hooks/after.sql`.
@Suite(.database) struct HookTests {
  private func project(before: String, after: String) throws -> MigrationProject {
    let project = try MigrationProject([
      "1_t.sql": "INSERT INTO said VALUES ('migration');",
      "hooks/before.sql": before, "hooks/after.sql": after,
    ])
    try project.run("CREATE TABLE said (id int GENERATED ALWAYS AS IDENTITY, word text)")
    return project
  }

  @Test func `they stand around a run that has something to do, and no other`() throws {
    let project = try project(
      before: "INSERT INTO said (word) VALUES ('before');",
      after: "INSERT INTO said (word) VALUES ('after'); VACUUM said;")
    try project.write("1_t.sql", "INSERT INTO said (word) VALUES ('migration');")
    try project.migrate()
    try project.migrate()
    let said = "SELECT string_agg(word, ' ' ORDER BY id) FROM said"
    #expect(try project.rows(said) == ["before migration after"])
    #expect(try project.rows("SELECT name FROM seedbed.migrations") == ["1_t"])
    #expect(try project.status().exitStatus == .success)
  }

  @Test func `where the first fails, no migration is run`() throws {
    let project = try project(before: "SELECT 1;\nSELECT nowhere;", after: "")
    let found = try problem { try project.migrate() }
    #expect(found.location?.description == "migrations/hooks/before.sql:2:8")
    #expect(found.notes.contains("no migration was run"))
    #expect(try project.status().plan.pending.count == 1)
  }

  @Test func `where the last fails, the migrations stay`() throws {
    let project = try project(before: "", after: "SELECT nowhere;")
    try project.write("1_t.sql", "SELECT 1;")
    let found = try problem { try project.migrate() }
    #expect(found.location?.description == "migrations/hooks/after.sql:1:8")
    #expect(found.notes.contains("applied in this run, and stays: 1_t"))
    #expect(try project.status().exitStatus == .success)
  }

  @Test func `what is wrong with one is found before anything runs`() throws {
    let project = try project(before: "", after: "SELECT 'open")
    try project.write("hooks/between.sql", "SELECT 1;")
    #expect(try problem { try project.migrate() }.code == "migrate.unknown_file")
    try project.folder.remove("migrations/hooks/between.sql")
    #expect(
      try problem { try project.migrate() }.location?.file == "migrations/hooks/after.sql")
    #expect(try project.rows("SELECT to_regclass('seedbed.migrations')") == ["NULL"])
  }
}
