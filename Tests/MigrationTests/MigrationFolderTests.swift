import SQLScript
import TestSupport
import Testing

@testable import Seedbed

@Suite struct MigrationFolderTests {
  let folder = Result { try TemporaryFolder() }

  private func read(
    _ files: [String: String], as layout: MigrationLayout? = nil
  ) throws -> MigrationFolder.Contents {
    try folder.get().migrations(files, as: layout)
  }

  @Test func `folders and flat files run in the order of their numbers, then of their names`()
    throws
  {
    let contents = try read([
      "10_ten.sql": "", "9_nine/migration.sql": "", "009_eight.sql": "",
      "00000000000000000000000000000011_long.sql": "", "9_nine/down.sql": "DROP",
      "README.md": "", ".DS_Store": "", "10_notes.md": "",
    ])
    #expect(contents.layout == .native)
    #expect(
      contents.migrations.map(\.name) == [
        "009_eight", "9_nine", "10_ten", "00000000000000000000000000000011_long",
      ])
    #expect(contents.migrations[1].file.name == "migrations/9_nine/migration.sql")
    #expect(contents.migrations[1].down?.file.name == "migrations/9_nine/down.sql")
    #expect(contents.migrations[2].down == nil)
  }

  @Test func `every name that is not understood is reported, with what to do`() throws {
    let found = problem {
      let files = [
        "users.sql", "1_users.up.sql", "2_empty/notes.md", "3_x/migation.sql", "4.sql", "5_y.txt",
        "6_z/migration.sql", "6_z.sql",
      ]
      _ = try read(Dictionary(uniqueKeysWithValues: files.map { ($0, "") }), as: .native)
    }
    let all = try #require(found).all
    #expect(
      all.map { "\($0.location?.description ?? ""): \($0.code)" } == [
        "migrations/1_users.up.sql: migrate.unknown_file",
        "migrations/2_empty: migrate.missing_file",
        "migrations/3_x: migrate.missing_file",
        "migrations/3_x/migation.sql: migrate.unknown_file",
        "migrations/4.sql: migrate.unknown_file",
        "migrations/5_y.txt: migrate.unknown_file",
        "migrations/6_z/migration.sql: migrate.duplicate_name",
        "migrations/users.sql: migrate.unknown_file",
      ])
    #expect(all[0].hint == "move it to 1_users/migration.sql")
    #expect(all[3].hint == "did you mean \"migration.sql\"?")
  }

  @Test func `a folder that is not there holds no migrations`() throws {
    let folder = MigrationFolder(path: "\(try folder.get().path)/none", name: "none")
    #expect(try folder.read().migrations.isEmpty)
    #expect(!folder.exists)
  }

  @Test func `Prisma's folder is known by its lock file and sorted as JavaScript sorts`() throws {
    let contents = try read([
      "migration_lock.toml": "provider = \"postgresql\"\n", "20240101000000_b/migration.sql": "",
      "20230101000000_a/migration.sql": "", "20230101000000_a/steps.json": "{}",
      "init/migration.sql": "", "Later/migration.sql": "", "10_b/migration.sql": "",
      "1_a/migration.sql": "",
    ])
    #expect(contents.layout == .prisma)
    #expect(
      contents.migrations.map(\.name) == [
        "1_a", "10_b", "20230101000000_a", "20240101000000_b", "init", "Later",
      ])
    #expect(
      PrismaLayout().doubts(about: contents.migrations).map(\.code) == ["migrate.uncertain_order"])
    #expect(PrismaLayout().doubts(about: Array(contents.migrations[2...3])).isEmpty)
  }

  @Test func `Prisma's folder for another database is refused with the line that says so`() throws {
    let found = problem {
      _ = try read([
        "migration_lock.toml": "# made by Prisma\nprovider = \"mysql\"\n", "1_a/schema.sql": "",
      ])
    }
    let all = try #require(found).all
    #expect(all.map(\.code) == ["migrate.missing_file", "migrate.other_database"])
    #expect(all[1].location?.description == "migrations/migration_lock.toml:2")
  }

  @Test func `a name or a number finds a migration, and a slip of the pen is set right`() throws {
    let contents = try read(["1_users.sql": "", "02_posts.sql": "", "3_tags.sql": ""])
    #expect(try contents.index(of: "2") == 1)
    #expect(try contents.index(of: "3_tags") == 2)
    #expect(problem { _ = try contents.index(of: "1_user") }?.hint == "did you mean \"1_users\"?")
  }

  @Test func `a flaw's code can be typed`() {
    #expect(
      problem { _ = try Migration.named("1_a", "SELECT 'x").script() }?.code
        == "migrate.unterminated_string")
    let noText = Migration(
      name: "1_a", file: MigrationFile(path: "", name: "1_a.sql"), text: SourceText([0x20, 0xFF]))
    #expect(problem { _ = try noText.script() }?.code == "migrate.invalid_utf8")
  }
}
