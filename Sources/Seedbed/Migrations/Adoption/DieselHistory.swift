internal import Postgres

/// Diesel's `__diesel_schema_migrations`.
struct DieselHistory: ForeignHistoryReader {
  let columns: Set = ["version character varying", "run_on timestamp without time zone"]
  let hasOnlyThese = true

  func selection(from table: String) -> String {
    "SELECT version, run_on::timestamptz FROM \(table) ORDER BY version"
  }

  func entries(_ rows: Rows, for migrations: [Migration]) -> [ForeignHistory.Entry] {
    rows.map {
      ForeignHistory.Entry(
        version: $0.string(0), name: $0.string(0), startedAt: $0[1], finishedAt: $0[1])
    }
  }
}
