internal import Postgres

/// The COPY into a stage: begun by the first row, and begun anew when the stage gets more columns.
///
/// The stage itself is made in the message that begins the first COPY, under a savepoint.
struct StageFeed: ~Copyable {
  private let stage: String
  /// COPY writes each row before it reads the next, and so names the one that fits no page, where it
  /// would name the last of a batch; a volatile default makes it do so.
  private let isRowByRow: Bool
  private let connection: Connection
  /// Whether there is a stage, and a savepoint before it.
  private(set) var isMade = false
  /// The number of the record that the running COPY, or the last one, began with.
  private(set) var start = 0
  /// The rows that ended COPYs have taken.
  private(set) var rows = 0
  private var copy: CopyIn?
  private var columns = 0
  /// Rows go to the server in pieces of about this many bytes: the first ones are short, so that it
  /// has something to do.
  private var pieceSize = 1 << 13

  private static let longestPiece = 1 << 16

  init(stage: String, isRowByRow: Bool, connection: Connection) {
    self.stage = stage
    self.isRowByRow = isRowByRow
    self.connection = connection
  }

  /// Takes the stage back, also where the server refused to make it.
  static let undoing: SQL = "ROLLBACK TO SAVEPOINT seedbed_stage"
  static let keeping: SQL = "RELEASE SAVEPOINT seedbed_stage"

  mutating func begin(_ layout: StageLayout, at number: Int) throws(PostgresError) {
    guard copy == nil else { return }
    let preparation = preparation(layout)
    columns = layout.columns.count
    start = number
    let names = ["_n", "_g"] + (0..<columns).map { "c\($0)" }
    copy = try connection.copyIn(
      SQL(unsafe: "COPY \(stage) (\(names.joined(separator: ", "))) FROM STDIN"),
      after: preparation)
    isMade = true
  }

  /// Makes a stage that no row has asked for.
  mutating func makeEmpty(_ layout: StageLayout) throws(PostgresError) {
    guard !isMade else { return }
    _ = try connection.pipeline(preparation(layout))
    columns = layout.columns.count
    isMade = true
  }

  /// Makes the stage, or gives it the columns that it lacks.
  private func preparation(_ layout: StageLayout) -> [SQL] {
    let added = layout.columns.enumerated().dropFirst(columns).map { slot, column in
      "c\(slot) \(column.declaration)"
    }
    guard !isMade else {
      guard !added.isEmpty else { return [] }
      let clauses = added.map { "ADD COLUMN \($0)" }
      return [SQL(unsafe: "ALTER TABLE \(stage) \(clauses.joined(separator: ", "))")]
    }
    let own =
      ["_n integer NOT NULL", "_g integer NOT NULL"]
      + (isRowByRow ? ["_r double precision DEFAULT pg_catalog.random()"] : [])
    return [
      SQL(unsafe: "DROP TABLE IF EXISTS \(stage)"), "SAVEPOINT seedbed_stage",
      SQL(
        unsafe: "CREATE TEMPORARY TABLE \(stage) (\((own + added).joined(separator: ", "))) "
          + "ON COMMIT DROP"),
    ]
  }

  /// - Returns: whether there was enough to send.
  mutating func send(whenFull writer: inout RowWriter) throws(PostgresError) -> Bool {
    guard writer.bytes.count >= pieceSize else { return false }
    try send(&writer)
    pieceSize = min(pieceSize * 2, Self.longestPiece)
    return true
  }

  private mutating func send(_ writer: inout RowWriter) throws(PostgresError) {
    guard var running = copy.take() else { return }
    try running.write(writer.bytes)
    writer.removeAll()
    copy = consume running
  }

  mutating func end(_ writer: inout RowWriter) throws(PostgresError) {
    try send(&writer)
    if let running = copy.take() { rows += try running.finish() }
  }
}
