internal import Postgres

/// What goes on around a backfill, seen from a session of its own: it holds the lock against other
/// runs, and looks at who is hindered.
final class BackfillWatch {
  let connection: Connection
  private var lag = ReplicaLag()
  private var lookedAt: ContinuousClock.Instant?
  private var isResting: Rest?
  /// Since when a vacuum of the table has been waited for.
  private var vacuumSince: ContinuousClock.Instant?

  /// Why the next batch has to wait.
  enum Rest: Sendable, Equatable {
    case paused(by: String)
    case replica(String)
    case vacuum

    var description: String {
      switch self {
      case .paused(let user): "paused by \(user); `seedbed backfill resume` lets it go on"
      case .replica(let name): "the replica \(name) is behind"
      case .vacuum: "a vacuum works on the table"
      }
    }
  }

  /// A vacuum that takes longer than this is not waited for any more: one that keeps transaction
  /// numbers from running out can take many hours.
  static let vacuumPatience = Duration.seconds(600)

  init(_ connection: Connection) { self.connection = connection }

  /// How many sessions wait for a session.
  func waiters(for process: Int) throws(PostgresError) -> Int {
    try LockWatch(connection: connection).waiters(for: process)
  }

  /// Why to rest now; looks about twice a second, and in between answers as it did.
  func rest(
    of script: BackfillScript, table: BackfillTable
  ) throws(PostgresError) -> Rest? {
    let now = ContinuousClock.now
    if let lookedAt, now - lookedAt < .milliseconds(450) { return isResting }
    lookedAt = now
    isResting = try look(script, table, now)
    return isResting
  }

  private func look(
    _ script: BackfillScript, _ table: BackfillTable, _ now: ContinuousClock.Instant
  ) throws(PostgresError) -> Rest? {
    let rows = try connection.run(
      simple: """
        SELECT (SELECT coalesce(paused_by, '') FROM \(connection.own.backfills)
            WHERE name = \(quoted(literal: script.name)) AND paused_at IS NOT NULL),
          EXISTS (SELECT FROM pg_catalog.pg_stat_progress_vacuum v
            WHERE v.datname = pg_catalog.current_database() AND (v.relid = \(table.oid)
              OR v.relid IN (SELECT relid FROM pg_catalog.pg_partition_tree(\(table.oid))))),
          pg_catalog.pg_wal_lsn_diff(pg_catalog.pg_current_wal_flush_lsn(), '0/0'),
          r.application_name, pg_catalog.pg_wal_lsn_diff(r.replay_lsn, '0/0')
        FROM (SELECT 1) AS one LEFT JOIN pg_catalog.pg_stat_replication r
          ON r.state = 'streaming' AND r.replay_lsn IS NOT NULL
        """)
    guard let first = rows.first else { return nil }
    if let user = first[0] { return .paused(by: user) }
    if first.bool(1) {
      let since = vacuumSince ?? now
      vacuumSince = since
      if now - since < Self.vacuumPatience { return .vacuum }
    } else {
      vacuumSince = nil
    }
    let replicas = rows.compactMap { row in
      row[4].flatMap { Double($0) }.map {
        ReplicaLag.Replica(name: row.string(3), bytes: $0)
      }
    }
    let position = first[2].flatMap { Double($0) } ?? 0
    guard let (name, behind) = lag.see(replicas, position: position, at: now),
      let limit = script.options.lag, behind > limit
    else { return nil }
    return .replica(name)
  }
}
