import SQLScript
import TestSupport
import Testing

@testable import Seedbed

@Suite struct BackfillScriptTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func read(_ text: String) throws -> BackfillScript {
    let contents = try folder.migrations([
      "1_slug/migration.sql": "SELECT 1;", "1_slug/backfill.sql": text,
    ])
    return try #require(try contents.backfills().first)
  }

  @Test func `its directive says how to go about it`() throws {
    let script = try read(
      """
      -- Every post gets a slug.
      -- seedbed: backfill batch=500 pause=50ms lag=5s table=p
      UPDATE posts p SET slug = lower(title) FROM users u WHERE slug IS NULL AND u.id = p.author;
      """)
    #expect(script.name == "1_slug")
    #expect(script.options.batch == 500)
    #expect(script.options.pause == .milliseconds(50))
    #expect(script.options.lag == .seconds(5))
    #expect(script.table.name == "posts")
    #expect(script.verification == .condition)
  }

  @Test func `without a directive it goes about it as usual`() throws {
    let script = try read("DELETE FROM posts;")
    #expect(script.options == BackfillOptions())
    #expect(script.verification == .condition)
  }

  @Test func `what tells that it is done is the condition, a repetition or the range`() throws {
    let insert = "INSERT INTO n SELECT * FROM t"
    #expect(try read("\(insert) WHERE a ON CONFLICT DO NOTHING").verification == .repetition)
    #expect(try read("\(insert) WHERE a").verification == .condition)
    #expect(
      try read("-- seedbed: backfill verify=range\n\(insert)").verification == .range)
  }

  @Test(arguments: [
    ("-- seedbed: backfill bath=5\nDELETE FROM t", "did you mean \"batch\"?"),
    ("-- seedbed: backfill batch=0\nDELETE FROM t", "write batch=1000"),
    ("-- seedbed: backfill pause=5\nDELETE FROM t", "write pause=50ms"),
    ("-- seedbed: backfill verify=no\nDELETE FROM t", "write verify=range"),
    ("-- seedbed: transaction off\nDELETE FROM t", "write -- seedbed: backfill …"),
    ("DELETE FROM t;\n-- seedbed: backfill batch=5", "move it to the top of the file"),
    ("-- seedbed: backfill table=user\nUPDATE users SET a = 1 WHERE b", "did you mean \"users\"?"),
  ])
  func `what is not understood is an error with a way out`(_ text: String, _ hint: String) throws {
    let found = try #require(problem { _ = try read(text) })
    #expect(found.hint == hint)
    #expect(found.location?.file == "migrations/1_slug/backfill.sql")
  }

  @Test(arguments: [
    ("", "backfill.statements"), ("DELETE FROM t; DELETE FROM u", "backfill.statements"),
    ("SELECT 1", "backfill.statement"), ("UPDATE t SET a = 1", "backfill.no_condition"),
    ("INSERT INTO n SELECT * FROM t", "backfill.no_condition"),
    ("DELETE FROM 't", "migrate.unterminated_string"),
  ])
  func `it is one statement that tells what is left to do`(_ text: String, _ code: String) throws {
    #expect(problem { _ = try read(text) }?.code == code)
  }

  @Test func `a new migration may have one, in Seedbed's own layout`() throws {
    let migrations = MigrationFolder(path: folder.path + "/migrations", name: "migrations")
    let report = try NewMigration(in: migrations).create(
      "posts have a slug", withDown: false, withBackfill: true)
    #expect(
      report.files.map { $0.split(separator: "/").last } == ["migration.sql", "backfill.sql"])
    #expect(folder.read(report.files[1])?.hasPrefix("-- seedbed: backfill\n") == true)
  }
}
