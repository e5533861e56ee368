internal import Postgres
internal import SQLScript

/// A session with a shadow that is as the runner's would be, and tells what each statement does.
final class ObservedSession {
  let connection: Connection
  private let script: MigrationScript
  private let notices: NoticeCollector
  /// How often each relation had been read before, which the server counts on from.
  private(set) var earlier: [Int: Int] = [:]

  /// What is longer than this is not run for its effects.
  static let patience = "30s"
  /// More rows than this are not put into a shadow.
  private static let copied = 1 << 20

  init(_ session: MigrationSession, _ script: MigrationScript) {
    connection = session.connection
    self.script = script
    let collector = NoticeCollector()
    notices = collector
    connection.onNotice = { collector.notices.receive($0) }
  }

  func begin() throws(PostgresError) {
    try connection.run(simple: "BEGIN")
    try countEarlier()
  }

  /// At the beginning of a transaction, and after what was rolled back.
  func countEarlier() throws(PostgresError) {
    earlier = [:]
    let rows = try connection.run(
      simple: """
        SELECT oid, scans FROM (
          SELECT oid, pg_catalog.pg_stat_get_xact_numscans(oid) FROM pg_catalog.pg_class
          WHERE oid >= \(RelationMap.firstOrdinaryOid)) c (oid, scans)
        WHERE scans > 0
        """)
    for row in rows { earlier[row.int(0)] = row.int(1) }
  }

  /// Runs one statement of the script.
  ///
  /// - Parameter isLocal: whether a transaction is open, to whose end the messages are asked for.
  /// - Returns: what the server said of its work.
  func run(
    _ index: Int, isLocal: Bool, _ whileWaiting: (() -> Void)? = nil
  ) throws(PostgresError) -> WorkNotices {
    let statement = script.script.statements[index]
    // A script's own setting holds for what the application sees, and nobody sees a shadow.
    try connection.run(
      simple: """
        SET \(isLocal ? "LOCAL " : "")client_min_messages = debug1; \
        SET \(isLocal ? "LOCAL " : "")statement_timeout = '\(Self.patience)'
        """)
    notices.notices = WorkNotices()
    let isLong = (statement.copyData?.count ?? 0) > Self.copied
    try connection.run(
      simple: script.script.text(of: statement),
      copyData: isLong ? { _ in } : script.script.copyData(of: statement),
      every: .milliseconds(10), whileWaiting: whileWaiting)
    return notices.notices
  }

  /// - Parameter statement: sent before, in the same breath.
  func signals(after statement: String? = nil) throws(PostgresError) -> Signals {
    try Signals(from: connection, after: statement)
  }
}

/// Where a connection's notices go, which outlives no session.
private final class NoticeCollector {
  var notices = WorkNotices()
}
