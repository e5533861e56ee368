internal import Postgres

/// A file that pg_dump writes and pg_restore reads.
struct DumpFile {
  enum Extent: CustomStringConvertible {
    case database
    case schemas([String])
    case tables([StoredTable])

    var description: String {
      switch self {
      case .database: "the database"
      case .schemas(let names): "schema \(names.joined(separator: ", "))"
      case .tables(let tables): tables.map(\.name.description).joined(separator: ", ")
      }
    }
  }

  private let extent: Extent
  private let path: String
  private let program: DumpProgram
  private let target: ConnectionTarget

  init(
    _ extent: Extent, of database: Database, at path: String, on connection: Connection
  ) throws {
    self.extent = extent
    self.path = path
    program = try DumpProgram(forServer: connection.serverVersion / 10_000)
    target = try database.target()
  }

  func write(_ snapshot: Snapshot) throws(Problem) {
    try FileDraft(for: path, mode: 0o600).replace()
    // Whoever waits for a lock on a table makes everybody else wait.
    let arguments = [
      "--format=custom", "--snapshot=\(snapshot.name)", "--lock-wait-timeout=10s", "--file=\(path)",
    ]
    try run("pg_dump", arguments + chosen + [target.url()])
  }

  /// Reads the whole file as pg_restore would, and counts its rows.
  ///
  /// - Throws: where it does not hold as many rows as its snapshot does.
  func verified(_ snapshot: Snapshot) throws -> BackupReport.File {
    var counter = DumpedRows()
    try run("pg_restore", ["--data-only", "--file=-", path]) { counter.read($0) }
    var parts: [BackupReport.Part] = []
    switch extent {
    case .database:
      parts = [.init(kind: "database", name: snapshot.connection.database, rows: counter.total)]
    case .schemas(let names):
      parts = names.map { name in
        .init(kind: "schema", name: name, rows: counter.total(inSchema: name))
      }
    case .tables(let tables):
      for table in tables {
        var rows = 0
        // A partitioned table has none of its own, and an inherited one's are in tables beside it.
        for part in table.parts {
          let expected = try snapshot.count(rowsOf: part)
          let found = counter.rows[part] ?? 0
          guard found == expected else {
            throw Problem(
              "backup.incomplete", "the file holds \(found.rows) of \(part), the table \(expected)")
          }
          rows += found
        }
        parts.append(.init(kind: "table", name: table.name.description, rows: rows))
      }
    }
    return try BackupReport.File(
      path, parts: parts,
      restore: "pg_restore --single-transaction --dbname \"$DATABASE_URL\" \(path.shellQuoted)")
  }

  /// A name in quotes is taken as it is (manual, psql, "Patterns").
  private var chosen: [String] {
    switch extent {
    case .database: []
    case .schemas(let names): names.map { "--schema=\(quoted(identifier: $0))" }
    case .tables(let tables): tables.flatMap(\.parts).map { "--table=\($0.sql)" }
    }
  }

  private func run(
    _ name: String, _ arguments: [String], receive: ((ArraySlice<UInt8>) -> Void)? = nil
  ) throws(Problem) {
    var environment = ProcessEnvironment.current
    if let password = target["password"] { environment["PGPASSWORD"] = password }
    let path = "\(Folder.parent(of: program.path))/\(name)"
    let outcome = try ChildProcess(path, arguments, environment: environment)
      .run(receive: receive)
    guard !outcome.succeeded else { return }
    let said = outcome.errors.split(separator: "\n").map(String.init)
    throw Problem(
      "backup.\(name)", "\(name) failed: \(said.first ?? "exit code \(outcome.status)")",
      notes: Array(said.dropFirst().prefix(5)))
  }
}

extension String {
  /// One word for a shell.
  var shellQuoted: String {
    let isPlain = unicodeScalars.allSatisfy { scalar in
      scalar.isASCII
        && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "/._-+:@%".unicodeScalars.contains(scalar))
    }
    return isPlain && !isEmpty ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}
