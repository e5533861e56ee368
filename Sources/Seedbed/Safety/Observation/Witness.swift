internal import Postgres

/// Sessions that make a statement outside of transactions stand still while it is looked at.
///
/// One holds a lock on every table that holds off whatever changes a table's definition: so the
/// first lock that the statement asks for is seen. The other has an old snapshot and a reader's lock
/// on every table: `CREATE INDEX CONCURRENTLY` and its like wait for those who may still use what
/// they change.
final class Witness {
  private let watcher: Connection
  private let process: Int
  /// What the statement will wait for, in this order.
  private var gates: [Connection] = []
  private(set) var seen = Signals()

  /// - Parameter session: the one that the statement will run in.
  init(in shadow: Database, of session: Connection, _ progress: any Progress) throws {
    watcher = try shadow.connect(applicationName: "seedbed plan", progress)
    process = session.backendProcessID
    let tables = try watcher.run(simple: Self.tables).map { $0.string(0) }
    for mode in [LockMode.shareUpdateExclusive, .accessShare] {
      let gate = try shadow.connect(applicationName: "seedbed plan", progress)
      try gate.run(simple: "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1")
      if !tables.isEmpty {
        do throws(PostgresError) {
          try gate.run(
            simple: "LOCK TABLE \(tables.joined(separator: ", ")) IN \(mode.name) MODE NOWAIT")
        } catch {
          // The server has no room for so many locks: the statement runs unseen.
          if error.isConnectionFailure { throw error }
          try gate.run(simple: "ROLLBACK")
          continue
        }
      }
      gates.append(gate)
    }
  }

  /// Looks whether the statement waits; when all that it holds and asks for has been seen, lets it
  /// go on to the next gate.
  func look() {
    guard let gate = gates.first,
      let isWaiting = try? watcher.run(
        simple: """
          SELECT wait_event_type = 'Lock' FROM pg_catalog.pg_stat_activity WHERE pid = \(process)
          """
      ).first?.bool(0), isWaiting
    else { return }
    if let signals = try? Signals(from: watcher, of: process) { seen.add(signals) }
    _ = try? gate.run(simple: "ROLLBACK")
    gates.removeFirst()
  }

  func release() {
    for gate in gates { _ = try? gate.run(simple: "ROLLBACK") }
    gates = []
  }

  private static let tables = """
    SELECT pg_catalog.format('ONLY %I.%I', n.nspname, c.relname)
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.oid >= \(RelationMap.firstOrdinaryOid) AND c.relkind IN ('r', 'p')
      AND n.nspname !~ '^pg_'
    """
}
