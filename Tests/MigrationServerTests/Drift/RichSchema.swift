/// A migration with an object of every kind that a picture knows.
enum RichSchema {
  /// One of the extensions that come with the server, though not with every build of it.
  static func hasExtension(_ project: MigrationProject) throws -> Bool {
    try project.rows("SELECT FROM pg_available_extensions WHERE name = 'pgcrypto'").count == 1
  }

  static func migration(for project: MigrationProject) throws -> String {
    try (hasExtension(project) ? "CREATE EXTENSION pgcrypto;\n" : "") + objects
  }

  private static let objects = #"""
    CREATE SCHEMA app;
    CREATE TYPE app.mood AS ENUM ('sad', 'ok', 'it''s fine');
    CREATE DOMAIN app.email AS text COLLATE "C" DEFAULT 'x@y' NOT NULL CONSTRAINT has_at CHECK (VALUE ~ '@');
    CREATE TYPE app.point3 AS (x int, y numeric(10,2), "Z z" text COLLATE "C");
    CREATE TYPE app.float_range AS RANGE (subtype = float8, subtype_diff = float8mi);
    CREATE COLLATION app.german (provider = libc, locale = 'C');
    CREATE SEQUENCE app.counter START 5 INCREMENT 5 CYCLE;
    CREATE FUNCTION app.touch() RETURNS trigger LANGUAGE plpgsql AS $f$
    BEGIN
      NEW.changed := now();
      RETURN NEW;
    END $f$;
    CREATE FUNCTION app.twice(a int, b int DEFAULT 2) RETURNS int IMMUTABLE RETURN a * b;
    CREATE PROCEDURE app.nothing() LANGUAGE sql AS 'SELECT 1';
    CREATE AGGREGATE app.total (int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
    CREATE UNLOGGED TABLE app.cache (k text PRIMARY KEY, v bytea) WITH (fillfactor = 70);
    CREATE TABLE app.users (
      id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100) PRIMARY KEY,
      serial_no serial, email app.email UNIQUE, mood app.mood DEFAULT 'ok',
      name varchar(80) COLLATE "C" NOT NULL, lower_name text GENERATED ALWAYS AS (lower(name)) STORED,
      age int CHECK (age > 0), span tstzrange, changed timestamptz,
      manager bigint REFERENCES app.users (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
      EXCLUDE USING gist (span WITH &&));
    ALTER TABLE app.users ENABLE ROW LEVEL SECURITY;
    ALTER TABLE app.users ALTER COLUMN name SET STORAGE EXTERNAL;
    CREATE POLICY own ON app.users FOR SELECT TO PUBLIC USING (id = 1);
    CREATE INDEX users_name ON app.users (lower(name) DESC) INCLUDE (age) WHERE age > 3;
    CREATE STATISTICS app.s ON age, mood FROM app.users;
    CREATE TRIGGER touch BEFORE UPDATE ON app.users FOR EACH ROW EXECUTE FUNCTION app.touch();
    CREATE TABLE app.events (id int, at timestamptz NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
    CREATE TABLE app.events_2026 PARTITION OF app.events FOR VALUES FROM ('2026-01-01 00:00+00') TO ('2027-01-01 00:00+00');
    CREATE TABLE app.events_rest PARTITION OF app.events DEFAULT;
    CREATE INDEX ON app.events (at);
    CREATE TABLE app.base (a int); CREATE TABLE app.child (b int) INHERITS (app.base);
    CREATE VIEW app.names WITH (security_barrier = true) AS SELECT id, name FROM app.users;
    CREATE MATERIALIZED VIEW app.counts AS SELECT mood, count(*) FROM app.users GROUP BY 1;
    CREATE UNIQUE INDEX counts_mood ON app.counts (mood);
    CREATE RULE no_delete AS ON DELETE TO app.names DO INSTEAD NOTHING;
    CREATE OPERATOR app.=== (FUNCTION = int4eq, LEFTARG = int, RIGHTARG = int);
    CREATE CAST (app.point3 AS text) WITH INOUT AS ASSIGNMENT;
    CREATE TEXT SEARCH CONFIGURATION app.simple2 (COPY = pg_catalog.simple);
    CREATE FUNCTION app.evt() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
    CREATE EVENT TRIGGER evt ON ddl_command_end WHEN TAG IN ('DROP TABLE') EXECUTE FUNCTION app.evt();
    CREATE PUBLICATION pub FOR TABLE app.users;
    GRANT SELECT (name) ON app.users TO pg_read_all_stats;
    GRANT INSERT, SELECT ON app.base TO pg_monitor;
    REVOKE EXECUTE ON FUNCTION app.twice FROM PUBLIC;
    ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO pg_monitor;
    COMMENT ON TABLE app.users IS 'people';
    COMMENT ON COLUMN app.users.name IS 'what they''re called';
    COMMENT ON FUNCTION app.twice IS 'doubles';
    COMMENT ON CONSTRAINT has_at ON DOMAIN app.email IS 'an at';
    COMMENT ON TRIGGER touch ON app.users IS 't';
    COMMENT ON TYPE app.mood IS 'how one feels';
    COMMENT ON SCHEMA app IS 'all of it';
    """#
}
