public import Postgres

/// The table `migrations` of `OwnSchema`: what has been run in a database, and how far.
///
/// A migration has at most one row that is not rolled back. A row that is rolled back stays as the
/// record of an attempt and blocks nothing.
public enum History {
  /// Reads the rows that count; it fails with `undefined_table` where nothing has been migrated yet.
  ///
  /// It is among the first statements of every run, in a session that has nothing of the catalog at
  /// hand: to let the server sort would take it longer than all the rest.
  public static func selection(in own: OwnSchema = .standard) -> SQL {
    """
    SELECT name, checksum, token_checksum, extract(epoch FROM started_at),
      extract(epoch FROM finished_at), statements, applied_statements, failed_statement, error,
      origin, id
    FROM \(own.migrations) WHERE rolled_back_at IS NULL
    """
  }

  /// The rows in the order in which they were run.
  public static func decode(_ rows: Rows) -> [AppliedMigration] {
    rows.sorted { $0.int(10) < $1.int(10) }.map { row in
      AppliedMigration(
        name: row.string(0), checksum: row[1], tokenChecksum: row[2],
        startedAt: Moment(epoch: row[3]), finishedAt: Moment(epoch: row[4]),
        statements: row.int(5), appliedStatements: row.int(6),
        failedStatement: row[7].flatMap { Int($0) }, error: row[8], origin: row.string(9),
        isPartial: row[4] == nil)
    }
  }

  /// What the answer to `selection` alone says; nil where the database has no history.
  static func decode(
    _ answer: Result<Rows, PostgresError>
  ) throws(PostgresError) -> [AppliedMigration]? {
    guard let rows = try answer.rowsIfTableExists else { return nil }
    return decode(rows)
  }

  /// Reads the history together with other small queries, all in one round trip.
  ///
  /// Only in a database without a history, which has work waiting anyway, it takes a second one.
  ///
  /// - Returns: the history, nil where there is none, and the answers of the other queries.
  public static func read(
    on connection: Connection, alongside queries: [SQL] = []
  ) throws(PostgresError) -> (history: [AppliedMigration]?, answers: [Rows]) {
    do throws(PostgresError) {
      var answers = try connection.pipeline(queries + [selection(in: connection.own)])
      return (answers.popLast().map(decode), answers)
    } catch {
      // 42P01 undefined_table, 3F000 invalid_schema_name
      guard error.pipelineIndex == queries.count, ["42P01", "3F000"].contains(error.sqlState)
      else { throw error }
      return (nil, queries.isEmpty ? [] : try connection.pipeline(queries))
    }
  }
}

extension History {
  /// Reads it on the session that holds the run lock; nil where there is none.
  static func readIfPresent(on connection: Connection) throws(PostgresError) -> [AppliedMigration]?
  {
    let present = try connection.run(simple: "SELECT \(connection.own.migrations.exists)")
    guard present.first?.bool(0) == true else { return nil }
    return decode(try connection.run(simple: selection(in: connection.own).text))
  }

  /// Makes the table; only under the run lock, for `IF NOT EXISTS` fails between two sessions.
  static func create(on connection: Connection) throws(PostgresError) {
    try connection.run(simple: definition(in: connection.own))
  }

  static func definition(in own: OwnSchema) -> String {
    """
    CREATE TABLE \(own.migrations) (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      name text NOT NULL,
      checksum text,
      token_checksum text,
      started_at timestamptz NOT NULL DEFAULT now(),
      finished_at timestamptz,
      rolled_back_at timestamptz,
      statements int NOT NULL,
      applied_statements int NOT NULL DEFAULT 0,
      failed_statement int,
      error text,
      log text,
      applied_by text NOT NULL DEFAULT session_user,
      tool_version text NOT NULL,
      origin text NOT NULL DEFAULT 'seedbed');
    CREATE UNIQUE INDEX migrations_name_key ON \(own.migrations) (name)
      WHERE rolled_back_at IS NULL
    """
  }
}
