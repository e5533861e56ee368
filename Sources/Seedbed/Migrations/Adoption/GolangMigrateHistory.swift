internal import Postgres

/// golang-migrate's `schema_migrations`: one row with the newest version.
struct GolangMigrateHistory: ForeignHistoryReader {
  let columns: Set = ["version bigint", "dirty boolean"]
  let hasOnlyThese = true

  func selection(from table: String) -> String { "SELECT version, dirty FROM \(table)" }

  /// Every version up to the newest has to be taken as applied: the tool keeps no more.
  func entries(_ rows: Rows, for migrations: [Migration]) -> [ForeignHistory.Entry] {
    guard let row = rows.first, let newest = MigrationNumber(whole: row.string(0)) else {
      return []
    }
    var entries = migrations.filter { $0.number.map { $0 < newest } ?? false }.map {
      ForeignHistory.Entry(version: $0.version, name: $0.name)
    }
    var last = ForeignHistory.Entry(version: newest.description, name: newest.description)
    if row.bool(1) {
      let before = entries.last?.version ?? "-1"
      last.state = .unsettled(
        "its table says that this version is dirty: it failed or was cut short",
        wayOut: """
          look into the database, then `migrate force \(before)` where nothing of it is there, or \
          `migrate force \(newest)` where all of it is
          """)
    }
    entries.append(last)
    return entries
  }

  func locks(_ table: ForeignTable, database: String) -> [Int] {
    // The database is named with the slash of a URL, or without.
    [database, "/" + database].map {
      Int(CRC32.of("\(table.schema)\0\(table.name)\0\($0)") &* 1_486_364_155)
    }
  }
}
