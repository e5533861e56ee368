internal import JSON
internal import Postgres

/// Writes what is about to be lost into a folder of its own, and reads it again before anyone may
/// rely on it.
///
/// All of it is of one moment: pg_dump and the session here share a snapshot. Where anything fails,
/// the folder is removed: a backup that is there is whole.
struct BackupRun {
  let database: Database
  /// Where backups lie, absolute.
  let folder: String
  let progress: any Progress

  func make(_ scope: BackupScope) throws -> BackupReport {
    let start = ContinuousClock.now
    defer { progress.finished() }
    let connection = try database.connect(applicationName: "seedbed backup", progress)
    let snapshot = try Snapshot(on: connection)
    let directory = Self.vacant("\(folder)/\(database.fileName)-\(snapshot.time)")
    do {
      try Folder.make(folder)
      // Rows are nobody else's business.
      try Folder.make(directory, mode: 0o700)
      let files = try write(scope, to: directory, snapshot)
      let report = BackupReport(
        database: database.name, directory: directory, takenAt: snapshot.time, files: files,
        seconds: (ContinuousClock.now - start).seconds)
      try TextFile.write(
        report.manifest.serialized(pretty: true) + "\n", to: "\(directory)/backup.json",
        mode: 0o600)
      return report
    } catch {
      try? Folder.remove(directory)
      throw Self.failure(error)
    }
  }

  /// Another backup may be of the same second.
  private static func vacant(_ path: String) -> String {
    var path = path
    while FileStatus(path, followingLinks: false) != nil { path += "_" }
    return path
  }

  private func write(
    _ scope: BackupScope, to directory: String, _ snapshot: Snapshot
  ) throws -> [BackupReport.File] {
    switch scope {
    case .database:
      return [try dump(.database, to: "\(directory)/database.dump", snapshot)]
    case .parts(let schemas, let items):
      var files: [BackupReport.File] = []
      if !schemas.isEmpty {
        files.append(try dump(.schemas(schemas), to: "\(directory)/schemas.dump", snapshot))
      }
      let tables = items.filter { $0.content == .table }
      if !tables.isEmpty {
        files.append(
          try dump(.tables(tables.map(\.table)), to: "\(directory)/tables.dump", snapshot))
      }
      for (number, item) in items.enumerated() where item.content != .table {
        progress.activity("backing up \(item.name)")
        // A name may hold what no file's may.
        let path = "\(directory)/\(number + 1)-\(item.name.fileName).sql"
        files.append(try RestoringScript(item, of: database.name).write(to: path, snapshot))
      }
      return files
    }
  }

  private func dump(
    _ extent: DumpFile.Extent, to path: String, _ snapshot: Snapshot
  ) throws -> BackupReport.File {
    let dump = try DumpFile(extent, of: database, at: path, on: snapshot.connection)
    progress.activity("backing up \(extent)")
    try dump.write(snapshot)
    progress.activity("reading the backup of \(extent) again")
    return try dump.verified(snapshot)
  }

  private static func failure(_ error: any Error) -> Problem {
    var problem = Problem.describing(error)
    problem.code = "backup.failed"
    problem.message = "no backup could be made: \(problem.message)"
    problem.notes.append("nothing was changed in the database")
    return problem
  }
}

/// One moment of a database, for this session and for programs that are told its name.
struct Snapshot {
  let connection: Connection
  let name: String
  /// In UTC, as `20261128T093000Z`.
  let time: String

  /// Opens a transaction that stays open for as long as the snapshot is wanted.
  init(on connection: Connection) throws {
    try connection.run(
      simple: """
        BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY; \
        SET LOCAL search_path TO pg_catalog; SET LOCAL DateStyle TO ISO, YMD; \
        SET LOCAL IntervalStyle TO postgres; SET LOCAL TimeZone TO 'UTC'; \
        SET LOCAL extra_float_digits TO 3; SET LOCAL bytea_output TO hex; \
        SET LOCAL idle_in_transaction_session_timeout TO 0
        """)
    let row = try connection.run(
      simple: """
        SELECT pg_export_snapshot(), \
        to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYYMMDD"T"HH24MISS"Z"')
        """
    ).first
    self.connection = connection
    name = row?.string(0) ?? ""
    time = row?.string(1) ?? ""
  }

  func count(rowsOf table: QualifiedName) throws(PostgresError) -> Int {
    let rows = try connection.run(simple: "SELECT count(*) FROM ONLY \(table.sql)")
    return rows.first?.int(0) ?? 0
  }
}

extension Database {
  fileprivate var fileName: String { name.fileName }
}

extension String {
  /// With `_` for what may mean something to a shell or a file system; 100 bytes at most.
  var fileName: String {
    String(
      String.UnicodeScalarView(
        unicodeScalars.map { scalar in
          let isPlain =
            scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
          return isPlain || scalar == "." || scalar == "-" ? scalar : "_"
        }
      ).prefix(100))
  }
}
