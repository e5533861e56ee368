internal import Postgres

/// Keeps `_prisma_migrations` as Prisma itself would have written it, while a team goes over from
/// one tool to the other.
///
/// A trigger on Seedbed's history does it, so that both change in one transaction, whichever command
/// writes the history.
struct PrismaMirror {
  private let connection: Connection
  /// Where Prisma's table is, or is to be.
  private let table: ForeignTable

  init(on connection: Connection) throws {
    self.connection = connection
    let found = try ForeignTable.find(on: connection).filter { $0.tool == .prisma }
    if found.count > 1 {
      throw Problem(
        "migrate.ambiguous_history", "Prisma has several histories in this database",
        hint: "there can be a mirror of one only", notes: found.map(\.description),
        exitStatus: .attention)
    }
    let schema = try connection.run(simple: "SELECT pg_catalog.current_schema()").first?.string(0)
    table =
      found.first
      ?? ForeignTable(tool: .prisma, schema: schema ?? "public", name: "_prisma_migrations")
  }

  static func isKept(on connection: Connection) throws(PostgresError) -> Bool {
    try connection.run(
      simple: """
        SELECT EXISTS (SELECT FROM pg_catalog.pg_trigger WHERE tgname = 'mirror_prisma'
          AND tgrelid = \(connection.own.migrations.oid))
        """
    ).first?.bool(0) ?? false
  }

  /// Makes Prisma's table where it is missing, writes what it does not have, and goes on so.
  func begin() throws(PostgresError) {
    try connection.run(
      simple: """
        BEGIN;
        SET LOCAL client_min_messages = warning;
        CREATE TABLE IF NOT EXISTS \(table.sql) (
          id varchar(36) PRIMARY KEY NOT NULL,
          checksum varchar(64) NOT NULL,
          finished_at timestamptz,
          migration_name varchar(255) NOT NULL,
          logs text,
          rolled_back_at timestamptz,
          started_at timestamptz NOT NULL DEFAULT now(),
          applied_steps_count integer NOT NULL DEFAULT 0);
        CREATE OR REPLACE FUNCTION \(connection.own).mirror_prisma() RETURNS trigger
        LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $mirror$
        BEGIN
          IF to_regclass(\(quoted(literal: table.sql))) IS NULL OR NEW.checksum IS NULL THEN
            RETURN NULL;
          END IF;
          UPDATE \(table.sql) SET
            checksum = CASE WHEN TG_OP = 'UPDATE' AND OLD.checksum = NEW.checksum
              THEN checksum ELSE NEW.checksum END,
            finished_at = CASE WHEN NEW.rolled_back_at IS NULL
              THEN NEW.finished_at ELSE finished_at END,
            rolled_back_at = NEW.rolled_back_at, logs = NEW.error,
            applied_steps_count = (NEW.finished_at IS NOT NULL)::int
          WHERE migration_name = NEW.name AND rolled_back_at IS NULL;
          IF NOT FOUND AND NEW.rolled_back_at IS NULL THEN
            INSERT INTO \(table.sql) (id, checksum, finished_at, migration_name, logs,
              started_at, applied_steps_count)
            VALUES (gen_random_uuid(), NEW.checksum, NEW.finished_at, NEW.name, NEW.error,
              NEW.started_at, (NEW.finished_at IS NOT NULL)::int);
          END IF;
          RETURN NULL;
        END $mirror$;
        DROP TRIGGER IF EXISTS mirror_prisma ON \(connection.own.migrations);
        CREATE TRIGGER mirror_prisma AFTER INSERT OR UPDATE ON \(connection.own.migrations)
          FOR EACH ROW EXECUTE FUNCTION \(connection.own).mirror_prisma();
        INSERT INTO \(table.sql) (id, checksum, finished_at, migration_name, logs, started_at,
          applied_steps_count)
        SELECT gen_random_uuid(), m.checksum, m.finished_at, m.name, m.error, m.started_at,
          (m.finished_at IS NOT NULL)::int
        FROM \(connection.own.migrations) m
        WHERE m.rolled_back_at IS NULL AND m.checksum IS NOT NULL
          AND NOT EXISTS (SELECT FROM \(table.sql) p
            WHERE p.migration_name = m.name AND p.rolled_back_at IS NULL)
        ORDER BY m.id;
        COMMIT
        """)
  }

  /// Leaves Prisma's table as it is, and does not write into it any more.
  func end() throws(PostgresError) {
    try connection.run(
      simple: """
        BEGIN;
        SET LOCAL client_min_messages = warning;
        DROP TRIGGER IF EXISTS mirror_prisma ON \(connection.own.migrations);
        DROP FUNCTION IF EXISTS \(connection.own).mirror_prisma();
        COMMIT
        """)
  }
}
