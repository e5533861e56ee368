import JSON
import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// The first migration's text, and the second's, with sums of them that other programs made.
private let users = "CREATE TABLE users (id int PRIMARY KEY);\n"
private let names = "ALTER TABLE users ADD name text;\n"
private let usersSHA256 = "12a1ef51b20a6108acdcf70e2f8c3f6bfcda5eed26f31a00971d3c88a59b2439"
private let usersSHA384 =
  "eedf404a60de2fe9a187cf0f29ded29ae7131616204e63a1d6a08a8021a168f3746df1fae512cb891273c7972c8e73d1"
private let usersCRC32 = -2_134_990_597

@Suite(.database) struct AdoptionTests {
  /// The history's names and origins, in the order of its rows.
  private func history(_ project: MigrationProject) throws -> [String] {
    try project.rows(
      "SELECT name, origin FROM seedbed.migrations WHERE rolled_back_at IS NULL ORDER BY id")
  }

  private func prisma() throws -> MigrationProject {
    let project = try MigrationProject([
      "migration_lock.toml": "provider = \"postgresql\"",
      "20230101000000_users/migration.sql": users, "20240101000000_names/migration.sql": names,
    ])
    try project.run(ForeignDatabase.prisma + users)
    return project
  }

  @Test func `Prisma's history is adopted by the first run, which goes on from there`() throws {
    let project = try prisma()
    try project.run(
      ForeignDatabase.prisma("20230101000000_users", "of an attempt", ending: "rolled_back_at")
        + ForeignDatabase.prisma("20230101000000_users", usersSHA256, ending: "finished_at"))
    let before = try project.status()
    #expect(before.plan.applied.map(\.name) == ["20230101000000_users"])
    #expect(before.adoption?.table == "public._prisma_migrations")
    #expect(before.exitStatus == .pending)

    let recorder = Recorder()
    let report = try project.migrate(MigrationChoice(), recorder)
    #expect(report.applied.map(\.name) == ["20240101000000_names"])
    #expect(report.adoption?.adopted == ["20230101000000_users"])
    #expect(recorder.notes.contains("adopted 1 migration from public._prisma_migrations"))
    #expect(
      try history(project) == ["20230101000000_users|prisma", "20240101000000_names|seedbed"])
    #expect(
      try project.rows(
        """
        SELECT h.log, h.statements, length(h.token_checksum), h.started_at = p.started_at,
          h.finished_at = p.finished_at
        FROM seedbed.migrations h JOIN _prisma_migrations p ON p.migration_name = h.name
        WHERE p.finished_at IS NOT NULL
        """) == ["adopted from public._prisma_migrations, SHA-256 \(usersSHA256)|1|64|t|t"])
    #expect(try project.status().exitStatus == .success)
  }

  @Test func `a migration that Prisma did not end stops everything, with what to do`() throws {
    let project = try prisma()
    try project.run(ForeignDatabase.prisma("20230101000000_users", usersSHA256, ending: nil))
    let found = try problem { try project.migrate() }
    #expect(found.code == "migrate.foreign_failure")
    #expect(found.exitStatus == .attention)
    #expect(
      found.hint?.contains("prisma migrate resolve --rolled-back 20230101000000_users") == true)
    #expect(try project.rows("SELECT to_regnamespace('seedbed')") == ["NULL"])
    #expect(try project.status().exitStatus == .attention)
    try project.run("UPDATE _prisma_migrations SET finished_at = now()")
    #expect(try project.migrate().applied.map(\.name) == ["20240101000000_names"])
  }

  @Test func `a file that is not what was applied is an error until it is accepted`() throws {
    let project = try prisma()
    try project.run(
      ForeignDatabase.prisma("20230101000000_users", usersSHA256, ending: "finished_at"))
    try project.write("20230101000000_users/migration.sql", "-- edited\n" + users)
    let found = try problem { try project.migrate() }
    #expect(found.code == "migrate.foreign_checksum")
    #expect(found.location?.file == "migrations/20230101000000_users/migration.sql")
    #expect(try project.seedbed("migrate", "adopt").status == 3)
    let outcome = try project.seedbed("migrate", "adopt", "--accept", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      try JSONValue(parsing: outcome.output)["adopted"] == ["20230101000000_users"])
    #expect(try project.migrate().applied.map(\.name) == ["20240101000000_names"])
  }

  @Test func `line ends of another machine are no edit`() throws {
    let project = try prisma()
    try project.run(
      ForeignDatabase.prisma("20230101000000_users", usersSHA256, ending: "finished_at"))
    try project.write(
      "20230101000000_users/migration.sql", "CREATE TABLE users (id int PRIMARY KEY);\r\n")
    #expect(try project.migrate().applied.count == 1)
  }

  @Test func `what the folder does not have is adopted as the history of the database`() throws {
    let project = try prisma()
    try project.run(
      ForeignDatabase.prisma("20220101000000_gone", usersSHA256, ending: "finished_at")
        + ForeignDatabase.prisma("20230101000000_users", usersSHA256, ending: "finished_at"))
    try project.migrate()
    #expect(try project.status().plan.missing.map(\.name) == ["20220101000000_gone"])
  }

  @Test func `what the other tool applies later is adopted as well`() throws {
    let project = try prisma()
    try project.run(
      ForeignDatabase.prisma("20230101000000_users", usersSHA256, ending: "finished_at"))
    _ = try project.adopt()
    try project.run(
      names
        + ForeignDatabase.prisma(
          "20240101000000_names",
          "72cb395730fa8f8275094d0114743b1fa7f82bcbb53feade2499fc9669977ed0", ending: "finished_at")
    )
    #expect(try project.status().plan.pending.isEmpty)
    let report = try project.migrate()
    #expect(report.applied.isEmpty)
    #expect(report.adoption?.adopted == ["20240101000000_names"])
    // A second time there is nothing new.
    #expect(try project.migrate().adoption == nil)
  }

  @Test func `the database of another tool is left alone`() throws {
    let project = try MigrationProject(["1_users.sql": users])
    try project.run(ForeignDatabase.dbmate)
    // An empty history tells nothing.
    #expect(try project.status().adoptionProblems.isEmpty)
    try project.run("INSERT INTO schema_migrations VALUES ('1')")
    let found = try problem { try project.migrate() }
    #expect(found.code == "migrate.other_tool")
    #expect(found.hint?.contains("\"layout\": \"dbmate\"") == true)
    #expect(try project.rows("SELECT to_regnamespace('seedbed')") == ["NULL"])
    #expect(try project.seedbed("migrate", "adopt", "--none").status == 0)
    #expect(try project.migrate().applied.count == 1)
  }

  @Test func `of several histories one has to be named`() throws {
    let project = try MigrationProject(["1_users.sql": "-- migrate:up\n" + users])
    try project.run(
      "CREATE SCHEMA billing; CREATE TABLE billing.schema_migrations (version varchar PRIMARY KEY);"
        + ForeignDatabase.dbmate + "INSERT INTO schema_migrations VALUES ('1');" + users)
    #expect(try problem { try project.migrate() }.code == "migrate.ambiguous_history")
    let wrong = try project.seedbed("migrate", "adopt", "--table", "public.schema_migration")
    #expect(wrong.status == 64)
    #expect(
      try project.seedbed("migrate", "adopt", "--table", "public.schema_migrations").status == 0)
    // It is known from then on.
    try project.write("2_names.sql", "-- migrate:up\n" + names)
    #expect(try project.migrate().applied.map(\.name) == ["2_names"])
  }

  @Test func `there has to be something to adopt`() throws {
    let project = try MigrationProject(["1_users.sql": users])
    #expect(try problem { _ = try project.adopt() }.code == "migrate.nothing_to_adopt")
  }

  @Test func `the other tool's own lock keeps its run and ours apart`() throws {
    let project = try prisma()
    try project.run(
      ForeignDatabase.prisma("20230101000000_users", usersSHA256, ending: "finished_at"))
    let deployer = try project.connect()
    try deployer.run(simple: "SELECT pg_advisory_lock(72707369)")
    let table = ForeignTable(tool: .prisma, schema: "public", name: "_prisma_migrations")
    let other = try project.connect()
    #expect(
      try problem {
        _ = try ForeignLock(table, on: other, SilentProgress(), patience: .zero)
      }.exitStatus == .lockTimeout)
    try deployer.run(simple: "SELECT pg_advisory_unlock(72707369)")
    #expect(try project.migrate().applied.count == 1)
  }

  @Test func `Flyway's history with undone, repeated, deleted and failed scripts`() throws {
    let project = try MigrationProject([
      "V1__users.sql": users, "V2__names.sql": names, "U2__names.sql": "SELECT 1;",
      "R__view.sql": "CREATE OR REPLACE VIEW v AS SELECT id FROM users;",
    ])
    let rows: [String] = [
      ForeignDatabase.flywayRow(
        0, nil, "<< Flyway Schema Creation >>", type: "SCHEMA", "\"x\"", nil),
      ForeignDatabase.flywayRow(1, "1", "users", "V1__users.sql", usersCRC32),
      ForeignDatabase.flywayRow(2, "2", "names", "V2__names.sql", 758_612_320),
      ForeignDatabase.flywayRow(3, nil, "view", "R__view.sql", 17),
      ForeignDatabase.flywayRow(4, "2", "names", type: "UNDO_SQL", "U2__names.sql", 3),
      ForeignDatabase.flywayRow(5, "3", "bad", "V3__bad.sql", 5, success: false),
    ]
    try project.run(ForeignDatabase.flyway + users + rows.joined())
    #expect(try problem { try project.migrate() }.code == "migrate.foreign_failure")
    try project.run(ForeignDatabase.flywayRow(6, "3", "bad", type: "DELETE", "V3__bad.sql", 5))
    // The view's file is not what Flyway ran, so it is run again.
    #expect(try project.migrate().applied.map(\.name) == ["V2__names", "R__view"])
    #expect(
      try project.rows(
        """
        SELECT name, applied_by, finished_at - started_at, log FROM seedbed.migrations
        WHERE origin = 'flyway'
        """) == [
          "V1__users|deployer|00:00:00.025|"
            + "adopted from public.flyway_schema_history, CRC-32 \(usersCRC32)"
        ])
    try project.write("R__view.sql", "CREATE OR REPLACE VIEW v AS SELECT id, name FROM users;")
    #expect(try project.migrate().applied.map(\.name) == ["R__view"])
    #expect(try project.migrate().applied.isEmpty)
  }

  @Test func `Flyway's baseline stands in for all before it`() throws {
    let project = try MigrationProject([
      "V1__users.sql": users, "V1.5__more.sql": "SELECT 1;", "V2__names.sql": names,
    ])
    let row = ForeignDatabase.flywayRow(
      1, "1.5", "<< Flyway Baseline >>", type: "BASELINE", "<< Flyway Baseline >>", nil)
    try project.run(ForeignDatabase.flyway + users + row)
    #expect(try project.migrate().applied.map(\.name) == ["V2__names"])
    #expect(try history(project).prefix(2) == ["V1__users|flyway", "V1.5__more|flyway"])
  }

  @Test func `of goose's rows the newest of a version counts`() throws {
    let project = try MigrationProject([
      "00001_users.sql": "-- +goose Up\n" + users,
      "00002_names.sql": "-- +goose Up\n\(names)-- +goose Down\nALTER TABLE users DROP name;\n",
    ])
    try project.run(
      """
      \(ForeignDatabase.goose)\(users)
      INSERT INTO goose_db_version (version_id, is_applied)
        VALUES (1, true), (2, true), (2, false);
      """)
    #expect(try project.migrate().applied.map(\.name) == ["00002_names"])
    #expect(try history(project) == ["00001_users|goose", "00002_names|seedbed"])
    #expect(try project.rollBack(confirmation: project.database.name).rolledBack == ["00002_names"])
    #expect(
      try problem { _ = try project.rollBack(confirmation: project.database.name) }.hint?.contains(
        "-- +goose Down") == true)
  }

  @Test func `golang-migrate's one row stands for all before it, and a dirty one stops`() throws {
    let project = try MigrationProject([
      "000001_users.up.sql": users, "000002_names.up.sql": names,
      "000002_names.down.sql": "ALTER TABLE users DROP name;", "000003_x.up.sql": "SELECT 1;",
    ])
    try project.run(
      ForeignDatabase.golangMigrate + users + names
        + "INSERT INTO schema_migrations VALUES (2, true)")
    let found = try problem { try project.migrate() }
    #expect(found.code == "migrate.foreign_failure")
    #expect(found.hint?.contains("`migrate force 1`") == true)
    try project.run("UPDATE schema_migrations SET dirty = false")
    #expect(try project.migrate().applied.map(\.name) == ["000003_x"])
    #expect(
      try history(project) == [
        "000001_users|golang-migrate", "000002_names|golang-migrate", "000003_x|seedbed",
      ])
    _ = try project.resolve("3", .rolledBack)
    #expect(
      try project.rollBack(confirmation: project.database.name).rolledBack == ["000002_names"])
    // What was rolled back is not adopted once more, though the tool's row still tells of it.
    #expect(
      try project.migrate().applied.map(\.name) == ["000002_names", "000003_x"])
  }

  @Test func `sqlx's history, with its sum of the whole file`() throws {
    let project = try MigrationProject([
      "20240101000000_users.up.sql": users, "20240101000000_users.down.sql": "DROP TABLE users;",
      "20240201000000_names.up.sql": names, "20240201000000_names.down.sql": "SELECT 1;",
    ])
    try project.folder.write("Cargo.toml", "[dependencies]\nsqlx = \"0.8\"\n")
    try project.run(
      """
      \(ForeignDatabase.sqlx)\(users)
      INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
        VALUES (20240101000000, 'users', true, '\\x\(usersSHA384)', 1500000);
      """)
    #expect(try project.migrate().applied.map(\.name) == ["20240201000000_names"])
    #expect(
      try project.rows(
        "SELECT name, finished_at - started_at FROM seedbed.migrations WHERE origin = 'sqlx'")
        == ["20240101000000_users|00:00:00.0015"])
    #expect(
      try project.rollBack(.steps(2), confirmation: project.database.name).rolledBack.count == 2)
  }

  @Test func `an edited file of sqlx's is an error`() throws {
    let project = try MigrationProject(["1_users.sql": "-- no-transaction\n" + users])
    try project.run(
      """
      \(ForeignDatabase.sqlx)
      INSERT INTO _sqlx_migrations VALUES (1, 'users', now(), true, '\\x\(usersSHA384)', -1);
      """)
    #expect(try problem { try project.migrate() }.code == "migrate.foreign_checksum")
  }

  @Test func `Diesel's history is matched by versions without dashes`() throws {
    let project = try MigrationProject([
      "2024-01-01-000000_users/up.sql": users,
      "2024-01-01-000000_users/down.sql": "DROP TABLE users;",
      "2024-02-01-000000_names/up.sql": names, "2024-02-01-000000_names/down.sql": "SELECT 1;",
    ])
    try project.run(
      """
      \(ForeignDatabase.diesel)\(users)
      INSERT INTO __diesel_schema_migrations (version) VALUES ('20240101000000');
      """)
    #expect(try project.migrate().applied.map(\.name) == ["2024-02-01-000000_names"])
    #expect(
      try project.rollBack(.steps(2), confirmation: project.database.name).rolledBack.last
        == "2024-01-01-000000_users")
  }

  @Test func `dbmate's history is adopted, and rolled back by its blocks`() throws {
    let project = try MigrationProject([
      "1_users.sql": "-- migrate:up\n\(users)\n-- migrate:down\nDROP TABLE users;\n",
      "2_names.sql": "-- migrate:up\n\(names)\n-- migrate:down\nALTER TABLE users DROP name;\n",
    ])
    try project.run(
      "\(ForeignDatabase.dbmate)\(users)INSERT INTO schema_migrations VALUES ('1');")
    #expect(try project.migrate().applied.map(\.name) == ["2_names"])
    #expect(
      try project.rollBack(.steps(2), confirmation: project.database.name).rolledBack
        == ["2_names", "1_users"])
    #expect(try project.rows("SELECT to_regclass('users')") == ["NULL"])
  }

  @Test func `graphile-migrate's hashes are computed again`() throws {
    let first = "sha1:24943e61783cf7060f01b43304c02e67c84e2766"
    let second = "sha1:d38be81971e2d66cf080a0cbb990c7554caf63d9"
    let project = try MigrationProject([
      "committed/000001.sql": "--! Previous: -\n--! Hash: \(first)\n\n" + users,
      "committed/000002-names.sql": "--! Previous: \(first)\n--! Hash: \(second)\n\n" + names,
      "current.sql": "this is not SQL yet",
    ])
    try project.run(
      """
      \(ForeignDatabase.graphileMigrate)\(users)
      INSERT INTO graphile_migrate.migrations VALUES ('\(first)', NULL, '000001.sql');
      """)
    let edited = try MigrationProject([
      "committed/000001.sql": "--! Previous: -\n--! Hash: \(first)\n\nSELECT 1;\n"
    ])
    #expect(try problem { try edited.migrate() }.code == "migrate.foreign_checksum")
    #expect(try project.migrate().applied.map(\.name) == ["000002-names"])
    #expect(try history(project).first == "000001|graphile-migrate")
  }
}
