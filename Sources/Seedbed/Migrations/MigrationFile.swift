internal import JSON

/// One SQL file of a migration, not read yet.
public struct MigrationFile: Sendable, Hashable {
  /// For opening it.
  public let path: String
  /// Relative to the project's root, for people.
  public let name: String

  public init(path: String, name: String) {
    self.path = path
    self.name = name
  }

  /// The file's bytes as they are.
  func read() throws(Problem) -> [UInt8] {
    // Opening a named pipe would wait for somebody who writes into it.
    if let kind = FileStatus(path)?.kind, kind != .file {
      throw Problem(
        "migrate.unreadable_file", "this is not a file with SQL in it",
        hint: kind == .folder ? "it is a folder" : "it is a pipe, a socket or a device",
        at: .init(file: name))
    }
    do {
      var source = try FileSource(path: path)
      var bytes: [UInt8] = []
      while true {
        let room = max(bytes.count, 1 << 14)
        let piece = try [UInt8](unsafeUninitializedCapacity: room) { buffer, count in
          count = try source.read(into: UnsafeMutableRawBufferPointer(buffer))
        }
        if piece.isEmpty { return bytes }
        if bytes.isEmpty { bytes = piece } else { bytes += piece }
      }
    } catch {
      let reason = (error as? FileError)?.message ?? "\(type(of: error))"
      throw Problem(
        "migrate.unreadable_file", "the file cannot be read: \(reason)", at: .init(file: name))
    }
  }

  func location(line: Int? = nil, column: Int? = nil) -> Problem.Location {
    Problem.Location(file: name, line: line, column: column)
  }
}
