import TestSupport
import Testing

@testable import Seedbed

@Suite struct FlywayLayoutTests {
  let folder = Result { try TemporaryFolder() }

  private func read(_ files: [String: String]) throws -> [Migration] {
    try folder.get().migrations(files, as: .flyway).migrations
  }

  @Test func `versions are compared number by number, and repeatable scripts come last`() throws {
    let migrations = try read([
      "V2__b.sql": "", "V1_10__d.sql": "", "V1.9__c.sql": "", "deep/er/V1__a.sql": "",
      "R__b_view.sql": "", "R__a_view.sql": "", "V20240101120000__late.sql": "", "U2__b.sql": "",
      "README.md": "",
    ])
    #expect(
      migrations.map(\.name) == [
        "V1__a", "V1.9__c", "V1_10__d", "V2__b", "V20240101120000__late", "R__a_view", "R__b_view",
      ])
    #expect(migrations[2].version == "1.10")
    #expect(migrations[2].isCalled("1.10"))
    #expect(migrations[3].down?.file.name == "migrations/U2__b.sql")
    #expect(migrations.map(\.isRepeatable) == [false, false, false, false, false, true, true])
  }

  @Test func `1.0 is 1, and names are taken apart`() throws {
    #expect(FlywayVersion("1.0") == FlywayVersion("01"))
    #expect(FlywayVersion("1..2") == nil)
    #expect(FlywayName("V1_2__add_users.sql")?.description == "add users")
    #expect(FlywayName("V1_add.sql") == nil)
    #expect(FlywayName("R1__x.sql") == nil)
  }

  @Test func `a script's settings decide on its transaction`() throws {
    let migrations = try read([
      "V1__a.sql": "SELECT 1; SELECT 2;", "V1__a.sql.conf": "# note\nexecuteInTransaction=false\n",
    ])
    #expect(try migrations[0].script().segments.map(\.kind) == [.alone, .alone])
  }

  @Test func `what Seedbed does not run of Flyway's is an error with what to do`() throws {
    let found = problem {
      _ = try read([
        "V1__a.sql": "", "V1.0__b.sql": "", "U3__c.sql": "", "B2__base.sql": "",
        "afterMigrate.sql": "", "V4_d.sql": "", "V5__e.sql": "",
        "V5__e.sql.conf": "outOfOrder=true",
        "V6__f.sql.conf": "",
      ])
    }
    #expect(
      found?.all.map { "\($0.location?.description ?? ""): \($0.code)" } == [
        "migrations/B2__base.sql: migrate.unknown_file",
        "migrations/U3__c.sql: migrate.missing_file",
        "migrations/V1__a.sql: migrate.duplicate_version",
        "migrations/V4_d.sql: migrate.unknown_file",
        "migrations/V5__e.sql.conf:1: migrate.annotation",
        "migrations/V6__f.sql.conf: migrate.unknown_file",
        "migrations/afterMigrate.sql: migrate.unknown_file",
      ])
  }

  @Test func `a placeholder is refused before it is run, unless the script has none`() throws {
    let migrations = try read([
      "V1__a.sql": "SELECT 1;\nSELECT '${schema}';", "V2__b.sql": "SELECT '${x}';",
      "V2__b.sql.conf": "placeholderReplacement=false",
    ])
    let doubts = FlywayLayout().doubts(about: migrations)
    #expect(doubts.map { $0.location?.description } == ["migrations/V1__a.sql:2"])
  }

  @Test func `a repeatable migration is pending again when its text has changed`() throws {
    let applied = try read(["R__v.sql": "SELECT 1;", "V1__a.sql": ""])
    let history = try applied.map { try AppliedMigration.of($0) }
    #expect(MigrationPlan(migrations: applied, history: history).pending.isEmpty)
    let changed = try read(["R__v.sql": "SELECT 2;", "V2__b.sql": ""])
    let plan = MigrationPlan(migrations: changed, history: history)
    #expect(plan.pending.map(\.migration.name) == ["V2__b", "R__v"])
    // The repeatable one stands behind all others and makes none of them late.
    #expect(plan.pending.map(\.isOutOfOrder) == [false, false])
    #expect(plan.edited.isEmpty)
  }
}
