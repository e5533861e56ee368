internal import Postgres

/// Puts a database in the place of another one, in one step for all who look at the name.
struct DatabaseSwap {
  let server: Connection
  /// The name.
  let name: String
  /// Ends sessions that are in the way.
  let force: Bool

  /// - Parameter replacement: a finished copy, which takes over what belongs to the name.
  /// - Returns: what the old one is called now; it is marked to be dropped.
  /// - Throws: `database.in_use`, nothing having been changed.
  func put(_ replacement: String, environment: String) throws -> KeptDatabase {
    let properties = try DatabaseProperties(of: name, on: server)
    for statement in properties.statements(for: replacement) { try server.run(simple: statement) }
    let old = KeptDatabase(
      TemplateShelf.named(
        "seedbed_old", name,
        String(KeptDatabase.now, radix: 36)
          + String(UInt32.random(in: 0...UInt32.max), radix: 36)),
      .replaced, of: name, environment: environment)
    let steps = """
      BEGIN;
      COMMENT ON DATABASE \(quoted(identifier: name)) IS \(quoted(literal: old.comment));
      ALTER DATABASE \(quoted(identifier: name)) RENAME TO \(quoted(identifier: old.name));
      COMMENT ON DATABASE \(quoted(identifier: replacement)) IS
        \(properties.comment.map(quoted(literal:)) ?? "NULL");
      ALTER DATABASE \(quoted(identifier: replacement)) RENAME TO \(quoted(identifier: name));
      COMMIT
      """
    let sessions = DatabaseSessions(of: name)
    for attempt in 1... {
      // An application that was cut off may be back at once.
      if force {
        try sessions.end(seenFrom: server)
      } else {
        try sessions.expectNone(seenFrom: server)
      }
      do throws(PostgresError) {
        try server.run(simple: steps)
        return old
      } catch {
        _ = try? server.run(simple: "ROLLBACK")
        guard error.sqlState == "55006", attempt < 5 else { throw Problem(error) }
      }
    }
    return old
  }
}
