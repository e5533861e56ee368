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

  func matches(_ migration: Migration, _ checksum: String) -> Bool {
    ForeignChecksum.sha384(migration.text) == checksum
  }

  func locks(_ table: ForeignTable, database: String) -> [Int] {
    [0x3D32_AD9E * Int(CRC32.of(database))]
  }
}

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
    guard let header = try? GraphileHeader(migration.text, of: migration.file) else { return false }
    return header.hash == checksum
      && (header.allowsInvalidHash || header.computedHash == checksum)
  }

  func locks(_ table: ForeignTable, database: String) -> [Int] { [4_727_445_306_447_283] }
}
