import TestSupport
import Testing

@testable import Seedbed

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

@Suite struct LayoutDetectionTests {
  @Test(arguments: [
    (["1_a/migration.sql": ""], MigrationLayout.native),
    (["1_a.sql": "SELECT 1;"], .native),
    (["1_a/migration.sql": "", "migration_lock.toml": "provider = \"postgresql\""], .prisma),
    (["1_a.sql": "-- a note\n-- migrate:up\n", "2_b.sql": "-- migrate:up\n"], .dbmate),
    (["00001_a.sql": "-- +goose Up\n", "fs.go": "package migrations"], .goose),
    (["1_a.up.sql": "", "1_a.down.sql": ""], .golangMigrate),
    (["V1__a.sql": "", "R__views.sql": ""], .flyway),
    (["one/two/V1__a.sql": ""], .flyway),
    (["1_a.sql": "-- no-transaction\nVACUUM;"], .sqlx),
    (["1_a.up.sql": "", "../Cargo.toml": "[dependencies]\nsqlx = \"0.8\""], .sqlx),
    (["1_a.up.sql": "", "../Cargo.toml": "[dependencies]\ndiesel = \"2\""], .golangMigrate),
    (["2023-01-01-000000_a/up.sql": "", "2023-01-01-000000_a/down.sql": ""], .diesel),
    (
      ["committed/000001.sql": "--! Previous: -\n--! Hash: sha1:00\n\nSELECT 1;\n"],
      .graphileMigrate
    ),
  ])
  func `a folder's layout is known by what lies in it`(
    _ files: [String: String], _ layout: MigrationLayout
  ) throws {
    #expect(try TemporaryFolder().migrations(files).layout == layout)
  }

  @Test func `signs of two tools are an error that names both, and seedbed.json decides`() throws {
    let folder = try TemporaryFolder()
    let files = ["1_a.sql": "-- +goose Up\n", "V1__a.sql": "", "2_b/up.sql": ""]
    let found = try #require(problem { _ = try folder.migrations(files) })
    #expect(found.code == "migrate.ambiguous_layout")
    #expect(
      found.notes == ["Diesel: 2_b/up.sql", "Flyway: V1__a.sql", "goose: 1_a.sql: -- +goose Up"])
    #expect(try folder.migrations([:], as: .diesel).migrations.map(\.name) == ["2_b"])
  }

  @Test func `a file of another layout among many is found by its reader`() throws {
    let folder = try TemporaryFolder()
    let found = problem {
      _ = try folder.migrations([
        "1_a.sql": "", "2_b.sql": "-- +goose Up\n-- +goose Down\n", "3_c.sql": "",
      ])
    }
    #expect(found?.code == "migrate.other_layout")
    #expect(found?.location?.description == "migrations/2_b.sql:2")
  }

  @Test func `what cannot be read is told with all the rest`() throws {
    let folder = try TemporaryFolder()
    try folder.write("migrations/1_a.sql", "-- migrate:up\n")
    #expect(mkfifo("\(folder.path)/migrations/9_pipe.sql", 0o600) == 0)
    let found = try #require(
      problem {
        _ = try folder.migrations([
          "2_b.sql": "-- migrate:down\n", "3_c.sql": "-- migrate:up\n", "name.sql": "",
        ])
      })
    #expect(
      found.all.compactMap(\.location?.file).sorted() == [
        "migrations/2_b.sql", "migrations/9_pipe.sql", "migrations/name.sql",
      ])
  }

  @Test func `every layout has its name in the configuration`() throws {
    for layout in MigrationLayout.allCases {
      #expect(try MigrationLayout(configured: layout.rawValue) == layout)
    }
    #expect(
      problem { _ = try MigrationLayout(configured: "Goose") }?.hint == "did you mean \"goose\"?")
  }
}
