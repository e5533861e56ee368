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
        "         safe form: seedbed migrate plan --safe",
        "  alone, outside of transactions",
        "    4:1  CREATE INDEX CONCURRENTLY users_email ON users (email)  "
          + "SHARE UPDATE EXCLUSIVE users · builds an index over 14 MB · blocks nobody",
      ])
    #expect(
      lines.last?.hasPrefix("plan        1 migration, 2 statements, 1 blocking for long") == true)
    #expect(try project.seedbed("migrate", "plan", "--to", "1").status == 0)
    #expect(try project.seedbed("migrate", "plan", "--safe").status == 2)
  }

  @Test func `a safe form is told of only where there is one`() throws {
    let project = try MigrationProject(["1_users.sql": "CREATE TABLE users (id int, email text);"])
    try project.migrate()
    try project.run("INSERT INTO users SELECT i, repeat('x', 300) FROM generate_series(1, 40000) i")
    try project.write(
      "2_two.sql",
      """
      ALTER TABLE users ALTER COLUMN email TYPE char(300);
      ALTER TABLE users ADD COLUMN name text;
      CREATE INDEX users_email ON users (email);
      """)
    try project.write("3_again.sql", "REINDEX TABLE users;")
    let plan = try JSONValue(parsing: project.seedbed("migrate", "plan", "--json").output)
    let statements = (plan["migrations"]?.array ?? []).flatMap { $0["statements"]?.array ?? [] }
    #expect(statements.map { $0["class"]?.string == "long_strong" } == [true, false, true, true])
    #expect(statements.map { $0["hasSafeForm"]?.bool } == [nil, nil, true, true])
  }

  @Test func `a phase is planned as it is run`() throws {
    let project = try MigrationProject([
      "1_users.sql": "CREATE TABLE users (id int, email text);",
      "2_mail.sql": "ALTER TABLE users ADD COLUMN mail text;",
      "3_email.sql": "-- seedbed: phase contract\nALTER TABLE users DROP COLUMN email;",
    ])
    func planned(_ phase: String) throws -> [String?] {
      let outcome = try project.seedbed("migrate", "plan", "--phase", phase, "--json")
      return (try JSONValue(parsing: outcome.output)["migrations"]?.array ?? []).map {
        $0["name"]?.string
      }
    }
    #expect(try planned("expand") == ["1_users", "2_mail"])
    try project.migrate(MigrationChoice(phase: .expand))
    #expect(try planned("expand") == [])
    #expect(try planned("contract") == ["3_email"])
    #expect(try project.seedbed("migrate", "plan", "--phase", "shrink").status == 64)
    #expect(try project.seedbed("migrate", "plan", "--safe", "--phase", "expand").status == 64)
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
