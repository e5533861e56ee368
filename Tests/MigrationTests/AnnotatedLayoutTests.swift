import SQLScript
import TestSupport
import Testing

@testable import Seedbed

/// Layouts that have both directions in one file.
@Suite struct AnnotatedLayoutTests {
  private func read(_ text: String, _ layout: MigrationLayout) throws -> Migration {
    let contents = try TemporaryFolder().migrations(["00007_x.sql": text], as: layout)
    return try #require(contents.migrations.first)
  }

  private func statements(_ script: MigrationScript) -> [String] {
    script.script.statements.map { script.script.text(of: $0) }
  }

  @Test func `goose's file is split at Down, and each part keeps its place`() throws {
    let text = """
      -- a note
      -- +goose Up
      CREATE TABLE a ();
      -- +goose StatementBegin
      CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$
      -- +goose StatementEnd
      SELECT f();

      -- +goose down
      DROP FUNCTION f();
      DROP TABLE a;
      """
    let migration = try read(text, .goose)
    #expect(migration.version == "7")
    let up = try migration.script()
    #expect(
      statements(up) == [
        "CREATE TABLE a ()",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$ SELECT 1; $$", "SELECT f()",
      ])
    #expect(up.place(of: 2) == "migrations/00007_x.sql:7:1")
    #expect(up.segments.map(\.kind) == [.transaction])
    // The folder of the test is gone by now, so the way down is looked at as a part.
    #expect(migration.down?.part?.lowerBound == text.utf8.count - "-- +goose down\n".count - 32)
  }

  @Test func `a change of the way down is no change of what was applied`() throws {
    let up = "-- +goose Up\nCREATE TABLE a ();\n"
    let one = try read(up + "-- +goose Down\nDROP TABLE a;", .goose)
    let other = try read(up + "-- +goose Down\nDROP TABLE a CASCADE;", .goose)
    #expect(one.checksum == other.checksum)
    #expect(try read(up + "SELECT 1;", .goose).checksum != one.checksum)
  }

  @Test func `NO TRANSACTION lets every statement stand alone`() throws {
    let migration = try read("-- +goose NO TRANSACTION\n-- +goose Up\nSELECT 1;\nSELECT 2;", .goose)
    #expect(try migration.script().segments.map(\.kind) == [.alone, .alone])
  }

  @Test(arguments: [
    ("SELECT 1;\n-- +goose Up\n", "there is SQL before -- +goose Up", 2),
    ("-- +goose Up\n-- +goose Up\n", "-- +goose Up is there twice", 2),
    ("-- +goose Down\n", "-- +goose Down comes before -- +goose Up", 1),
    (
      "-- +goose Up\n-- +goose StatementEnd\n", "there is no -- +goose StatementBegin before this",
      2
    ),
    ("-- +goose Up\n-- +goose StatementBegin\n", "the statement has no -- +goose StatementEnd", 2),
    ("-- +goose Up\n  -- +goose Down\n", "this is no annotation of goose's", 2),
    ("-- +goose Up\n-- +goose Dwon\n", "this is no annotation of goose's", 2),
    ("-- +goose Up\n-- +goose ENVSUB ON\n", "the values of ENVSUB are not put in", 2),
  ])
  func `an annotation of goose's that is not in order is an error`(
    _ text: String, _ message: String, _ line: Int
  ) {
    let found = problem { _ = try read(text, .goose) }
    #expect(found?.message == message)
    #expect(found?.location?.line == line)
  }

  @Test func `migrations in Go, without a number and with a shared one are errors`() throws {
    let found = problem {
      _ = try TemporaryFolder().migrations(
        [
          "1_a.sql": "-- +goose Up", "001_b.sql": "-- +goose Up", "2_c.go": "", "2_c_test.go": "",
          "embed.go": "", "x.sql": "",
        ], as: .goose)
    }
    #expect(
      found?.all.map { "\($0.location?.file ?? ""): \($0.code)" } == [
        "migrations/1_a.sql: migrate.duplicate_version",
        "migrations/2_c.go: migrate.unknown_file", "migrations/x.sql: migrate.unknown_file",
      ])
  }

  @Test func `dbmate's blocks are told apart, each with its own transaction`() throws {
    let folder = try TemporaryFolder()
    let text = """
      -- anything
      -- migrate:up transaction:false
      CREATE TABLE a ();
      VACUUM;

      --migrate:down
      DROP TABLE a;
      """
    let migration = try #require(folder.migrations(["20240101_x.sql": text]).migrations.first)
    #expect(migration.version == "20240101")
    #expect(try statements(migration.script()) == ["CREATE TABLE a ()", "VACUUM"])
    #expect(try migration.script().segments.map(\.kind) == [.alone, .alone])
    let down = try #require(try migration.down?.script())
    #expect(statements(down) == ["DROP TABLE a"])
    #expect(down.place(of: 0) == "migrations/20240101_x.sql:7:1")
    #expect(down.segments.map(\.kind) == [.transaction])
  }

  @Test func `several blocks go up in their order, and not down`() throws {
    let migration = try read(
      """
      -- migrate:up
      CREATE TABLE a ();
      -- migrate:down
      DROP TABLE a;
      -- migrate:up transaction:false
      CREATE INDEX CONCURRENTLY i ON a ((1));
      -- migrate:down transaction:false
      DROP INDEX CONCURRENTLY i;
      """, .dbmate)
    let script = try migration.script()
    #expect(
      statements(script) == ["CREATE TABLE a ()", "CREATE INDEX CONCURRENTLY i ON a ((1))"])
    #expect(script.place(of: 1) == "migrations/00007_x.sql:6:1")
    #expect(migration.down == nil)
  }

  @Test(arguments: [
    ("CREATE TABLE a ();\n-- migrate:up\n", "there is SQL before -- migrate:up", 2),
    ("-- migrate:down\n-- migrate:up\n", "-- migrate:down comes before -- migrate:up", 1),
    ("-- migrate:up transaction:no\n", "unknown option \"transaction:no\"", 1),
    ("SELECT 1;", "the file has no -- migrate:up", nil),
  ])
  func `a block of dbmate's that is not in order is an error`(
    _ text: String, _ message: String, _ line: Int?
  ) {
    let found = problem { _ = try read(text, .dbmate) }
    #expect(found?.message == message)
    #expect(found?.location?.line == line)
  }
}
