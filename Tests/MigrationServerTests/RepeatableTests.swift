import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// `repeatable/*.sql`, which are run again when their text has changed.
@Suite(.database) struct RepeatableTests {
  private func project() throws -> MigrationProject {
    try MigrationProject([
      "1_t.sql": "CREATE TABLE t (i int); INSERT INTO t VALUES (1);",
      "repeatable/all.sql": "CREATE OR REPLACE VIEW all_rows AS SELECT * FROM some_rows;",
      "repeatable/many.sql": "CREATE OR REPLACE VIEW some_rows AS SELECT twice(i) AS i FROM t;",
      "repeatable/twice.sql": """
      CREATE OR REPLACE FUNCTION twice(i int) RETURNS int LANGUAGE sql
      BEGIN ATOMIC SELECT 2 * i; END;
      """,
    ])
  }

  @Test func `they find their order by themselves, after all migrations`() throws {
    let project = try project()
    let report = try project.migrate()
    #expect(
      report.applied.map(\.name) == [
        "1_t", "repeatable/twice", "repeatable/many", "repeatable/all",
      ])
    #expect(try project.rows("SELECT i FROM all_rows") == ["2"])
    // An attempt that another script mended is none.
    #expect(try project.rows("SELECT count(*) FROM seedbed.migrations") == ["4"])
    #expect(try project.migrate().applied.isEmpty)
  }

  @Test func `only what has changed is run again`() throws {
    let project = try project()
    try project.migrate()
    try project.write(
      "repeatable/twice.sql",
      """
      CREATE OR REPLACE FUNCTION twice(i int) RETURNS int LANGUAGE sql
      BEGIN ATOMIC SELECT 20 * i; END;
      """)
    let status = try project.status()
    #expect(status.exitStatus == .pending)
    #expect(status.plan.pending.map(\.migration.name) == ["repeatable/twice"])
    #expect(try project.migrate().applied.map(\.name) == ["repeatable/twice"])
    #expect(try project.rows("SELECT i FROM all_rows") == ["20"])
    #expect(try project.status().exitStatus == .success)
  }

  @Test func `what none of them makes is an error of each that lacks it`() throws {
    let project = try project()
    try project.folder.remove("migrations/repeatable/twice.sql")
    let found = try problem { try project.migrate() }
    #expect(found.all.map(\.code) == ["migrate.statement_failed", "migrate.statement_failed"])
    #expect(
      Set(found.all.compactMap(\.location?.file))
        == ["migrations/repeatable/all.sql", "migrations/repeatable/many.sql"])
    #expect(try project.rows("SELECT name FROM seedbed.migrations") == ["1_t"])
    #expect(try project.status().exitStatus == .pending)
  }

  @Test func `a view that cannot be replaced is told how`() throws {
    let project = try project()
    try project.migrate()
    try project.write("repeatable/all.sql", "CREATE OR REPLACE VIEW all_rows AS SELECT 1 AS other;")
    let found = try problem { try project.migrate() }
    #expect(found.hint?.contains("DROP VIEW IF EXISTS") == true)
    #expect(try project.rows("SELECT i FROM all_rows") == ["2"])
  }

  @Test func `a rollback leaves them where they are`() throws {
    let project = try project()
    try project.folder.remove("migrations/1_t.sql")
    try project.write("1_t/migration.sql", "CREATE TABLE t (i int);")
    try project.write("1_t/down.sql", "DROP TABLE t CASCADE;")
    try project.migrate()
    #expect(try project.rollBack().rolledBack == ["1_t"])
  }

  @Test func `Flyway's find their order as well`() throws {
    let project = try MigrationProject([
      "V1__t.sql": "CREATE TABLE t (i int);",
      "R__a.sql": "CREATE OR REPLACE VIEW a AS SELECT * FROM b;",
      "R__b.sql": "CREATE OR REPLACE VIEW b AS SELECT * FROM t;",
    ])
    #expect(try project.migrate().applied.map(\.name) == ["V1__t", "R__b", "R__a"])
  }

  @Test func `a folder or another file among them is an error`() throws {
    let project = try project()
    try project.write("repeatable/views/x.sql", "SELECT 1;")
    try project.write("repeatable/x.txt", "")
    let found = try problem { try project.migrate() }
    #expect(found.all.map(\.code) == ["migrate.unknown_file", "migrate.unknown_file"])
  }
}
