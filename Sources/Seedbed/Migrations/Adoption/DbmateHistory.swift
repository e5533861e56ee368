internal import Postgres

/// dbmate's `schema_migrations`: the versions that are applied.
struct DbmateHistory: ForeignHistoryReader {
  let columns: Set = ["version character varying"]
  let hasOnlyThese = true

  func selection(from table: String) -> String { "SELECT version FROM \(table) ORDER BY version" }

  func entries(_ rows: Rows, for migrations: [Migration]) -> [ForeignHistory.Entry] {
    rows.map { ForeignHistory.Entry(version: $0.string(0), name: $0.string(0)) }
  }
}
