--- base
CREATE TYPE mood AS ENUM ('calm', 'glad');
CREATE DOMAIN positive AS int CHECK (VALUE > 0);
CREATE DOMAIN label AS text;
CREATE TABLE teams (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE users (id int PRIMARY KEY, email text NOT NULL, name varchar(50), code char(4), amount numeric(10,2), age int, born timestamp, seen timestamptz, address cidr, span interval(3), bits varbit(8), feeling mood, score label, team int, note text, tags jsonb);
CREATE INDEX users_email ON users (email);
CREATE INDEX users_age ON users (age);
CREATE TABLE notes (id serial PRIMARY KEY, author int NOT NULL, body text);
CREATE TABLE levels (id int GENERATED ALWAYS AS IDENTITY, worth positive);
CREATE TABLE events (id int NOT NULL, at date NOT NULL, kind text, team int, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
CREATE TABLE logs (id int NOT NULL, at date NOT NULL, line text) PARTITION BY RANGE (at);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE logs_2 PARTITION OF logs FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE TABLE archive (id int NOT NULL, at date NOT NULL, line text);
CREATE MATERIALIZED VIEW emails AS SELECT id, email FROM users;
CREATE UNIQUE INDEX emails_id ON emails (id);
CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17;
CREATE SEQUENCE tickets;
--- rows
INSERT INTO teams SELECT i, 'team ' || i || repeat('x', 100) FROM generate_series(1, 100000) i;
INSERT INTO users SELECT i, i || '@example.com', 'name', 'code', 1.5, i % 90 + 1, '2000-01-01', '2000-01-01', '10.0.0.0/8', '1 day', B'101', 'calm', 'a', i, repeat('x', 200), '{}' FROM generate_series(1, 100000) i;
INSERT INTO notes (author, body) SELECT i, repeat('x', 200) FROM generate_series(1, 100000) i;
INSERT INTO levels (worth) SELECT i FROM generate_series(1, 100000) i;
INSERT INTO events SELECT i, date '2026-01-01' + i % 85, repeat('x', 100), i FROM generate_series(1, 100000) i;
INSERT INTO logs SELECT i, date '2026-01-01' + i % 58, repeat('x', 100) FROM generate_series(1, 100000) i;
INSERT INTO archive SELECT i, date '2026-03-01' + i % 30, repeat('x', 100) FROM generate_series(1, 100000) i;
REFRESH MATERIALIZED VIEW emails;
--- case column_nullable
ALTER TABLE users ADD COLUMN nick text;
--- case column_constant_default
ALTER TABLE users ADD COLUMN rank int NOT NULL DEFAULT -1;
--- case column_now_default
ALTER TABLE users ADD COLUMN made timestamptz NOT NULL DEFAULT now();
--- case column_date_trunc_default
ALTER TABLE users ADD COLUMN made timestamptz DEFAULT date_trunc('day', now());
--- case column_volatile_default
ALTER TABLE users ADD COLUMN token double precision DEFAULT random();
--- case column_uuid_default
ALTER TABLE users ADD COLUMN token uuid NOT NULL DEFAULT gen_random_uuid();
--- case column_clock_default
ALTER TABLE users ADD COLUMN made timestamptz DEFAULT clock_timestamp();
--- case column_own_stable_function
CREATE FUNCTION zero() RETURNS int LANGUAGE sql STABLE AS 'SELECT 0';
--- when
ALTER TABLE users ADD COLUMN rank int DEFAULT zero();
--- case column_own_volatile_function
CREATE FUNCTION chance() RETURNS int LANGUAGE sql VOLATILE AS 'SELECT 0';
--- when
ALTER TABLE users ADD COLUMN rank int DEFAULT chance();
--- case column_own_volatile_function_in_plpgsql
CREATE FUNCTION chance() RETURNS int LANGUAGE plpgsql VOLATILE AS 'BEGIN RETURN 0; END';
--- when
ALTER TABLE users ADD COLUMN rank int DEFAULT chance();
--- case column_serial
ALTER TABLE users ADD COLUMN number serial;
--- case column_identity
ALTER TABLE users ADD COLUMN number int GENERATED ALWAYS AS IDENTITY;
--- case column_stored
ALTER TABLE users ADD COLUMN twice int GENERATED ALWAYS AS (age * 2) STORED;
--- case column_domain_free
ALTER TABLE users ADD COLUMN tag label;
--- case column_domain_constrained
ALTER TABLE users ADD COLUMN points positive;
--- case column_domain_constrained_default
ALTER TABLE users ADD COLUMN points positive DEFAULT 1;
--- case column_check
ALTER TABLE users ADD COLUMN points int CHECK (points > 0);
--- case column_check_default
ALTER TABLE users ADD COLUMN points int NOT NULL DEFAULT 1 CHECK (points > 0);
--- case column_references
ALTER TABLE users ADD COLUMN squad int REFERENCES teams;
--- case column_references_default
ALTER TABLE users ADD COLUMN squad int DEFAULT 1 REFERENCES teams;
--- case column_unique
ALTER TABLE users ADD COLUMN nick text UNIQUE;
--- case column_two
ALTER TABLE users ADD COLUMN nick text, ADD COLUMN token uuid DEFAULT gen_random_uuid();
--- case column_if_not_exists_there
ALTER TABLE users ADD COLUMN IF NOT EXISTS email text;
--- case column_if_exists_no_table
ALTER TABLE IF EXISTS nobody ADD COLUMN email text;
--- case column_drop
ALTER TABLE users DROP COLUMN note;
--- case column_drop_indexed
ALTER TABLE users DROP COLUMN age CASCADE;
--- case column_drop_if_exists_missing
ALTER TABLE users DROP COLUMN IF EXISTS nothing;
--- case column_rename
ALTER TABLE users RENAME COLUMN note TO remark;
--- case column_set_default
ALTER TABLE users ALTER COLUMN age SET DEFAULT 18;
--- case column_drop_default
ALTER TABLE users ALTER COLUMN age DROP DEFAULT;
--- case column_drop_not_null
ALTER TABLE users ALTER COLUMN email DROP NOT NULL;
--- case not_null
ALTER TABLE users ALTER COLUMN note SET NOT NULL;
--- case not_null_already
ALTER TABLE users ALTER COLUMN email SET NOT NULL;
--- case not_null_proven
ALTER TABLE users ADD CONSTRAINT q CHECK (note IS NOT NULL);
--- when
ALTER TABLE users ALTER COLUMN note SET NOT NULL;
--- case not_null_proven_by_and
ALTER TABLE users ADD CONSTRAINT q CHECK (note IS NOT NULL AND age > 0);
--- when
ALTER TABLE users ALTER COLUMN note SET NOT NULL;
--- case not_null_not_proven
ALTER TABLE users ADD CONSTRAINT q CHECK (age > 0);
--- when
ALTER TABLE users ALTER COLUMN age SET NOT NULL;
--- case not_null_not_validated
ALTER TABLE users ADD CONSTRAINT q CHECK (note IS NOT NULL) NOT VALID;
--- when
ALTER TABLE users ALTER COLUMN note SET NOT NULL;
--- case not_null_and_drop_in_one
ALTER TABLE users ADD CONSTRAINT q CHECK (note IS NOT NULL);
--- when
ALTER TABLE users ALTER COLUMN note SET NOT NULL, DROP CONSTRAINT q;
--- case not_null_and_drop_in_two
ALTER TABLE users ADD CONSTRAINT q CHECK (note IS NOT NULL);
--- when
ALTER TABLE users ALTER COLUMN note SET NOT NULL;
ALTER TABLE users DROP CONSTRAINT q;
--- case check
ALTER TABLE users ADD CONSTRAINT old CHECK (age > 0);
--- case check_not_valid
ALTER TABLE users ADD CONSTRAINT old CHECK (age > 0) NOT VALID;
--- case check_validate
ALTER TABLE users ADD CONSTRAINT old CHECK (age > 0) NOT VALID;
--- when
ALTER TABLE users VALIDATE CONSTRAINT old;
--- case check_validate_again
ALTER TABLE users ADD CONSTRAINT old CHECK (age > 0);
--- when
ALTER TABLE users VALIDATE CONSTRAINT old;
--- case check_not_valid_and_validate_at_once
ALTER TABLE users ADD CONSTRAINT old CHECK (age > 0) NOT VALID;
ALTER TABLE users VALIDATE CONSTRAINT old;
--- case check_drop
ALTER TABLE users ADD CONSTRAINT old CHECK (age > 0);
--- when
ALTER TABLE users DROP CONSTRAINT old;
--- case foreign_key
ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (team) REFERENCES teams;
--- case foreign_key_not_valid
ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (team) REFERENCES teams NOT VALID;
--- case foreign_key_validate
ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (team) REFERENCES teams NOT VALID;
--- when
ALTER TABLE users VALIDATE CONSTRAINT users_team;
--- case foreign_key_drop
ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (team) REFERENCES teams;
--- when
ALTER TABLE users DROP CONSTRAINT users_team;
--- case foreign_key_alter
ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (team) REFERENCES teams;
--- when
ALTER TABLE users ALTER CONSTRAINT users_team DEFERRABLE;
--- case foreign_key_new_table
CREATE TABLE posts (id int PRIMARY KEY, author int REFERENCES users);
--- case foreign_key_new_table_then_index
CREATE TABLE posts (id int PRIMARY KEY, author int REFERENCES users);
CREATE INDEX ON posts (author);
ALTER TABLE posts ALTER COLUMN author SET NOT NULL;
--- case unique
ALTER TABLE users ADD CONSTRAINT one_email UNIQUE (email);
--- case unique_by_index
CREATE UNIQUE INDEX one_email ON users (email);
--- when
ALTER TABLE users ADD CONSTRAINT one_email UNIQUE USING INDEX one_email;
--- case primary_key
ALTER TABLE users DROP CONSTRAINT users_pkey;
--- when
ALTER TABLE users ADD PRIMARY KEY (id);
--- case primary_key_by_index
ALTER TABLE users DROP CONSTRAINT users_pkey;
CREATE UNIQUE INDEX users_key ON users (id);
--- when
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_key;
--- case primary_key_by_index_nullable
ALTER TABLE users DROP CONSTRAINT users_pkey;
ALTER TABLE users ALTER COLUMN id DROP NOT NULL;
CREATE UNIQUE INDEX users_key ON users (id);
--- when
ALTER TABLE users ADD CONSTRAINT users_pkey PRIMARY KEY USING INDEX users_key;
--- case primary_key_drop
ALTER TABLE users DROP CONSTRAINT users_pkey;
--- case exclude
ALTER TABLE users ADD CONSTRAINT apart EXCLUDE USING btree (id WITH =);
--- case index
CREATE INDEX users_note ON users (note);
--- case index_unique
CREATE UNIQUE INDEX users_mail ON users (email);
--- case index_partial
CREATE INDEX users_young ON users (id) WHERE age < 5;
--- case index_expression
CREATE INDEX users_lower ON users (lower(email));
--- case index_if_not_exists_there
CREATE INDEX IF NOT EXISTS users_email ON users (email);
--- case index_concurrently
CREATE INDEX CONCURRENTLY users_note ON users (note);
--- case index_concurrently_if_not_exists_there
CREATE INDEX CONCURRENTLY IF NOT EXISTS users_email ON users (email);
--- case index_drop
DROP INDEX users_email;
--- case index_drop_concurrently
DROP INDEX CONCURRENTLY users_email;
--- case index_drop_if_exists_missing
DROP INDEX IF EXISTS nothing;
--- case index_rename
ALTER INDEX users_email RENAME TO users_mail;
--- case index_statistics
CREATE INDEX users_lower ON users (lower(email));
--- when
ALTER INDEX users_lower ALTER COLUMN 1 SET STATISTICS 500;
--- case index_set
ALTER INDEX users_email SET (fillfactor = 80);
--- case reindex_index
REINDEX INDEX users_email;
--- case reindex_table
REINDEX TABLE users;
--- case reindex_concurrently
REINDEX INDEX CONCURRENTLY users_email;
--- case reindex_table_concurrently
REINDEX TABLE CONCURRENTLY users;
--- case type_varchar_wider
ALTER TABLE users ALTER COLUMN name TYPE varchar(100);
--- case type_varchar_to_text
ALTER TABLE users ALTER COLUMN name TYPE text;
--- case type_varchar_narrower
ALTER TABLE users ALTER COLUMN name TYPE varchar(20);
--- case type_text_to_varchar
ALTER TABLE users ALTER COLUMN note TYPE varchar(500);
--- case type_char_to_text
ALTER TABLE users ALTER COLUMN code TYPE text;
--- case type_numeric_wider
ALTER TABLE users ALTER COLUMN amount TYPE numeric(12,2);
--- case type_numeric_free
ALTER TABLE users ALTER COLUMN amount TYPE numeric;
--- case type_numeric_scale
ALTER TABLE users ALTER COLUMN amount TYPE numeric(12,3);
--- case type_int_to_bigint
ALTER TABLE users ALTER COLUMN team TYPE bigint;
--- case type_timestamp_utc
ALTER TABLE users ALTER COLUMN born TYPE timestamptz;
--- case type_timestamp_oslo
SET TimeZone = 'Europe/Oslo';
ALTER TABLE users ALTER COLUMN born TYPE timestamptz;
--- case type_cidr_to_inet
ALTER TABLE users ALTER COLUMN address TYPE inet;
--- case type_interval_wider
ALTER TABLE users ALTER COLUMN span TYPE interval(6);
--- case type_varbit_wider
ALTER TABLE users ALTER COLUMN bits TYPE varbit(16);
--- case type_enum_to_text
ALTER TABLE users ALTER COLUMN feeling TYPE text;
--- case type_using
ALTER TABLE users ALTER COLUMN team TYPE int USING team + 1;
--- case type_using_itself
ALTER TABLE users ALTER COLUMN team TYPE int USING team;
--- case type_indexed_varchar_wider
CREATE INDEX users_name ON users (name);
--- when
ALTER TABLE users ALTER COLUMN name TYPE varchar(100);
--- case type_indexed_predicate
CREATE INDEX users_named ON users (id) WHERE name <> '';
--- when
ALTER TABLE users ALTER COLUMN name TYPE varchar(100);
--- case type_checked_varchar_wider
ALTER TABLE users ADD CONSTRAINT named CHECK (name <> '');
--- when
ALTER TABLE users ALTER COLUMN name TYPE varchar(100);
--- case type_collation
CREATE INDEX users_name ON users (name);
--- when
ALTER TABLE users ALTER COLUMN name TYPE varchar(50) COLLATE "C";
--- case storage_main
ALTER TABLE users ALTER COLUMN note SET STORAGE MAIN;
--- case statistics_target
ALTER TABLE users ALTER COLUMN note SET STATISTICS 500;
--- case column_options
ALTER TABLE users ALTER COLUMN note SET (n_distinct = 5);
--- case identity_drop
ALTER TABLE levels ALTER COLUMN id DROP IDENTITY;
--- case identity_add
ALTER TABLE teams ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY;
--- case stored_drop_expression
ALTER TABLE users ADD COLUMN twice int GENERATED ALWAYS AS (age * 2) STORED;
--- when
ALTER TABLE users ALTER COLUMN twice DROP EXPRESSION;
--- case table_fillfactor
ALTER TABLE users SET (fillfactor = 80);
--- case table_autovacuum
ALTER TABLE users SET (autovacuum_enabled = false);
--- case table_unlogged
ALTER TABLE users SET UNLOGGED;
--- case table_logged_already
ALTER TABLE users SET LOGGED;
--- case table_serial_unlogged
ALTER TABLE notes SET UNLOGGED;
--- case table_rename
ALTER TABLE users RENAME TO people;
--- case table_rename_then_alter
ALTER TABLE users RENAME TO people;
ALTER TABLE people ALTER COLUMN note SET NOT NULL;
--- case table_schema
CREATE SCHEMA app;
--- when
ALTER TABLE users SET SCHEMA app;
--- case table_owner
ALTER TABLE users OWNER TO CURRENT_USER;
--- case table_replica_identity
ALTER TABLE users REPLICA IDENTITY FULL;
--- case table_cluster_on
ALTER TABLE users CLUSTER ON users_email;
--- case table_inherit
CREATE TABLE parents (id int);
--- when
ALTER TABLE users INHERIT parents;
--- case table_drop
DROP TABLE notes;
--- case table_drop_referencing
ALTER TABLE users ADD CONSTRAINT users_team FOREIGN KEY (team) REFERENCES teams;
DROP MATERIALIZED VIEW emails;
DROP VIEW adults;
--- when
DROP TABLE users;
--- case table_drop_if_exists_missing
DROP TABLE IF EXISTS nobody;
--- case table_create
CREATE TABLE posts (id int PRIMARY KEY, body text);
--- case table_create_like
CREATE TABLE people (LIKE users INCLUDING ALL);
--- case table_create_inherits
CREATE TABLE admins (level int) INHERITS (users);
--- case table_create_as
CREATE TABLE copies AS SELECT id, email FROM users;
--- case table_create_if_not_exists_there
CREATE TABLE IF NOT EXISTS users (id int);
--- case truncate
TRUNCATE notes;
--- case truncate_cascade
ALTER TABLE notes ADD CONSTRAINT notes_author FOREIGN KEY (author) REFERENCES users;
--- when
TRUNCATE users CASCADE;
--- case lock_share
LOCK TABLE users IN SHARE MODE;
--- case lock_then_alter
LOCK TABLE users IN ACCESS EXCLUSIVE MODE;
ALTER TABLE users ADD COLUMN nick text;
--- case cluster
CLUSTER users USING users_email;
--- case vacuum
UPDATE users SET age = age;
--- when
VACUUM users;
--- case vacuum_full
VACUUM FULL users;
--- case analyze
ANALYZE users;
--- case comment
COMMENT ON TABLE users IS 'people';
--- case comment_column
COMMENT ON COLUMN users.note IS 'a note';
--- case grant
GRANT SELECT ON users TO PUBLIC;
--- case trigger
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
--- when
CREATE TRIGGER stamped BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION stamp();
--- case trigger_drop
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER stamped BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION stamp();
--- when
DROP TRIGGER stamped ON users;
--- case trigger_disable
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER stamped BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION stamp();
--- when
ALTER TABLE users DISABLE TRIGGER stamped;
--- case policy
CREATE POLICY own ON users USING (age > 1);
--- case row_security
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
--- case rule
CREATE RULE quiet AS ON DELETE TO notes DO INSTEAD NOTHING;
--- case statistics_create
CREATE STATISTICS users_stats ON age, team FROM users;
--- case publication
CREATE PUBLICATION news FOR TABLE users;
--- case view_create
CREATE VIEW names AS SELECT id, name FROM users;
--- case view_replace
CREATE OR REPLACE VIEW adults AS SELECT id, email FROM users WHERE age > 20;
--- case view_drop
DROP VIEW adults;
--- case materialized_view_create
CREATE MATERIALIZED VIEW names AS SELECT id, name FROM users;
--- case materialized_view_create_no_data
CREATE MATERIALIZED VIEW names AS SELECT id, name FROM users WITH NO DATA;
--- case materialized_view_refresh
REFRESH MATERIALIZED VIEW emails;
--- case materialized_view_refresh_concurrently
REFRESH MATERIALIZED VIEW CONCURRENTLY emails;
--- case materialized_view_index
CREATE INDEX emails_email ON emails (email);
--- case sequence_alter
ALTER SEQUENCE tickets INCREMENT BY 10;
--- case sequence_drop
DROP SEQUENCE tickets;
--- case enum_add_value
ALTER TYPE mood ADD VALUE 'sad';
--- case enum_rename_value
ALTER TYPE mood RENAME VALUE 'glad' TO 'happy';
--- case domain_check
ALTER DOMAIN positive ADD CONSTRAINT low CHECK (VALUE < 1000000);
--- case domain_check_not_valid
ALTER DOMAIN positive ADD CONSTRAINT low CHECK (VALUE < 1000000) NOT VALID;
--- case domain_not_null
ALTER DOMAIN positive SET NOT NULL;
--- case domain_unused
CREATE DOMAIN idle AS int;
--- when
ALTER DOMAIN idle ADD CONSTRAINT low CHECK (VALUE < 10);
--- case partition_column
ALTER TABLE events ADD COLUMN place text;
--- case partition_volatile_column
ALTER TABLE events ADD COLUMN token uuid DEFAULT gen_random_uuid();
--- case partition_check
ALTER TABLE events ADD CONSTRAINT real CHECK (id > 0);
--- case partition_check_not_valid
ALTER TABLE events ADD CONSTRAINT real CHECK (id > 0) NOT VALID;
--- case partition_not_null
ALTER TABLE events ALTER COLUMN kind SET NOT NULL;
--- case partition_index
CREATE INDEX events_kind ON events (kind);
--- case partition_index_only
CREATE INDEX events_kind ON ONLY events (kind);
--- case partition_index_of_one
CREATE INDEX events_1_kind ON events_1 (kind);
--- case partition_index_attach
CREATE INDEX events_kind ON ONLY events (kind);
CREATE INDEX events_1_kind ON events_1 (kind);
--- when
ALTER INDEX events_kind ATTACH PARTITION events_1_kind;
--- case partition_create_with_default
CREATE TABLE events_3 PARTITION OF events FOR VALUES FROM ('2026-04-01') TO ('2026-05-01');
--- case partition_create_without_default
CREATE TABLE logs_3 PARTITION OF logs FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
--- case partition_attach
ALTER TABLE logs ATTACH PARTITION archive FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
--- case partition_attach_proven
ALTER TABLE archive ADD CONSTRAINT ready CHECK (at >= '2026-03-01' AND at < '2026-04-01');
--- when
ALTER TABLE logs ATTACH PARTITION archive FOR VALUES FROM ('2026-03-01') TO ('2026-04-01');
--- case partition_attach_with_default
CREATE TABLE april (id int NOT NULL, at date NOT NULL, kind text, team int, PRIMARY KEY (id, at));
INSERT INTO april SELECT i, date '2026-04-01' + i % 30, repeat('x', 100), i FROM generate_series(1, 100000) i;
--- when
ALTER TABLE events ATTACH PARTITION april FOR VALUES FROM ('2026-04-01') TO ('2026-05-01');
--- case partition_detach
ALTER TABLE logs DETACH PARTITION logs_2;
--- case partition_detach_with_default
ALTER TABLE events DETACH PARTITION events_2;
--- case partition_detach_concurrently
ALTER TABLE logs DETACH PARTITION logs_2 CONCURRENTLY;
--- case partition_drop
DROP TABLE logs_2;
--- case partition_foreign_key
ALTER TABLE events ADD CONSTRAINT events_team FOREIGN KEY (team) REFERENCES teams;
--- case partition_truncate_one
TRUNCATE logs_1;
--- case insert
INSERT INTO teams VALUES (0, 'none');
--- case update_all
UPDATE users SET note = 'same';
--- case update_by_key
UPDATE users SET note = 'one' WHERE id = 7;
--- case delete_all
DELETE FROM notes WHERE body LIKE 'y%';
--- case select
SELECT count(note) FROM users;
--- case do_alter
DO $$ BEGIN ALTER TABLE users ALTER COLUMN note SET NOT NULL; END $$;
--- case do_execute
DO $$ BEGIN EXECUTE 'ALTER TABLE users ALTER COLUMN team TYPE bigint'; END $$;
--- case do_loop
DO $$ DECLARE t text; BEGIN FOREACH t IN ARRAY ARRAY['users', 'notes'] LOOP EXECUTE format('ALTER TABLE %I ADD COLUMN made timestamptz DEFAULT now()', t); END LOOP; END $$;
--- case do_truncate
DO $$ BEGIN TRUNCATE notes; END $$;
--- case do_nothing
DO $$ BEGIN IF EXISTS (SELECT FROM pg_class WHERE relname = 'nobody') THEN ALTER TABLE users DROP COLUMN note; END IF; END $$;
--- case function_create
CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';
--- case function_that_alters
CREATE FUNCTION widen() RETURNS void LANGUAGE plpgsql AS 'BEGIN ALTER TABLE users ALTER COLUMN team TYPE bigint; END';
--- when
SELECT widen();
--- case transaction_alter_then_update
ALTER TABLE users ADD COLUMN nick text;
UPDATE users SET nick = name;
--- case transaction_two_tables
ALTER TABLE teams ADD COLUMN motto text;
ALTER TABLE users ADD COLUMN nick text;
CREATE INDEX users_note ON users (note);
--- case transaction_index_then_brief
CREATE INDEX users_note ON users (note);
ALTER TABLE users ADD COLUMN nick text;
--- case transaction_expand
ALTER TABLE users ADD COLUMN nick text;
ALTER TABLE users ADD CONSTRAINT nick_set CHECK (nick IS NOT NULL) NOT VALID;
CREATE TABLE nicknames (id int PRIMARY KEY, owner int REFERENCES users);
--- case quoted_names
CREATE SCHEMA "My App";
CREATE TABLE "My App"."User" (id int, "Full name" text);
INSERT INTO "My App"."User" SELECT i, repeat('x', 100) FROM generate_series(1, 100000) i;
--- when
ALTER TABLE "My App"."User" ALTER COLUMN "Full name" SET NOT NULL;
--- case not_null_not_valid from 18
ALTER TABLE users ADD CONSTRAINT note_set NOT NULL note NOT VALID;
--- case not_null_validate from 18
ALTER TABLE users ADD CONSTRAINT note_set NOT NULL note NOT VALID;
--- when
ALTER TABLE users VALIDATE CONSTRAINT note_set;
--- case column_virtual from 18
ALTER TABLE users ADD COLUMN twice int GENERATED ALWAYS AS (age * 2) VIRTUAL;
--- case set_expression from 17
ALTER TABLE users ADD COLUMN twice int GENERATED ALWAYS AS (age * 2) STORED;
--- when
ALTER TABLE users ALTER COLUMN twice SET EXPRESSION AS (age * 3);
