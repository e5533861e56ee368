internal import Postgres
internal import SQLScript

/// A session that holds, or asks before us for, a lock that we wait for.
public struct Blocker: Sendable, Hashable {
  public let process: Int
  public let application: String
  /// Empty for a process of the server's own.
  public let user: String
  /// As `pg_stat_activity.state`, and `autovacuum` for such a worker.
  public let state: String
  /// Of its transaction.
  public let seconds: Double
  /// The beginning of its statement, without the values in it; empty where we may not see it.
  public let statement: String
  /// `ACCESS SHARE on users`; nil for a lock on rows.
  public let lock: String?
  /// It works for the server and not for a user.
  public let isAutovacuum: Bool
  /// An autovacuum that keeps the server from running out of transaction numbers; it yields to
  /// nobody.
  public let preventsWraparound: Bool

  /// `process 4242, psql of ada, idle in transaction for 31 s, ACCESS SHARE on users, at: SELECT …`
  public var description: String {
    [
      "process \(process)",
      (application.isEmpty ? "unnamed" : application) + (user.isEmpty ? "" : " of \(user)"),
      "\(state.isEmpty ? "busy" : state) for \(Int(seconds)) s", lock,
      statement.isEmpty ? nil : "at: \(statement)",
    ].compactMap { $0 }.joined(separator: ", ")
  }
}

extension Blocker {
  /// What to select of `pg_stat_activity a` for it; the locks are of the alias `l`, if there is one.
  static func columns(lock: String) -> String {
    """
    a.pid, a.application_name, coalesce(a.usename, ''), coalesce(a.state, ''),
      greatest(0, coalesce(extract(epoch FROM pg_catalog.clock_timestamp()
        - coalesce(a.xact_start, a.query_start, a.backend_start)), 0)),
      pg_catalog.left(coalesce(a.query, ''), 500), \(lock),
      coalesce(a.backend_type = 'autovacuum worker',
        a.usesysid IS NULL AND a.datid IS NOT NULL AND a.application_name = '')
    """
  }

  init(_ row: Rows.Row) {
    let query = row.string(5)
    process = row.int(0)
    application = row.string(1)
    user = row.string(2)
    seconds = row[4].flatMap { Double($0) } ?? 0
    lock = row[6]
    isAutovacuum = row.bool(7)
    preventsWraparound = query.contains("(to prevent wraparound)")
    state = isAutovacuum ? "autovacuum" : row.string(3)
    statement =
      isAutovacuum
      ? String(query.prefix(100)) : query.hasPrefix("<") ? "" : StatementSummary.text(of: query)
  }
}

/// What another session is at, in a line and without the values in it.
enum StatementSummary {
  static func text(of statement: String) -> String {
    // The server shows a long one cut off, maybe inside a string.
    if let first = (try? Script(statement))?.statements.first { return first.summary }
    let words = statement.split { $0.isWhitespace }.prefix(3)
    return words.isEmpty ? "" : words.joined(separator: " ") + " …"
  }
}
