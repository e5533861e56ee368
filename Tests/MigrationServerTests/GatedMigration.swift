import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// A migration of transactions and statements that stand alone, each statement of which waits for a
/// table of its own: whoever locks that table stops the run right there.
struct GatedMigration {
  static let name = "1_gated"

  /// What its statements are at, in their order: `INSERT`s and an `ALTER TABLE` in transactions, the
  /// others outside.
  static let statements = [
    "INSERT INTO gate0 VALUES (1)",
    "ALTER TABLE gate1 ADD COLUMN added int",
    "CREATE INDEX CONCURRENTLY made ON gate2 (i)",
    "INSERT INTO gate3 VALUES (1)",
    "INSERT INTO gate4 VALUES (1)",
    "DROP INDEX CONCURRENTLY old",
    "VACUUM gate6",
    "INSERT INTO gate7 VALUES (1)",
  ]
  static let text = statements.map { $0 + ";\n" }.joined()

  /// How many statements have taken effect when the one at `index` has not ended.
  static func applied(before index: Int) -> Int {
    switch index {
    case 0, 1: 0
    case 3, 4: 3
    default: index
    }
  }

  static func standsAlone(_ index: Int) -> Bool { [2, 5, 6].contains(index) }

  static func prepare(_ connection: Connection) throws {
    connection.onNotice = { _ in }
    let tables = statements.indices.map {
      "DROP TABLE IF EXISTS gate\($0); CREATE TABLE gate\($0) (i int)"
    }
    try connection.run(
      simple: "DROP SCHEMA IF EXISTS seedbed CASCADE; "
        + tables.joined(separator: "; ") + "; CREATE INDEX old ON gate5 (i)")
    // A run waits inside its statement only where nobody has to be minded.
    try DatabaseMarker.establish(
      for: Environment(name: "development"), isLocal: true, on: connection)
    try connection.run(simple: "UPDATE seedbed.settings SET disposable = true")
  }

  /// Which statements' effects are there; VACUUM, which has none, counts by what comes before it.
  static func effects(_ connection: Connection) throws -> [Bool] {
    let row = try connection.run(
      simple: """
        SELECT (SELECT count(*) FROM gate0) = 1,
          EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'gate1'::regclass AND attname = 'added'),
          coalesce((SELECT indisvalid FROM pg_index
            WHERE indexrelid = to_regclass('made')), false),
          (SELECT count(*) FROM gate3) = 1, (SELECT count(*) FROM gate4) = 1,
          to_regclass('old') IS NULL, to_regclass('old') IS NULL,
          (SELECT count(*) FROM gate7) = 1
        """)
    return try statements.indices.map { try #require(row.first).bool($0) }
  }

  /// The server process that waits for a gate. An index that is built concurrently waits for whoever
  /// asks this as well, by another kind of lock.
  static func waiting(_ connection: Connection) throws -> Int? {
    try connection.run(
      simple: """
        SELECT pid FROM pg_stat_activity WHERE datname = current_database()
          AND application_name = 'seedbed migrate'
          AND wait_event_type = 'Lock' AND wait_event = 'relation'
        """
    ).first?.int(0)
  }
}
