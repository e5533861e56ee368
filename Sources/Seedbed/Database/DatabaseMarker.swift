public import Postgres

/// What a database says of itself in the table `settings` of `OwnSchema`; it beats the command line.
public struct DatabaseMarker: Sendable, Equatable {
  /// The environment it was made for.
  public var environment: String
  /// Its contents may be thrown away.
  public var disposable: Bool
  /// Nothing of it may be thrown away, whatever is asked.
  public var protected: Bool

  public init(environment: String, disposable: Bool, protected: Bool) {
    self.environment = environment
    self.disposable = disposable
    self.protected = protected
  }

  /// The marker of the session's database; nil where it has none. The session must be outside a
  /// transaction.
  public static func read(from connection: Connection) throws(PostgresError) -> DatabaseMarker? {
    try connection.pipeline(separately: [selection(in: connection.own)]).first.flatMap {
      answer throws(PostgresError) in try DatabaseMarker(reading: answer)
    }
  }

  static func selection(in own: OwnSchema) -> SQL {
    "SELECT environment, disposable, protected FROM \(own.settings)"
  }

  /// What the answer to `selection` says; nil where nobody has marked the database.
  init?(reading answer: Result<Rows, PostgresError>) throws(PostgresError) {
    guard let row = try answer.rowsIfTableExists?.first else { return nil }
    self.init(environment: row.string(0), disposable: row.bool(1), protected: row.bool(2))
  }

  /// Writes the marker, and the schema for it, unless the database has one already.
  ///
  /// A database that holds tables by then is never marked disposable, whatever the environment
  /// says: it may be one that a URL led to by accident. The session must be outside a transaction;
  /// two sessions may do this at once.
  public static func establish(
    for environment: Environment, isLocal: Bool, on connection: Connection
  ) throws(PostgresError) {
    let wanted = DatabaseMarker(
      environment: environment.name,
      disposable: environment.isDisposable(onLocalServer: isLocal),
      protected: environment.isProtected)
    do throws(PostgresError) {
      try connection.run(simple: wanted.statements(in: connection.own))
    } catch {
      _ = try? connection.run(simple: "ROLLBACK")
      throw error
    }
  }

  /// `IF NOT EXISTS` alone does not make two sessions safe beside each other; the lock does. Its
  /// holder ends within this statement, so waiting for it in the server harms nobody.
  private func statements(in own: OwnSchema) -> String {
    """
    BEGIN;
    SET LOCAL client_min_messages = warning;
    SELECT pg_catalog.pg_advisory_xact_lock(\(0x5EED_0001));
    CREATE SCHEMA IF NOT EXISTS \(own);
    CREATE TABLE IF NOT EXISTS \(own.settings) (
      singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
      environment text NOT NULL,
      disposable boolean NOT NULL,
      protected boolean NOT NULL,
      CHECK (NOT (disposable AND protected)));
    INSERT INTO \(own.settings) (environment, disposable, protected)
      SELECT \(quoted(literal: environment)), \(disposable) AND NOT EXISTS (
          SELECT FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind IN ('r', 'p', 'f', 'm')
            AND \(own.leavesOut("n"))
            AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
              WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid
                AND d.deptype = 'e')),
        \(protected)
      ON CONFLICT DO NOTHING;
    COMMIT
    """
  }
}

extension Result<Rows, PostgresError> {
  /// Nil where the table that was asked is not there: 42P01 undefined_table, 3F000
  /// invalid_schema_name.
  var rowsIfTableExists: Rows? {
    get throws(PostgresError) {
      do {
        return try get()
      } catch {
        guard ["42P01", "3F000"].contains(error.sqlState) else { throw error }
        return nil
      }
    }
  }
}
