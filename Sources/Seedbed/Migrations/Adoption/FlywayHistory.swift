internal import Postgres

/// Flyway's `flyway_schema_history`: a row for each script that was run, undone or stood in for.
struct FlywayHistory: ForeignHistoryReader {
  let columns: Set = [
    "installed_rank integer", "version character varying", "description character varying",
    "type character varying", "script character varying", "checksum integer",
    "installed_by character varying", "installed_on timestamp without time zone",
    "execution_time integer", "success boolean",
  ]
  let algorithm = "CRC-32"

  func selection(from table: String) -> String {
    """
    SELECT version, description, type, script, checksum, installed_by,
      installed_on::timestamptz - execution_time * interval '1 millisecond',
      installed_on::timestamptz, success
    FROM \(table) ORDER BY installed_rank
    """
  }

  func entries(_ rows: Rows, for migrations: [Migration]) -> [ForeignHistory.Entry] {
    var entries: [ForeignHistory.Entry] = []
    for row in rows {
      let type = row.string(2)
      let version = row[0].flatMap { FlywayVersion($0) }
      let key = version?.description ?? "R " + row.string(1)
      // What was undone, or deleted by a repair, or run again, is not what is there now.
      if type != "SCHEMA" { entries.removeAll { $0.version == key } }
      if type == "SCHEMA" || type == "DELETE" || type.hasPrefix("UNDO") { continue }
      if type.hasSuffix("BASELINE"), let version {
        entries += Self.covered(by: version, migrations, row[7])
        continue
      }
      var entry = ForeignHistory.Entry(
        version: key, name: Self.stem(of: row.string(3)), checksum: row[4], startedAt: row[6],
        finishedAt: row[7], appliedBy: row[5])
      if !row.bool(8) {
        entry.state = .unsettled(
          "it failed, and nobody knows how much of it took effect",
          wayOut: """
            bring the database back to before it, or to after it, by hand, then `flyway repair`; \
            where it took effect, write success = true into its row
            """)
      }
      entries.append(entry)
    }
    return entries
  }

  func matches(_ migration: Migration, _ checksum: String) throws(Problem) -> Bool {
    try Int32(checksum) == ForeignChecksum.flyway(migration.text())
  }

  func locks(_ table: ForeignTable, database: String) -> [Int] {
    // Java's String.hashCode of the quoted name.
    let hash = table.sql.utf16.reduce(Int32(0)) { $0 &* 31 &+ Int32($1) }
    return [77_431_708_279_161 + Int(hash)]
  }

  /// A baseline stands in for every script up to its version.
  private static func covered(
    by baseline: FlywayVersion, _ migrations: [Migration], _ time: String?
  ) -> [ForeignHistory.Entry] {
    migrations.filter { migration in
      FlywayVersion(migration.version).map { $0 <= baseline } ?? false
    }.map {
      ForeignHistory.Entry(
        version: $0.version, name: $0.name, startedAt: time, finishedAt: time)
    }
  }

  /// `sub/V1__users.sql` → `V1__users`
  private static func stem(of script: String) -> String {
    let file = script.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? script
    return file.hasSuffix(".sql") ? String(file.dropLast(4)) : file
  }
}
