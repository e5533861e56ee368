internal import Postgres

/// How a run's steps come by their locks without hurting those who use the tables.
///
/// One for a run; what it looks at, it sees from the session that holds the run lock.
final class LockEngine {
  let watch: LockWatch
  let progress: any Progress
  /// For how long a step is tried.
  let budget: Duration
  /// Steps that hold others off for as long as they work may do so.
  let allowsBlocking: Bool
  /// More sessions than this do not have to wait behind a step.
  let queueLimit: Int
  let deadlockTimeout: Duration
  /// Tables that take their time, without their schemas.
  private let largeTables: Set<String>
  /// The longest that a step has stood in a queue.
  private(set) var longestWait: Duration = .zero
  /// How often one has come away without its lock.
  private(set) var retreats = 0

  init(
    _ connection: Connection, budget: Duration, allowsBlocking: Bool, queueLimit: Int,
    _ progress: any Progress
  ) throws(PostgresError) {
    watch = LockWatch(connection: connection)
    self.budget = budget
    self.allowsBlocking = allowsBlocking
    self.queueLimit = queueLimit
    self.progress = progress
    deadlockTimeout = try watch.deadlockTimeout()
    largeTables = try Self.largeTables(on: connection)
  }

  /// In another database than one that may be thrown away, which has no traffic, or one without a
  /// table, in which there is nothing to wait for.
  static func minds(_ connection: Connection) throws(PostgresError) -> Bool {
    guard try DatabaseMarker.read(from: connection)?.disposable != true else { return false }
    return try connection.run(
      simple: """
        SELECT EXISTS (
          SELECT 1 FROM pg_catalog.pg_class c
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          WHERE c.relkind IN ('r', 'p', 'm', 'f') AND \(connection.own.leavesOut("n")))
        """
    ).first?.bool(0) != false
  }

  func isLarge(_ table: String) -> Bool { largeTables.contains(table) }

  func stood(for wait: Duration) { longestWait = max(longestWait, wait) }
  func retreated() { retreats += 1 }

  /// What is read or written within some hundredths of a second keeps nobody waiting.
  private static let large = 10_000_000

  /// Taken before the first statement: later the tables may be locked, by the run itself.
  private static func largeTables(
    on connection: Connection
  ) throws(PostgresError) -> Set<String> {
    func query(_ size: String) -> String {
      """
      SELECT DISTINCT c.relname FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't' AND n.nspname !~ '^pg_'
        AND \(size) >= \(large)
      """
    }
    do throws(PostgresError) {
      let rows = try connection.run(
        simple: "BEGIN; SET LOCAL lock_timeout = '500ms'; "
          + query("pg_catalog.pg_table_size(c.oid)"))
      try connection.run(simple: "COMMIT")
      return Set(rows.map { $0.string(0) })
    } catch {
      try connection.run(simple: "ROLLBACK")
      // To measure a table is to wait for whoever has it to himself.
      guard error.sqlState == "55P03" else { throw error }
      let pages = "c.relpages * pg_catalog.current_setting('block_size')::bigint"
      return Set(try connection.run(simple: query(pages)).map { $0.string(0) })
    }
  }
}
