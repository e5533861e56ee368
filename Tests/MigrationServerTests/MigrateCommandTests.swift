import FoundationEssentials
import JSON
import Postgres
import TestSupport
import Testing

@testable import Seedbed

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program as a user runs it.
@Suite(.database) struct MigrateCommandTests {
  @Test func `status, migrate, status, by exit code and JSON`() throws {
    let project = try MigrationProject([
      "1_a.sql": "CREATE TABLE a (i int);", "2_b.sql": "ALTER TABLE a ADD CHECK (i > 0) NOT VALID;",
    ])
    let before = try project.seedbed("status", "--json")
    #expect(before.status == 2)
    let pending = try JSONValue(parsing: before.output)["migrations"]?["pending"]
    #expect(pending == [["name": "1_a"], ["name": "2_b"]])

    let run = try project.seedbed("migrate", "--json")
    #expect(run.status == 0)
    let report = try JSONValue(parsing: run.output)
    #expect(report["applied"]?.array?.map { $0["name"]?.string } == ["1_a", "2_b"])
    #expect(report["alreadyApplied"] == 0)
    #expect(report["environment"] == "test")

    let after = try project.seedbed("status", "--json")
    #expect(after.status == 0)
    let status = try JSONValue(parsing: after.output)
    #expect(status["database"]?["name"]?.string == project.database.name)
    #expect(status["migrations"]?["applied"]?.array?.count == 2)
    #expect(status["unvalidatedConstraints"] == ["a_i_check on a"])
  }

  @Test func `an error shows the line with a caret`() throws {
    let project = try MigrationProject(["1_a.sql": "SELECT 1;\nSELECT é.x FROM nowhere;\n"])
    let outcome = try project.seedbed("migrate")
    #expect(outcome.status == 1)
    #expect(outcome.output.isEmpty)
    #expect(
      outcome.errors.contains(
        """
        migrations/1_a.sql:2:17: error: relation "nowhere" does not exist
            SELECT é.x FROM nowhere;
                            ^
        """))
  }

  @Test func `new makes a migration that is applied without a change`() throws {
    let project = try MigrationProject()
    let made = try project.seedbed("migrate", "new", "Add users", "--down")
    #expect(made.status == 0)
    #expect(made.output.split(separator: "\n").count == 2)
    #expect(try project.seedbed("migrate").status == 0)
    #expect(try project.seedbed("migrate", "rollback").status == 0)
    #expect(try project.seedbed("migrate", "rollback", "--steps", "0").status == 64)
  }

  @Test func `a database ahead of the folder is told, and harms nothing`() throws {
    let project = try MigrationProject(["1_a.sql": "", "2_b.sql": ""])
    try project.migrate()
    let other = try MigrationProject(["1_a.sql": ""])
    #expect(try other.seedbed("status").status == 3)
    let run = try other.seedbed("migrate")
    #expect(run.status == 0)
    #expect(run.errors.contains("ahead of this folder: 2_b"))
    #expect(try other.seedbed("migrate", "--strict").status == 3)
  }

  @Test func `killed in the middle of an index, the history tells and the next run ends it`() throws
  {
    let project = try MigrationProject([
      "1_t.sql": "CREATE TABLE t (i int);",
      "2_i.sql": "INSERT INTO t VALUES (1); CREATE INDEX CONCURRENTLY i ON t (i); SELECT 1;",
    ])
    try project.migrate(MigrationChoice(target: "1"))
    // The build waits for every transaction that has the table in use.
    let blocker = try project.connect()
    try blocker.run(simple: "BEGIN; LOCK TABLE t IN ROW EXCLUSIVE MODE")
    let folder = project.folder
    let victim = Aside {
      try ChildProcess(
        "/bin/sh", ["-c", #"echo $$ > pid; exec "$0" migrate"#, Build.folder + "/seedbed"],
        environment: ["DATABASE_URL": project.database.url, "SEEDBED_ENV": "test"],
        directory: folder.path
      ).run(input: "").status
    }
    let isBuilding = """
      SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
        AND query LIKE 'CREATE INDEX CONCURRENTLY%' AND wait_event_type = 'Lock'
      """
    while try project.rows(isBuilding) != ["1"] { usleep(20_000) }
    let processID = Int32(folder.read("pid")?.filter(\.isNumber) ?? "")
    #expect(kill(try #require(processID), SIGKILL) == 0)
    #expect(try victim.value() != 0)

    let partial = try #require(try project.status().plan.partial.first?.applied)
    #expect(
      partial.account == [
        "statement 1 of 3 is applied",
        "statement 2 was started, and how it ended is not recorded",
      ])
    try blocker.run(simple: "COMMIT")
    let report = try project.migrate()
    #expect(report.applied.map(\.name) == ["2_i"])
    #expect(try project.rows("SELECT i FROM t") == ["1"])
    #expect(
      try project.rows("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass") == ["t"])
  }

  @Test func `three hundred migrations make what psql makes of them`() throws {
    let project = try MigrationProject()
    for number in 1...300 {
      try project.write("\(number)_step.sql", Self.step(number))
    }
    #expect(try project.seedbed("migrate").status == 0)
    let ours = try project.dump()
    try project.emptyDatabase()
    try project.psql((1...300).map { "migrations/\($0)_step.sql" })
    #expect(try project.dump() == ours)
    #expect(ours.contains("CREATE TABLE public.t300"))
  }

  private static func step(_ number: Int) -> String {
    let base = "CREATE TABLE t\(number) (id int PRIMARY KEY, s text DEFAULT 'a;b');\n"
    switch number % 6 {
    case 1: return base + "COPY t\(number) FROM stdin;\n1\tone\n2\t\\\\.x\n\\.\n"
    case 2:
      return base + """
        CREATE FUNCTION f\(number)() RETURNS int LANGUAGE plpgsql AS $f$
        BEGIN
          -- ; not an end
          RETURN \(number);
        END $f$;
        """
    case 3: return base + "CREATE INDEX CONCURRENTLY i\(number) ON t\(number) (s);"
    case 4: return "BEGIN;\n\(base)INSERT INTO t\(number) VALUES (1, E'it\\'s');\nCOMMIT;\n"
    case 5: return base + "CREATE RULE r AS ON DELETE TO t\(number) DO ALSO (SELECT 1; SELECT 2);"
    default:
      return base + "CREATE TYPE e\(number) AS ENUM ('x'); ALTER TYPE e\(number) ADD VALUE 'y';"
    }
  }
}
