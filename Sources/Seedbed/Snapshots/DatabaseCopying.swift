internal import Postgres

/// Makes, renames and drops databases from a session with another one of the same server.
struct DatabaseCopying {
  let server: Connection

  /// A database that is being made, under a name that nobody else has. A run that dies leaves it; the
  /// lock on its name, which dies with the run, tells it from one that is still worked on.
  static let unfinishedPrefix = "seedbed_new_"

  static var unfinishedName: String {
    unfinishedPrefix + String(UInt64.random(in: (1 << 60)...UInt64.max), radix: 36)
  }

  /// Copies a database with all that belongs to it; what it is kept for is said on the copy before it
  /// bears its name.
  func copy(_ source: String, as kept: KeptDatabase) throws {
    let name = Self.unfinishedName
    guard try NameLock.of(name).tryLock(on: server) else { throw Self.nameTaken }
    try copy(source, to: name)
    try finish(name, as: kept)
    try NameLock.of(name).unlock(on: server)
  }

  /// Copies a database with its owner, settings and privileges.
  func copy(_ source: String, to name: String) throws {
    let properties = try DatabaseProperties(of: source, on: server)
    do throws(PostgresError) {
      try create(name, from: source)
      for statement in properties.statements(for: name) { try server.run(simple: statement) }
    } catch {
      _ = try? drop(name)
      throw error.sqlState == "55006"
        ? DatabaseSessions(of: source).inUse([]) : Problem(error)
    }
  }

  private func create(_ name: String, from source: String) throws(PostgresError) {
    var statement =
      "CREATE DATABASE \(quoted(identifier: name)) TEMPLATE \(quoted(identifier: source))"
    if server.serverVersion >= 150_000 {
      statement += " STRATEGY \(try strategy(for: source))"
    }
    try server.run(simple: statement)
  }

  /// A small database is copied through the log, a large one file by file, for which the server has
  /// to write out everything first (manual, CREATE DATABASE, "STRATEGY").
  private func strategy(for source: String) throws(PostgresError) -> String {
    let size = try server.execute(
      "SELECT pg_catalog.pg_database_size(\(source)), pg_catalog.current_setting('fsync')")
    let isLarge = (size.first?.int(0) ?? 0) > Self.largeSize
    return isLarge ? "file_copy" : "wal_log"
  }

  /// In bytes; an empty database has some 7 MB.
  private static let largeSize = 24 << 20

  /// Gives a database its name, and the comment that says what it is, in one step.
  func finish(_ name: String, as kept: KeptDatabase) throws {
    do throws(PostgresError) {
      try DatabaseSessions(of: name).remaining(seenFrom: server)
      try server.run(
        simple: """
          BEGIN;
          COMMENT ON DATABASE \(quoted(identifier: name)) IS \(quoted(literal: kept.comment));
          ALTER DATABASE \(quoted(identifier: name)) RENAME TO \(quoted(identifier: kept.name));
          COMMIT
          """)
    } catch {
      _ = try? server.run(simple: "ROLLBACK")
      _ = try? drop(name)
      throw Problem(error)
    }
  }

  /// Keeps a database that is there to be copied from being written to by mistake.
  func protect(_ name: String) throws(PostgresError) {
    try server.run(
      simple: "ALTER DATABASE \(quoted(identifier: name)) SET default_transaction_read_only = on")
  }

  /// Writes anew what a database is kept for.
  func update(_ kept: KeptDatabase) throws(PostgresError) {
    try server.run(
      simple: """
        COMMENT ON DATABASE \(quoted(identifier: kept.name)) IS \(quoted(literal: kept.comment))
        """)
  }

  /// - Parameter force: ends the sessions that use it.
  func drop(_ name: String, force: Bool = false) throws(PostgresError) {
    try server.run(
      simple: "DROP DATABASE IF EXISTS \(quoted(identifier: name))\(force ? " WITH (FORCE)" : "")")
  }

  private static var nameTaken: Problem {
    Problem("snapshot.name_taken", "the name of a new database is taken; run again")
  }
}
