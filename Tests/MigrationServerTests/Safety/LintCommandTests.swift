import JSON
import TestSupport
import Testing

/// `migrate lint` and `migrate new --safe`, as a user runs them.
@Suite(.database) struct LintCommandTests {
  private static let users = "CREATE TABLE users (id bigint PRIMARY KEY, name varchar(50));"

  private func rules(_ outcome: Binary.Outcome) throws -> [String] {
    try (JSONValue(parsing: outcome.output)["hazards"]?.array ?? []).filter {
      $0["consequence"]?.string != "note"
    }.compactMap { $0["rule"]?.string }
  }

  @Test func `only what is pending is looked at, by the catalog`() throws {
    let project = try MigrationProject([
      "1_users.sql": Self.users + "CREATE INDEX ON users (name); TRUNCATE users;"
    ])
    try project.migrate()
    try project.run("CREATE TABLE by_hand (age integer, code varchar(9))")
    try project.write(
      "2_wider.sql",
      """
      ALTER TABLE users ALTER name TYPE varchar(60);
      ALTER TABLE by_hand ALTER code TYPE text;
      ALTER TABLE by_hand ALTER age TYPE bigint;
      """)
    let outcome = try project.seedbed("migrate", "lint", "--json")
    #expect(outcome.status == 2, "\(outcome.errors)")
    #expect(try rules(outcome) == ["column-type"])
    let json = try JSONValue(parsing: outcome.output)
    #expect(json["catalog"]?.bool == true)
    #expect(json["migrations"]?.int == 1)
    #expect(json["open"]?.int == 1)
    #expect(json["hazards"]?.array?.last?["location"]?["line"]?.int == 3)
    try project.write("2_wider.sql", "ALTER TABLE users ALTER name TYPE varchar(60);")
    #expect(try project.seedbed("migrate", "lint").status == 0)
    #expect(try project.rows("SELECT count(*) FROM users") == ["0"])
  }

  @Test func `functions and domains of the database are known`() throws {
    let project = try MigrationProject(["1_users.sql": Self.users])
    try project.migrate()
    try project.run(
      """
      CREATE FUNCTION fixed() RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1';
      CREATE FUNCTION other() RETURNS int LANGUAGE sql AS 'SELECT 1';
      CREATE DOMAIN plain AS int; CREATE DOMAIN strict AS int CHECK (value > 0);
      """)
    try project.write(
      "2_more.sql",
      """
      ALTER TABLE users ADD a int DEFAULT fixed(), ADD b int DEFAULT abs(-1), ADD c plain;
      ALTER TABLE users ADD d int DEFAULT other();
      ALTER TABLE users ADD e strict;
      """)
    let outcome = try project.seedbed("migrate", "lint", "--json")
    let lines = try (JSONValue(parsing: outcome.output)["hazards"]?.array ?? []).map {
      $0["location"]?["line"]?.int
    }
    #expect(lines == [2, 3])
  }

  @Test func `files can be named, and no database is needed`() throws {
    let project = try MigrationProject([
      "1_users.sql": Self.users, "2_index/migration.sql": "CREATE INDEX ON users (name);",
    ])
    let offline = try project.seedbed("migrate", "lint", "--all", "--offline", "--json")
    #expect(try rules(offline) == ["index-not-concurrent"])
    let together = try project.seedbed("migrate", "lint", "1", "2", "--offline", "--json")
    #expect(try rules(together) == [])
    for name in ["migrations/2_index/migration.sql", "migrations/2_index", "2_index", "2"] {
      let outcome = try project.seedbed("migrate", "lint", name, "--offline", "--json")
      // The table is of a migration that is not looked at: it is somebody's.
      #expect(try rules(outcome) == ["index-not-concurrent"], "\(name)")
      #expect(outcome.status == 2)
    }
    try project.folder.write("draft.sql", "ALTER TABLE users ALTER name SET NOT NULL;")
    let draft = try project.seedbed("migrate", "lint", "draft.sql", "--offline")
    #expect(draft.output.hasPrefix("draft.sql:1:19: blocks: "))
    let unknown = try project.seedbed("migrate", "lint", "3", "--offline")
    #expect(unknown.status == 64)
  }

  @Test func `a directive that allows no hazard is an error`() throws {
    let project = try MigrationProject([
      "1_a.sql": "-- seedbed: allow set-notnull because so\nSELECT 1;"
    ])
    let outcome = try project.seedbed("migrate", "lint")
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains(
        "migrations/1_a.sql:1:1: error: there is no hazard \"set-notnull\""))
    #expect(outcome.errors.contains("did you mean \"set-not-null\"?"))
  }

  @Test func `formats exclude one another`() throws {
    let project = try MigrationProject(["1_a.sql": "TRUNCATE users;"])
    #expect(
      try project.seedbed("migrate", "lint", "--json", "--format", "sarif").status == 64)
    #expect(try project.seedbed("migrate", "lint", "--format", "xml").status == 64)
    let sarif = try project.seedbed("migrate", "lint", "--format", "sarif")
    #expect(try JSONValue(parsing: sarif.output)["version"]?.string == "2.1.0")
    let github = try project.seedbed("migrate", "lint", "--format", "github")
    #expect(
      github.output.hasPrefix("::error file=migrations/1_a.sql,line=1,col=1,title=truncate::"))
  }

  @Test func `the safe form is written as a new migration that runs`() throws {
    let project = try MigrationProject(["1_users.sql": Self.users])
    try project.migrate()
    let file = "migrations/20260101000000_names/migration.sql"
    try project.folder.write(file, "ALTER TABLE users ALTER COLUMN name SET NOT NULL;")
    let shown = try project.seedbed("migrate", "plan", "--safe")
    #expect(shown.status == 2)
    #expect(
      shown.output.contains("  ALTER TABLE users VALIDATE CONSTRAINT users_name_"))
    #expect(shown.output.contains("to write it: seedbed migrate new --safe \(file)"))
    let outcome = try project.seedbed("migrate", "new", "--safe", file)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("they take the place of \(file)"))
    try project.folder.remove("migrations/20260101000000_names")
    #expect(try project.seedbed("migrate", "lint").status == 0)
    #expect(try project.seedbed("migrate").status == 0)
    #expect(
      try project.rows(
        "SELECT attnotnull FROM pg_attribute WHERE attname = 'name' AND attrelid = 'users'::regclass"
      )
        == ["t"])
    let again = try project.seedbed("migrate", "new", "--safe", "1")
    #expect(again.status == 1)
    #expect(again.errors.contains("it is safe as it is"))
  }
}
