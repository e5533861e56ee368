import JSON
import TestSupport
import Testing

@testable import Seedbed

@Suite(.database) struct PlanCommandTests {
  @Test func `plan shows each statement at its place, and exits with 2 while there is one`() throws
  {
    let project = try MigrationProject(["1_users.sql": "CREATE TABLE users (id int, email text);"])
    try project.migrate()
    let nothing = try project.seedbed("migrate", "plan")
    #expect(nothing.status == 0)
    #expect(nothing.output.contains("nothing to do"))
    try project.write(
      "2_email.sql",
      """
      -- What it is for.
      ALTER TABLE users ALTER COLUMN email SET NOT NULL;

      CREATE INDEX CONCURRENTLY users_email ON users (email);
      """)
    try project.run("INSERT INTO users SELECT i, repeat('x', 300) FROM generate_series(1, 40000) i")
    let plan = try project.seedbed("migrate", "plan")
    #expect(plan.status == 2)
    let lines = plan.output.split(separator: "\n").map(String.init)
    #expect(
      lines.dropLast() == [
        "migrations/2_email.sql", "  one transaction",
        "    2:1  ALTER TABLE users ALTER COLUMN email SET NOT NULL       ACCESS EXCLUSIVE users · "
          + "scans 14 MB · blocks reads and writes",
        "  alone, outside of transactions",
        "    4:1  CREATE INDEX CONCURRENTLY users_email ON users (email)  "
          + "SHARE UPDATE EXCLUSIVE users · builds an index over 14 MB · blocks nobody",
      ])
    #expect(
      lines.last?.hasPrefix("plan        1 migration, 2 statements, 1 blocking for long") == true)
    #expect(try project.seedbed("migrate", "plan", "--to", "1").status == 0)
  }

  @Test func `the document for programs has stable keys`() throws {
    let project = try MigrationProject(["1_users.sql": "CREATE TABLE users (id int, email text);"])
    try project.migrate()
    try project.write("2_email.sql", "ALTER TABLE users ALTER COLUMN email SET NOT NULL;")
    let plan = try JSONValue(parsing: project.seedbed("migrate", "plan", "--json").output)
    #expect(plan["command"] == "migrate plan")
    #expect(plan["means"] == "copy")
    #expect(plan["class"] == "brief_strong")
    let migration = try #require(plan["migrations"]?.array?.first)
    #expect(migration["name"] == "2_email")
    #expect(
      migration["segments"]
        == [["kind": "transaction", "statements": 1, "class": "brief_strong"]])
    #expect(
      migration["statements"]?.array?.first
        == [
          "number": 1, "file": "migrations/2_email.sql", "line": 1, "column": 1,
          "summary": "ALTER TABLE users ALTER COLUMN email SET NOT NULL", "segment": 1,
          "locks": [["relation": "users", "mode": "ACCESS EXCLUSIVE"]], "held": [],
          "work": [["kind": "scan", "relation": "users", "bytes": 8192, "rows": nil]],
          "class": "brief_strong", "source": "observed",
        ])
  }

  @Test func `what would keep the run from beginning is said`() throws {
    let project = try MigrationProject(["1_a.sql": "SELECT 1;"])
    try project.migrate()
    try project.write("1_a.sql", "SELECT 2;")
    #expect(try project.seedbed("migrate", "plan").status == 3)
  }
}
