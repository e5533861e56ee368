internal import Postgres

/// Cancels a statement that begins to rewrite or to go through a large table, with a lock that holds
/// others off, where nobody has said that it may.
///
/// The server says so at `debug1` as soon as it begins, in words that are never translated.
struct WorkGuard {
  let watch: LockWatch
  /// The session that runs the statement.
  let connection: Connection
  let isLarge: (String) -> Bool

  private static let works = ["rewriting table ", "verifying table ", "building index "]

  /// What to do about a notice.
  ///
  /// - Returns: why the statement was cancelled; nil where it was not.
  func receive(_ notice: PostgresError) -> LockVerdict? {
    guard notice.severity.hasPrefix("DEBUG"),
      let work = Self.works.first(where: notice.message.hasPrefix)
    else { return nil }
    let names = notice.message.split(separator: "\"", omittingEmptySubsequences: false)
    // `building index "i" on table "t" …`
    let place = work.hasPrefix("building") ? 3 : 1
    guard names.count > place, isLarge(String(names[place])) else { return nil }
    let process = connection.backendProcessID
    guard let lock = try? watch.strongLock(of: process, on: String(names[place])) else {
      return nil
    }
    connection.cancel()
    let what = work.hasPrefix("building") ? "building an index of" : String(work.dropLast())
    return .unplanned("\(what) \(names[place])", lock)
  }
}

extension LockWatch {
  /// `ACCESS EXCLUSIVE on users`, where a session has such a lock on a table of this name; nil where
  /// it holds off neither readers nor writers.
  func strongLock(of process: Int, on table: String) throws(PostgresError) -> String? {
    let modes = LockMode.allCases.filter { $0.blocksReads || $0.blocksWrites }
    let rows = try connection.run(
      simple: """
        SELECT l.mode, CASE WHEN n.nspname = 'public' THEN '' ELSE n.nspname || '.' END || c.relname
        FROM pg_catalog.pg_locks l
        JOIN pg_catalog.pg_class c ON c.oid = l.relation
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE l.pid = \(process) AND l.granted AND l.locktype = 'relation'
          AND c.relname = \(quoted(literal: table))
          AND l.mode IN (\(modes.map { "'\($0.catalogName)'" }.joined(separator: ", ")))
        """)
    return rows.compactMap { row in
      LockMode(catalogName: row.string(0)).map { ($0, row.string(1)) }
    }.max { $0.0 < $1.0 }.map { "\($0.0.name) on \($0.1)" }
  }

  /// The locks as the catalog knows their relations; what is not there yet is left out.
  func requests(for locks: [StatementEffect.Lock]) throws(PostgresError) -> [LockRequest] {
    if locks.isEmpty { return [] }
    let names = ArrayLiteral.text(of: Set(locks.map(\.relation)).sorted())
    let rows = try connection.run(
      simple: """
        SELECT c.oid, w.name FROM pg_catalog.unnest(\(quoted(literal: names))::text[]) AS w(name)
        JOIN pg_catalog.pg_class c ON true
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          AND w.name = CASE n.nspname WHEN 'public' THEN c.relname::text
            ELSE n.nspname || '.' || c.relname END
        """)
    let oids = Dictionary(rows.map { ($0.string(1), $0.int(0)) }) { one, _ in one }
    return locks.compactMap { lock in
      oids[lock.relation].map { LockRequest(relation: $0, name: lock.relation, mode: lock.mode) }
    }
  }
}
