import SQLScript
import TestSupport
import Testing

@testable import Seedbed

/// Layouts whose directions are files of their own.
@Suite struct LayoutTests {
  let folder = Result { try TemporaryFolder() }

  private func read(
    _ files: [String: String], as layout: MigrationLayout? = nil
  ) throws -> [Migration] {
    try folder.get().migrations(files, as: layout).migrations
  }

  private func places(_ body: () throws -> Void) -> [String] {
    (problem(body)?.all ?? []).map { "\($0.location?.file ?? ""): \($0.code)" }
  }

  @Test func `golang-migrate's pairs are matched by their numbers`() throws {
    let migrations = try read([
      "000010_b.up.sql": "", "000010_other.down.sql": "SELECT 1", "9_a.up.sql": "",
      "embed.go": "", "sub/1_x.up.sql": "",
    ])
    #expect(migrations.map(\.name) == ["9_a", "000010_b"])
    #expect(migrations.map(\.version) == ["9", "10"])
    #expect(migrations[1].down?.file.name == "migrations/000010_other.down.sql")
    #expect(migrations[0].down == nil)
  }

  @Test func `golang-migrate's files that do not fit are reported together`() throws {
    let found = places {
      _ = try read([
        "1_a.up.sql": "", "01_b.up.sql": "", "2_c.down.sql": "", "3_d.sql": "", "x.up.sql": "",
      ])
    }
    #expect(
      found == [
        "migrations/1_a.up.sql: migrate.duplicate_version",
        "migrations/2_c.down.sql: migrate.missing_file", "migrations/3_d.sql: migrate.unknown_file",
        "migrations/x.up.sql: migrate.unknown_file",
      ])
  }

  @Test func `sqlx runs a file outside a transaction that begins so`() throws {
    let migrations = try read(
      [
        "1_a.sql": "SELECT 1; SELECT 2;", "2_b.up.sql": "-- no-transaction\nSELECT 1; SELECT 2;",
        "2_b.down.sql": "-- no-transaction\nSELECT 1; SELECT 2;",
        "3_c.sql": "\n-- no-transaction\nSELECT 1; SELECT 2;",
      ], as: .sqlx)
    let kinds = try migrations.map { try $0.script().segments.map(\.kind) }
    #expect(kinds == [[.transaction], [.alone, .alone], [.transaction]])
    #expect(try migrations[1].down?.script().segments.count == 2)
  }

  @Test func `Diesel's folders are sorted by their versions, without dashes`() throws {
    let migrations = try read([
      "2023-01-02-000000_b/up.sql": "", "2023-01-02-000000_b/down.sql": "DROP TABLE b;",
      "00000000000000_diesel_initial_setup/up.sql": "", "20230101000000_a/up.sql": "", ".keep": "",
      "README.md": "",
    ])
    #expect(migrations.map(\.version) == ["00000000000000", "20230101000000", "20230102000000"])
    #expect(migrations.map { $0.number?.description } == ["0", "20230101000000", "20230102000000"])
    #expect(migrations[2].isCalled("20230102000000"))
    #expect(try migrations[2].down?.script().script.statements.count == 1)
  }

  @Test(arguments: [
    ("run_in_transaction = false", 2), ("run_in_transaction = true # yes", 1),
    // Diesel's reader takes a missing key for false.
    ("other = 1", 2), ("[table]\nrun_in_transaction = true", 2),
  ])
  func `Diesel's metadata.toml decides on the transaction`(_ metadata: String, _ segments: Int)
    throws
  {
    let migration = try read([
      "1_a/up.sql": "SELECT 1; SELECT 2;", "1_a/metadata.toml": metadata,
      "1_a/down.sql": "SELECT 1",
    ])[0]
    #expect(try migration.script().segments.count == segments)
  }

  @Test func `what is no folder of Diesel's is an error`() throws {
    let found = places {
      _ = try read(
        ["1_a/up.sql": "", "1_a/metadata.toml": "run_in_transaction = 1", "2_b/down.sql": ""],
        as: .diesel)
    }
    #expect(
      found == [
        "migrations/1_a/metadata.toml: migrate.annotation",
        "migrations/2_b: migrate.missing_file",
      ])
  }

  @Test func `graphile-migrate's chain is followed, and a break in it is an error`() throws {
    let first = "sha1:24943e61783cf7060f01b43304c02e67c84e2766"
    let second = "sha1:d38be81971e2d66cf080a0cbb990c7554caf63d9"
    let third = "sha1:1138acd75df868d1f3b52b4a961ddd4fbc260cb2"
    let files = [
      "committed/000001.sql":
        "--! Previous: -\n--! Hash: \(first)\n\nCREATE TABLE users (id int PRIMARY KEY);\n",
      "committed/000002-names.sql": """
      --! Previous: \(first)
      --! Hash: \(second)
      --! Message: names

      ALTER TABLE users ADD name text;

      """,
      "committed/000003.sql": """
      --! Previous: \(second)
      --! Hash: \(third)

      --! no-transaction
      CREATE INDEX CONCURRENTLY users_name ON users (name);

      """,
      "current.sql": "-- not yet",
    ]
    let migrations = try read(files)
    #expect(migrations.map(\.version) == ["000001.sql", "000002.sql", "000003.sql"])
    #expect(migrations.map(\.name) == ["000001", "000002-names", "000003"])
    #expect(GraphileMigrateLayout().doubts(about: migrations).isEmpty)
    #expect(try migrations[2].script().segments.map(\.kind) == [.alone])

    let edited = try read([
      "committed/000003.sql": "--! Previous: \(second)\n--! Hash: \(third)\n\nSELECT 1;\n"
    ])
    #expect(GraphileMigrateLayout().doubts(about: edited).map(\.code) == ["migrate.edited"])
    let broken = places {
      _ = try read([
        "committed/000003.sql": "--! Previous: \(first)\n--! Hash: \(third)\n\nSELECT 1;\n"
      ])
    }
    #expect(broken == ["migrations/committed/000003.sql: migrate.broken_chain"])
  }

  @Test func `a new migration has the form of its folder`() throws {
    for (layout, files) in [
      (MigrationLayout.native, ["5_x/migration.sql", "5_x/down.sql"]),
      (.prisma, ["5_x/migration.sql", "5_x/down.sql"]), (.goose, ["5_x.sql"]),
      (.dbmate, ["5_x.sql"]), (.golangMigrate, ["5_x.up.sql", "5_x.down.sql"]),
      (.flyway, ["V5__x.sql", "U5__x.sql"]), (.sqlx, ["5_x.up.sql", "5_x.down.sql"]),
      (.diesel, ["5_x/up.sql", "5_x/down.sql"]),
    ] {
      let parts = NewMigrationParts(number: "5", name: "x", title: "an x", withDown: true)
      let template = layout.reader.template(parts)
      #expect(template.map(\.file) == files)
      let texts = Dictionary(uniqueKeysWithValues: template.map { ($0.file, $0.text) })
      let migrations = try TemporaryFolder().migrations(texts, as: layout).migrations
      #expect(migrations.count == 1 && migrations[0].down != nil, "\(layout)")
    }
  }
}
