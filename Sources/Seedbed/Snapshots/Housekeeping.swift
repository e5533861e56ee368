internal import Postgres

/// Drops what earlier runs have left on a server: unfinished databases, replaced ones, copies that
/// were lent to a run that is gone, and templates beyond the limit.
///
/// Nothing is dropped that is in use: a lock on the name or a session tells. Beside other runs it is
/// safe.
struct Housekeeping {
  let server: Connection

  /// - Returns: the names of the databases that were dropped.
  @discardableResult
  func run() throws(PostgresError) -> [String] {
    let kept = try KeptDatabase.all(on: server)
    var superfluous = kept.filter { $0.kind == .lent || $0.kind == .replaced }.map(\.name)
    superfluous += try server.execute(
      """
      SELECT datname FROM pg_catalog.pg_database
      WHERE pg_catalog.starts_with(datname::text, \(DatabaseCopying.unfinishedPrefix))
        AND pg_catalog.pg_has_role(datdba, 'USAGE')
      """
    ).map { $0.string(0) }
    superfluous += Self.superfluousTemplates(among: kept)
    var dropped: [String] = []
    for name in superfluous where try drop(name) { dropped.append(name) }
    return dropped
  }

  /// Templates and migrated databases beyond the limit, the least used, and the spares of all but the newest.
  static func superfluousTemplates(among kept: [KeptDatabase]) -> [String] {
    let groups = Dictionary(grouping: kept) { [$0.original, $0.environment] }.values
    return groups.flatMap { group in
      let templates = group.filter { $0.kind == .template }.inOrder(of: \.used)
      let migrated = group.filter { $0.kind == .migrated }.inOrder(of: \.used)
      let spares = group.filter { $0.kind == .spare }
      // The template of a spare may be another database's, where this one has none of its own.
      let keys = templates.last.map { [$0.key] } ?? kept.filter { $0.kind == .template }.map(\.key)
      let current = spares.last { keys.contains($0.key) }?.name
      return (templates.dropLast(TemplateShelf.limit) + migrated.dropLast(TemplateShelf.limit))
        .map(\.name)
        + spares.filter { $0.name != current }.map(\.name)
    }
  }

  /// False where it is in use.
  func drop(_ name: String) throws(PostgresError) -> Bool {
    let lock = NameLock.of(name)
    guard try lock.tryLock(on: server) else { return false }
    defer { _ = try? lock.unlock(on: server) }
    let sessions = try server.execute(
      "SELECT 1 FROM pg_catalog.pg_stat_activity WHERE datname = \(name) LIMIT 1")
    guard sessions.isEmpty else { return false }
    do throws(PostgresError) {
      try DatabaseCopying(server: server).drop(name)
      return true
    } catch {
      // Somebody uses it since: the next run looks again.
      guard error.sqlState == "55006" else { throw error }
      return false
    }
  }
}
