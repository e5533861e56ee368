internal import Postgres

/// Prisma's `_prisma_migrations`: a row for each attempt.
struct PrismaHistory: ForeignHistoryReader {
  let columns: Set = [
    "id character varying", "checksum character varying", "finished_at timestamp with time zone",
    "migration_name character varying", "logs text", "rolled_back_at timestamp with time zone",
    "started_at timestamp with time zone", "applied_steps_count integer",
  ]
  let algorithm = "SHA-256"

  func selection(from table: String) -> String {
    """
    SELECT migration_name, checksum, started_at, finished_at FROM \(table)
    WHERE rolled_back_at IS NULL ORDER BY started_at, finished_at, migration_name
    """
  }

  func entries(_ rows: Rows, for migrations: [Migration]) -> [ForeignHistory.Entry] {
    var entries: [String: ForeignHistory.Entry] = [:]
    var order: [String] = []
    for row in rows {
      let name = row.string(0)
      if entries[name] == nil { order.append(name) }
      var entry = ForeignHistory.Entry(
        version: name, name: name, checksum: row[1], startedAt: row[2], finishedAt: row[3])
      if row[3] == nil {
        entry.state = .unsettled(
          "it was begun and did not end",
          wayOut: """
            look into the database, then `prisma migrate resolve --rolled-back \(name)` where \
            nothing of it is there, or --applied where all of it is
            """)
      }
      // A row that did not end blocks, whatever other rows say; else the newest counts.
      if entries[name]?.state == nil || entries[name]?.state == .applied { entries[name] = entry }
    }
    return order.compactMap { entries[$0] }
  }

  func matches(_ migration: Migration, _ checksum: String) throws(Problem) -> Bool {
    let sums = try ForeignChecksum.prisma(migration.text())
    return sums.contains(checksum)
      || checksum.count < 64 && sums.contains { ForeignChecksum.unpadded($0) == checksum }
  }

  func locks(_ table: ForeignTable, database: String) -> [Int] { [72_707_369] }
}
