"""What an unchanged run leaves behind on the server."""

FIRED = """
CREATE SEQUENCE fired;
CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN PERFORM nextval('fired'); RETURN NULL; END $$;
CREATE TRIGGER fired_by_row AFTER INSERT OR UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION fire();
CREATE TRIGGER fired_by_statement BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION fire();
ALTER TABLE {table} SET (autovacuum_enabled = false);
"""

# Records of the write-ahead log name the files that they change.
OF_USER_TABLES = """
SELECT count(*) FROM pg_get_wal_records_info('{start}', '{end}') AS record
WHERE EXISTS (
  SELECT FROM pg_class AS c JOIN pg_database AS d ON d.datname = current_database()
  WHERE (c.relnamespace = 'public'::regnamespace OR c.oid IN (SELECT reltoastrelid FROM pg_class
    WHERE relnamespace = 'public'::regnamespace)) AND pg_relation_filenode(c.oid) IS NOT NULL
    AND strpos(record.block_ref || ' ',
      '/' || d.oid || '/' || pg_relation_filenode(c.oid) || ' ') > 0)
"""


def of_unchanged_run(project, what, table, results):
    """Counts WAL records of user tables, sequence values and triggers; the rows must be there."""
    project.psql("-c", FIRED.format(table=table))
    project.psql("-c", f"VACUUM (FREEZE, ANALYZE) {table}", "-c", "CHECKPOINT")
    values = f"SELECT last_value FROM {table}_id_seq"
    triggers = "SELECT last_value - 1 + is_called::int FROM fired"
    before = project.ask(values)
    start = project.ask("SELECT pg_current_wal_insert_lsn()")[0]
    project.seedbed("seed")
    after = project.ask(values)
    end = project.ask("SELECT pg_current_wal_insert_lsn()")[0]
    written = project.ask(f"SELECT '{end}'::pg_lsn - '{start}'::pg_lsn")[0]
    if project.ask("SELECT name FROM pg_available_extensions WHERE name = 'pg_walinspect'"):
        project.psql("-c", "CREATE EXTENSION pg_walinspect", "-c", "CHECKPOINT")
        records = project.ask(OF_USER_TABLES.format(start=start, end=end))[0]
        results.fact(f"{what}: log records of user tables", records)
    results.fact(f"{what}: log in all, of temporary tables", f"{int(written) / 1e6:.2f} MB")
    results.fact(f"{what}: sequence values", int(after[0]) - int(before[0]))
    results.fact(f"{what}: triggers fired", project.ask(triggers)[0])
