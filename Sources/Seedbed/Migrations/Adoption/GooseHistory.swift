internal import Postgres

/// goose's `goose_db_version`: a row for each time a version was applied or, in old versions, undone.
struct GooseHistory: ForeignHistoryReader {
  let columns: Set = [
    "id integer", "version_id bigint", "is_applied boolean", "tstamp timestamp without time zone",
  ]

  /// The newest row of a version counts; version 0 marks the table's own beginning.
  func selection(from table: String) -> String {
    """
    SELECT version_id, tstamp::timestamptz FROM (
      SELECT DISTINCT ON (version_id) id, version_id, is_applied, tstamp FROM \(table)
      ORDER BY version_id, id DESC) newest
    WHERE is_applied AND version_id > 0 ORDER BY id
    """
  }

  func entries(_ rows: Rows, for migrations: [Migration]) -> [ForeignHistory.Entry] {
    rows.map {
      ForeignHistory.Entry(
        version: $0.string(0), name: $0.string(0), startedAt: $0[1], finishedAt: $0[1])
    }
  }

  func locks(_ table: ForeignTable, database: String) -> [Int] { [4_097_083_626] }
}
