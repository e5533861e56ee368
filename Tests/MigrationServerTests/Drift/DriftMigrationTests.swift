import TestSupport
import Testing

@testable import Seedbed

@Suite(.database) struct DriftMigrationTests {
  @Test func `what was done by hand becomes a migration, after which there is no drift`() throws {
    let project = try MigrationProject()
    try project.write("1_all.sql", RichSchema.migration(for: project))
    try project.migrate()
    try project.run(
      """
      CREATE TABLE app.notes (id bigserial PRIMARY KEY, body text NOT NULL DEFAULT 'none',
        author bigint REFERENCES app.users (id), at app.mood);
      CREATE INDEX notes_author ON app.notes (author) WHERE author IS NOT NULL;
      CREATE VIEW app.z_first AS SELECT id FROM app.notes;
      CREATE VIEW app.a_second AS SELECT * FROM app.z_first;
      ALTER TABLE app.users ADD nickname text DEFAULT 'nick''s', ALTER age SET DEFAULT 3;
      ALTER TABLE app.users DROP CONSTRAINT users_age_check;
      DROP INDEX app.users_name;
      CREATE OR REPLACE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $f$
      BEGIN
        RETURN NULL; -- a remark; with a semicolon
      END $f$;
      ALTER POLICY own ON app.users USING (id = 2);
      ALTER TABLE app.users DISABLE TRIGGER touch;
      COMMENT ON CONSTRAINT has_at ON DOMAIN app.email IS 'another';
      COMMENT ON TYPE app.mood IS NULL;
      COMMENT ON FUNCTION app.touch IS 'new';
      CREATE TABLE app.events_2027 PARTITION OF app.events
        FOR VALUES FROM ('2027-01-01 00:00+00') TO ('2028-01-01 00:00+00');
      COMMENT ON COLUMN app.users.nickname IS E'two\\nlines';
      REVOKE INSERT ON app.base FROM pg_monitor;
      GRANT SELECT ON app.notes TO pg_monitor
      """)
    try project.run("ALTER TYPE app.mood ADD VALUE 'glad' BEFORE 'ok'")
    let made = try project.verification().writeMigration("by hand", withDown: false)
    let file = try #require(made.files.first)
    #expect(made.left == 0, "\(project.folder.read(file) ?? "")")
    let name = try #require(file.split(separator: "/").dropFirst().first.map(String.init))
    _ = try project.resolve(name, .applied)
    let report = try project.drift()
    #expect(report.migrations == 2)
    #expect(report.diff.differences.map(\.headline) == [])
  }

  @Test func `what loses rows, and what may, is left to a person`() throws {
    let project = try MigrationProject([
      "1_a.sql": "CREATE TABLE a (i int, gone text); CREATE TABLE gone (i int);"
    ])
    try project.migrate()
    try project.run(
      "ALTER TABLE a DROP gone, ALTER i TYPE bigint, ADD j int; DROP TABLE gone")
    let outcome = try project.seedbed("migrate", "new", "--from-drift", "by hand")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let file = try #require(outcome.output.split(separator: "\n").first.map(String.init))
    #expect(
      project.folder.read(file) == """
        -- by hand

        ALTER TABLE public.a ADD COLUMN j integer;

        -- Not certain, and left to you:
        -- table public.gone: missing in the database; dropping it loses what it holds
        --   DROP TABLE public.gone;
        -- column public.a.gone: missing in the database; dropping it loses what it holds
        --   ALTER TABLE public.a DROP COLUMN gone;
        -- column public.a.i: type integer → bigint
        --   ALTER TABLE public.a ALTER COLUMN i TYPE bigint;

        """)
    #expect(outcome.output.contains("1 statement, 3 left to be written by hand"))
  }

  @Test func `without drift there is nothing to write`() throws {
    let project = try MigrationProject(["1_a.sql": "CREATE TABLE a (i int);"])
    try project.migrate()
    let found = try problem {
      _ = try project.verification().writeMigration("none", withDown: false)
    }
    #expect(found.code == "drift.none")
  }

  @Test func `another tool's form is kept`() throws {
    let project = try MigrationProject([
      "1_a.sql": "-- +goose Up\nCREATE TABLE a (i int);\n-- +goose Down\nDROP TABLE a;\n"
    ])
    try project.migrate()
    try project.run(
      "CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN 1; END'")
    let made = try project.verification().writeMigration("by hand", withDown: true)
    let file = try #require(made.files.first)
    let text = try #require(project.folder.read(file))
    #expect(text.contains("-- +goose StatementBegin\nCREATE OR REPLACE FUNCTION public.f()"))
    #expect(text.hasSuffix("-- +goose StatementEnd\n\n-- +goose Down\n"))
  }
}
