internal import Postgres

extension Database {
  /// Makes the database and its marker; one that is there already is left as it is.
  ///
  /// - Returns: whether it was made by this call.
  @discardableResult
  public func create(_ progress: any Progress = SilentProgress()) throws -> Bool {
    let server = try maintenanceConnection(progress)
    guard try !exists(seenFrom: server) else { return false }
    progress.activity("creating the database \(name)")
    do throws(PostgresError) {
      try makeDatabase(on: server)
    } catch {
      // Somebody was faster: the name is taken, or its row in pg_database is.
      guard ["42P04", "23505"].contains(error.sqlState) else { throw Problem(error) }
      return false
    }
    let connection = try connect(creating: false, progress)
    try DatabaseMarker.establish(for: environment, isLocal: isLocal, on: connection)
    return true
  }

  /// Drops the database; the guard is the caller's duty.
  ///
  /// - Parameter force: ends the sessions that use it; without, one such session is an error.
  /// - Returns: false where there was none.
  @discardableResult
  public func drop(force: Bool, _ progress: any Progress = SilentProgress()) throws -> Bool {
    let server = try maintenanceConnection(progress)
    guard try exists(seenFrom: server) else { return false }
    if !force { try DatabaseSessions(of: name).expectNone(seenFrom: server) }
    do throws(PostgresError) {
      try server.execute("DROP DATABASE \(identifier: name)\(unsafe: force ? " WITH (FORCE)" : "")")
    } catch {
      throw Problem(error)
    }
    return true
  }

  public func exists(_ progress: any Progress = SilentProgress()) throws -> Bool {
    try exists(seenFrom: maintenanceConnection(progress))
  }

  func exists(seenFrom server: Connection) throws(PostgresError) -> Bool {
    let rows = try server.execute("SELECT 1 FROM pg_catalog.pg_database WHERE datname = \(name)")
    return !rows.isEmpty
  }

  /// Another session in template1 makes CREATE DATABASE fail for as long as it is there.
  private func makeDatabase(on server: Connection) throws(PostgresError) {
    for _ in 0..<20 {
      do throws(PostgresError) {
        try server.execute("CREATE DATABASE \(identifier: name)")
        return
      } catch {
        guard error.sqlState == "55006" else { throw error }
        _ = try? server.execute("SELECT pg_catalog.pg_sleep(0.1)")
      }
    }
    try server.execute("CREATE DATABASE \(identifier: name)")
  }

  /// A session with a database of the same server that is always there.
  func maintenanceConnection(_ progress: any Progress) throws -> Connection {
    let target = try target(progress)
    do throws(PostgresError) {
      return try Connection(target.with(database: "postgres"))
    } catch {
      if case .local(let server) = place, !error.isMissingDatabase {
        return try Connection(try server.start(progress).target(database: "postgres"))
      }
      do throws(PostgresError) {
        return try Connection(target.with(database: "template1"))
      } catch {
        throw unreachable(error)
      }
    }
  }
}
