public import JSON

/// A backup that was made and read again.
public struct BackupReport: Report, Sendable {
  /// One file of it.
  public struct File: Sendable {
    /// Absolute.
    public let path: String
    public let bytes: Int
    /// SHA-256, in lower-case hexadecimal.
    public let checksum: String
    public let parts: [Part]
    /// For a shell, with the database's URL in `DATABASE_URL`.
    public let restore: String

    init(_ path: String, parts: [Part], restore: String) throws(Problem) {
      self.path = path
      self.parts = parts
      self.restore = restore
      (checksum, bytes) = try FileChecksum.of(path)
    }
  }

  /// What a file holds: a database, schema, table, rows or column, by name.
  public struct Part: Sendable {
    public let kind: String
    public let name: String
    public let rows: Int
  }

  public let database: String
  /// Absolute.
  public let directory: String
  /// The moment of its snapshot in UTC, as `20261128T093000Z`.
  public let takenAt: String
  public let files: [File]
  public let seconds: Double

  public var bytes: Int { files.map(\.bytes).reduce(0, +) }

  /// `{"directory","takenAt","files":[{"file","bytes","sha256","holds":[{"kind","name","rows"}],
  /// "restore"}],"durationMs"}`
  public var json: JSONValue { .object(body) }

  var body: JSONObject {
    [
      "directory": .string(directory), "takenAt": .string(takenAt),
      "files": .array(files.map { Self.json($0, named: $0.path) }),
      "durationMs": .milliseconds(seconds),
    ]
  }

  /// What lies beside the files, for whoever finds them years later.
  var manifest: JSONValue {
    [
      "database": .string(database), "takenAt": .string(takenAt),
      "files": .array(files.map { Self.json($0, named: Folder.name(of: $0.path)) }),
    ]
  }

  private static func json(_ file: File, named name: String) -> JSONValue {
    [
      "file": .string(name), "bytes": .number(file.bytes), "sha256": .string(file.checksum),
      "holds": .array(
        file.parts.map {
          ["kind": .string($0.kind), "name": .string($0.name), "rows": .number($0.rows)]
        }),
      "restore": .string(file.restore),
    ]
  }

  public func text(_ style: Style) -> String {
    let parts = files.flatMap(\.parts).map { "\($0.kind) \($0.name), \($0.rows.rows)" }
    let restores = files.map { style.dim("to restore: ") + $0.restore }
    let head = SummaryLine.text(
      "backup", "\(bytes.byteCount) in \(directory)", seconds: seconds, style)
    return ([head] + (parts + restores).map { "  \($0)" }).joined(separator: "\n")
  }
}

extension Int {
  /// `512 bytes`, `48 GB`: two or three digits of the largest fitting unit.
  var byteCount: String {
    let units = ["kB", "MB", "GB", "TB", "PB"]
    guard self >= 1000 else { return "\(self) bytes" }
    var value = Double(self) / 1000
    var unit = 0
    while value >= 999.5, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    let tenths = Int((value * 10).rounded())
    let shown = value < 9.95 ? "\(tenths / 10).\(tenths % 10)" : "\(Int(value.rounded()))"
    return "\(shown) \(units[unit])"
  }
}
