internal import Postgres

/// The table `backfills` of `OwnSchema`: how far each backfill is.
///
/// A row belongs to one application of its migration. One that was rolled back and applied again
/// begins anew.
enum BackfillLedger {
  /// One run at a time goes through backfills; held by the session that watches, not by the one that
  /// writes.
  static let lock = AdvisoryLock(key: RunLock.lock.key + 2)

  static func exists(on connection: Connection) throws(PostgresError) -> Bool {
    try connection.run(simple: "SELECT \(connection.own.backfills.exists)").first?.bool(0) == true
  }

  /// Makes the table where it is missing; only under the lock.
  static func create(on connection: Connection) throws(PostgresError) {
    if try exists(on: connection) { return }
    try connection.run(simple: definition(of: connection.own.backfills))
  }

  private static func definition(of table: OwnTable) -> String {
    """
    CREATE TABLE \(table) (
      name text PRIMARY KEY,
      migration_id bigint NOT NULL,
      checksum text NOT NULL,
      relation text NOT NULL,
      key_kind text NOT NULL,
      key_columns text[] NOT NULL,
      pass int NOT NULL DEFAULT 1,
      cursor_key text[],
      last_key text[],
      batch_size int NOT NULL,
      batches bigint NOT NULL DEFAULT 0,
      rows_read bigint NOT NULL DEFAULT 0,
      rows_total bigint,
      rows_changed bigint NOT NULL DEFAULT 0,
      changed_in_pass bigint NOT NULL DEFAULT 0,
      rows_per_second float8,
      started_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      verified_at timestamptz,
      verification text,
      paused_at timestamptz,
      paused_by text,
      waits_for text,
      error text,
      started_by text NOT NULL DEFAULT session_user,
      tool_version text NOT NULL)
    """
  }

  /// A migration that is applied, and the state of its backfill; nil where that has not begun.
  struct Entry: Sendable {
    let name: String
    let migration: Int
    let state: BackfillState?
  }

  /// Those of these migrations that are applied, in the order in which they were.
  static func entries(
    of names: [String], on connection: Connection
  ) throws(PostgresError) -> [Entry] {
    let wanted = quoted(literal: ArrayLiteral.text(of: names))
    let own = connection.own
    let history = try connection.run(simple: "SELECT \(own.migrations.exists)")
    guard history.first?.bool(0) == true else { return [] }
    let hasLedger = try exists(on: connection)
    return try connection.run(
      simple: """
        SELECT m.name, m.id\(hasLedger ? ", " + BackfillState.columns : "")
        FROM \(own.migrations) m
        \(hasLedger ? "LEFT JOIN \(own.backfills) b ON b.name = m.name AND b.migration_id = m.id" : "")
        WHERE m.rolled_back_at IS NULL AND m.finished_at IS NOT NULL
          AND m.name = ANY (\(wanted)::text[])
        ORDER BY m.id
        """
    ).map { row in
      Entry(
        name: row.string(0), migration: row.int(1),
        state: hasLedger && row[2] != nil ? BackfillState(row, from: 2) : nil)
    }
  }

  /// Begins, or begins anew: what is there of the name is replaced.
  static func start(
    _ script: BackfillScript, of migration: Int, table: BackfillTable, last: [String]?,
    total: Int?, on connection: Connection
  ) throws(PostgresError) {
    try connection.execute(
      """
      INSERT INTO \(connection.own.backfills) AS b (name, migration_id, checksum, relation, key_kind,
        key_columns, last_key, batch_size, rows_total, tool_version)
      VALUES (\(script.name), \(migration), \(script.checksum), \(table.name),
        \(table.key.kind.rawValue), \(table.key.columns.map(\.name)),
        \(last.map { ArrayLiteral.text(of: $0) })::text[], \(script.options.batch),
        \(total.map(String.init))::bigint, \(seedbedVersion))
      ON CONFLICT (name) DO UPDATE SET migration_id = excluded.migration_id,
        checksum = excluded.checksum, relation = excluded.relation, key_kind = excluded.key_kind,
        key_columns = excluded.key_columns, pass = 1, cursor_key = NULL,
        last_key = excluded.last_key, batch_size = excluded.batch_size, batches = 0, rows_read = 0,
        rows_total = excluded.rows_total, rows_changed = 0, changed_in_pass = 0,
        rows_per_second = NULL, started_at = now(), updated_at = now(), verified_at = NULL,
        verification = NULL, paused_at = NULL, paused_by = NULL, waits_for = NULL, error = NULL,
        started_by = session_user, tool_version = excluded.tool_version
      """)
  }

  /// The state of one, as its row says now.
  static func state(
    of name: String, on connection: Connection
  ) throws(PostgresError) -> BackfillState? {
    try connection.run(
      simple: """
        SELECT \(BackfillState.columns) FROM \(connection.own.backfills) b
        WHERE b.name = \(quoted(literal: name))
        """
    ).first.map { BackfillState($0) }
  }

  /// Sets columns of one to expressions.
  static func update(
    _ name: String, _ values: [(column: String, value: String)], in own: OwnSchema
  ) -> String {
    let assignments = (values + [("updated_at", "pg_catalog.clock_timestamp()")])
      .map { "\($0.0) = \($0.1)" }
    return """
      UPDATE \(own.backfills) SET \(assignments.joined(separator: ", ")) \
      WHERE name = \(quoted(literal: name))
      """
  }
}
