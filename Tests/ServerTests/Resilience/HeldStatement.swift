import Postgres
import TestSupport
import Testing

/// Stops a run that comes to a certain statement until it is let go: a trigger waits for an advisory
/// lock that this object's session holds.
final class HeldStatement {
  /// When the trigger fires.
  enum Moment: CaseIterable, Sendable {
    case firstInsert, firstUpdate, secondTable, lastInsert
    /// All is written, and deferred constraints are looked at.
    case deferred
    /// COMMIT was sent.
    case commit

    /// `CREATE TRIGGER`, up to the function.
    var sql: String {
      switch self {
      case .firstInsert: "CREATE TRIGGER held BEFORE INSERT ON teams"
      case .firstUpdate: "CREATE TRIGGER held AFTER UPDATE ON teams"
      case .secondTable: "CREATE TRIGGER held BEFORE UPDATE ON members"
      case .lastInsert: "CREATE TRIGGER held AFTER INSERT ON awards"
      case .deferred: Self.deferred("held", "UPDATE ON members")
      // What the first trigger makes is deferred anew.
      case .commit:
        """
        CREATE TABLE late (n int);
        CREATE FUNCTION defer() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          SET CONSTRAINTS ALL DEFERRED; INSERT INTO late VALUES (1); RETURN NULL; END $$;
        \(Self.deferred("deferring", "UPDATE ON members")) EXECUTE FUNCTION defer();
        \(Self.deferred("held", "INSERT ON late"))
        """
      }
    }

    private static func deferred(_ name: String, _ event: String) -> String {
      """
      CREATE CONSTRAINT TRIGGER \(name) AFTER \(event) DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
      """
    }
  }

  private let session: Connection
  private let key: Int

  /// - Parameter connection: a session that this object has for itself.
  init(_ moment: Moment, on connection: Connection, key: Int = 4711) throws {
    session = connection
    self.key = key
    try connection.run(
      simple: """
        CREATE OR REPLACE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
          IF current_setting('application_name') = 'seedbed' THEN
            PERFORM pg_advisory_lock_shared(\(key)), pg_advisory_unlock_shared(\(key));
          END IF;
          RETURN NEW; END $$;
        \(moment.sql) EXECUTE FUNCTION hold();
        SELECT pg_advisory_lock(\(key))
        """)
  }

  /// The number of the server process that waits at the statement, once there is one.
  func waiting() throws -> Int {
    var process = 0
    try Patience.until("a session waits at the held statement") {
      let rows = try session.run(
        simple: """
          SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = \(key) AND NOT granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          """)
      process = rows.first?.int(0) ?? 0
      return process != 0
    }
    return process
  }

  func letGo() throws { try session.run(simple: "SELECT pg_advisory_unlock(\(key))") }

  /// Lets those go that wait now, and holds the next.
  func letOnePass() throws {
    try letGo()
    try session.run(simple: "SELECT pg_advisory_lock(\(key))")
  }

  /// Lets nobody wait any more, now and later.
  func remove() throws {
    try letGo()
    try session.run(simple: "DROP FUNCTION hold CASCADE")
  }
}
