internal import Postgres

/// Whether a connection is one session of the server, with its locks and settings.
///
/// A pooler may give every transaction to whichever server process is free. A session's lock is then
/// held by a process that others use as well, and protects nothing.
enum SessionAffinity {
  /// - Parameter opening: makes another connection to the same place; called only where there are
  ///   signs of a pooler.
  static func isMissing(
    on connection: Connection, opening: () throws -> Connection
  ) throws -> Bool {
    let process = try serverProcess(of: connection)
    // The server tells a client the process that it has; a pooler makes up a number of its own.
    if process == connection.backendProcessID { return false }
    let other = try opening()
    let begun = "BEGIN; SELECT pg_catalog.pg_backend_pid()"
    // A pooler that hands out single statements refuses BEGIN.
    guard let taken = (try? other.run(simple: begun))?.first?.int(0) else { return true }
    defer { _ = try? other.run(simple: "ROLLBACK") }
    return try taken == process || serverProcess(of: connection) != process
  }

  private static func serverProcess(of connection: Connection) throws(PostgresError) -> Int? {
    try connection.run(simple: "SELECT pg_catalog.pg_backend_pid()").first?.int(0)
  }
}
