internal import Postgres

/// graphile-migrate's `graphile_migrate.migrations`.
struct GraphileMigrateHistory: ForeignHistoryReader {
  let columns: Set = [
    "hash text", "previous_hash text", "filename text", "date timestamp with time zone",
  ]
  let algorithm = "SHA-1"

  func selection(from table: String) -> String {
    "SELECT filename, hash, date FROM \(table) ORDER BY filename"
  }

  func entries(_ rows: Rows, for migrations: [Migration]) -> [ForeignHistory.Entry] {
    rows.map { row in
      let name = row.string(0)
      return ForeignHistory.Entry(
        version: name, name: name.hasSuffix(".sql") ? String(name.dropLast(4)) : name,
        checksum: row[1], startedAt: row[2], finishedAt: row[2])
    }
  }

  /// The file's own header has to say what was applied, and its text has to be what the header says.
  func matches(_ migration: Migration, _ checksum: String) -> Bool {
    guard let header = try? GraphileHeader(migration.text(), of: migration.file) else {
      return false
    }
    return header.hash == checksum
      && (header.allowsInvalidHash || header.computedHash == checksum)
  }

  func locks(_ table: ForeignTable, database: String) -> [Int] { [4_727_445_306_447_283] }
}
