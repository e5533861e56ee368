internal import Postgres

/// sqlx's `_sqlx_migrations`.
struct SqlxHistory: ForeignHistoryReader {
  let columns: Set = [
    "version bigint", "description text", "installed_on timestamp with time zone",
    "success boolean", "checksum bytea", "execution_time bigint",
  ]
  let algorithm = "SHA-384"

  func selection(from table: String) -> String {
    """
    SELECT version, replace(description, ' ', '_'), encode(checksum, 'hex'),
      installed_on - greatest(0, execution_time) / 1000 * interval '1 microsecond', installed_on,
      success
    FROM \(table) ORDER BY version
    """
  }

  func entries(_ rows: Rows, for migrations: [Migration]) -> [ForeignHistory.Entry] {
    rows.map { row in
      var entry = ForeignHistory.Entry(
        version: row.string(0), name: "\(row.string(0))_\(row.string(1))", checksum: row[2],
        startedAt: row[3], finishedAt: row[4])
      if !row.bool(5) {
        entry.state = .unsettled(
          "its row says that it did not succeed",
          wayOut: """
            look into the database, then delete the row where nothing of it is there, or write \
            success = true into it where all of it is
            """)
      }
      return entry
    }
  }

  func matches(_ migration: Migration, _ checksum: String) throws(Problem) -> Bool {
    try ForeignChecksum.sha384(migration.text()) == checksum
  }

  func locks(_ table: ForeignTable, database: String) -> [Int] {
    [0x3D32_AD9E * Int(CRC32.of(database))]
  }
}
