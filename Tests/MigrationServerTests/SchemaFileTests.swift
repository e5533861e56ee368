import TestSupport
import Testing

@testable import Seedbed

@Suite(.database) struct SchemaFileTests {
  @Test func `it is the same every time, loads back, and no migration runs again`() throws {
    let project = try MigrationProject(
      [
        "1_a.sql": "CREATE TABLE a (i int PRIMARY KEY, s text);",
        "2_f.sql": """
        CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$ SELECT '-- Dumped by
        -- Dumped by pg_dump' $$;
        """, "3_b.sql": "CREATE TABLE b (i int);",
      ])
    try project.configure()
    let run = try project.seedbed("migrate")
    #expect(run.errors.contains("db/schema.sql written"))
    let text = try #require(project.folder.read("db/schema.sql"))
    #expect(text.contains("CREATE TABLE public.a"))
    #expect(!text.contains("-- Dumped from database version"))

    // Nothing was migrated, so nothing is dumped.
    try project.folder.remove("db/schema.sql")
    _ = try project.seedbed("migrate")
    #expect(project.folder.read("db/schema.sql") == nil)

    try project.emptyDatabase()
    _ = try project.seedbed("migrate")
    #expect(project.folder.read("db/schema.sql") == text)

    try project.emptyDatabase()
    try project.psql(["db/schema.sql"])
    let status = try project.status()
    #expect(status.plan.applied.map(\.name) == ["1_a", "2_f", "3_b"])
    #expect(status.plan.pending.isEmpty && status.plan.edited.isEmpty)
    #expect(try project.drift().diff.differences.map(\.headline) == [])
    #expect(try project.seedbed("migrate").output.contains("0 applied, 3 already there"))
  }

  @Test func `a rollback brings it up to date`() throws {
    let project = try MigrationProject([
      "1_a/migration.sql": "CREATE TABLE a (i int);", "1_a/down.sql": "DROP TABLE a;",
    ])
    try project.configure()
    _ = try project.seedbed("up")
    #expect(project.folder.read("db/schema.sql")?.contains("CREATE TABLE public.a") == true)
    _ = try project.seedbed("migrate", "rollback", "--confirm", project.database.name)
    #expect(project.folder.read("db/schema.sql")?.contains("CREATE TABLE public.a") == false)
  }

  @Test func `a pg_dump that is too old is told from one that is missing`() throws {
    let found = try problem { _ = try DumpProgram(forServer: 99) }
    #expect(found.code == "schema_file.no_pg_dump")
    #expect(found.message.hasPrefix("pg_dump is older than the server, which is PostgreSQL 99"))
    #expect(found.hint?.contains("postgresql-client-99") == true)
  }

  @Test func `a key that pg_dump makes up is taken out`() {
    let dump = """
      --
      -- PostgreSQL database dump
      --

      \\restrict abc

      -- Dumped from database version 15.1
      -- Dumped by pg_dump version 15.1

      SET x = 1;


      -- Dumped by hand
      \\unrestrict abc

      """
    #expect(
      SchemaDump.stable(dump, keepsRestriction: false) == """
        --
        -- PostgreSQL database dump
        --

        SET x = 1;


        -- Dumped by hand

        """)
  }
}

extension MigrationProject {
  fileprivate func configure() throws {
    try folder.write(
      "seedbed.json",
      #"{"environments": {"test": {"disposable": true}}, "schemaFile": "db/schema.sql"}"#)
  }
}
