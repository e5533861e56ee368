internal import Postgres

/// How far a backfill is: its row in the table `backfills` of `OwnSchema`.
public struct BackfillState: Sendable, Hashable {
  public var name: String
  /// Of the file's tokens when it began.
  public var checksum: String
  /// The table whose rows are gone through.
  public var table: String
  /// `primary_key`, `unique_index` or `blocks`.
  public var key: String
  /// From 1: how often the keys have been gone through, this time included.
  public var pass: Int
  /// Where the last batch ended; nil before the first.
  var cursor: [String]?
  /// The last key there was when the pass began; nil in an empty table.
  var last: [String]?
  /// Of the next batch.
  var batchSize: Int
  public var batches: Int
  /// Rows that were gone through; of a table without a key, blocks.
  public var read: Int
  /// How many there were when it began, as the server thought.
  public var total: Int?
  public var changed: Int
  /// In this pass.
  var changedInPass: Int
  /// Rows, or blocks, gone through in a second, lately.
  public var rate: Double?
  /// In UTC.
  public var startedAt: String
  public var verifiedAt: String?
  public var verification: String?
  public var pausedAt: String?
  public var pausedBy: String?
  /// What its run rests for.
  public var waitsFor: String?
  public var error: String?

  public var isVerified: Bool { verifiedAt != nil }
  public var isPaused: Bool { pausedAt != nil }
  /// The pass is over, and what it left is to be looked for.
  var isAtEnd: Bool { last == nil || cursor == last }

  /// Of 1; nil where nobody knows how much there is.
  public var fraction: Double? {
    if isVerified || pass > 1 { return 1 }
    guard let total, total > 0 else { return nil }
    return min(1, Double(read) / Double(total))
  }

  /// Seconds, at the rate of late.
  public var remaining: Double? {
    guard !isVerified, pass == 1, let total, let rate, rate > 0 else { return nil }
    return max(0, Double(total - read) / rate)
  }
}

extension BackfillState {
  static let columns = """
    b.name, b.checksum, b.relation, b.key_kind, b.pass, b.cursor_key, b.last_key, b.batch_size,
    b.batches, b.rows_read, b.rows_total, b.rows_changed, b.changed_in_pass, b.rows_per_second,
    \(utc("b.started_at")), \(utc("b.verified_at")), b.verification, \(utc("b.paused_at")),
    b.paused_by, b.waits_for, b.error
    """

  private static func utc(_ column: String) -> String {
    "pg_catalog.to_char(\(column) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')"
  }

  /// - Parameter start: the first of `columns`.
  init(_ row: Rows.Row, from start: Int = 0) {
    func text(_ column: Int) -> String? { row[start + column] }
    name = row.string(start)
    checksum = row.string(start + 1)
    table = row.string(start + 2)
    key = row.string(start + 3)
    pass = row.int(start + 4)
    cursor = text(5) == nil ? nil : row.array(start + 5)
    last = text(6) == nil ? nil : row.array(start + 6)
    batchSize = row.int(start + 7)
    batches = row.int(start + 8)
    read = row.int(start + 9)
    total = text(10).flatMap { Int($0) }
    changed = row.int(start + 11)
    changedInPass = row.int(start + 12)
    rate = text(13).flatMap { Double($0) }
    startedAt = row.string(start + 14)
    verifiedAt = text(15)
    verification = text(16)
    pausedAt = text(17)
    pausedBy = text(18)
    waitsFor = text(19)
    error = text(20)
  }
}
