import Postgres
import TestSupport
import Testing

/// Stops a run that comes to a certain statement until it is let go: a trigger waits for an advisory
/// lock that this object's session holds.
final class HeldStatement {
  /// When the trigger fires, as `CREATE TRIGGER` says it.
  enum Moment: String, CaseIterable, CustomTestStringConvertible, Sendable {
    case firstInsert = "TRIGGER held BEFORE INSERT ON teams"
    case firstUpdate = "TRIGGER held AFTER UPDATE ON teams"
    case secondTable = "TRIGGER held BEFORE UPDATE ON members"
    case lastInsert = "TRIGGER held AFTER INSERT ON awards"
    case deferred = """
      CONSTRAINT TRIGGER held AFTER UPDATE ON members DEFERRABLE INITIALLY DEFERRED
      """

    var testDescription: String { "\(self)" }
    /// A deferred trigger fires once all is written; only rows have one.
    var scope: String { self == .deferred ? "FOR EACH ROW" : "FOR EACH STATEMENT" }
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
        CREATE \(moment.rawValue) \(moment.scope) EXECUTE FUNCTION hold();
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
