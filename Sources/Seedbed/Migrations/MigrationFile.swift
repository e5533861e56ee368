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
    let status = FileStatus(path)
    if let kind = status?.kind, kind != .file {
      throw Problem(
        "migrate.unreadable_file", "this is not a file with SQL in it",
        hint: kind == .folder ? "it is a folder" : "it is a pipe, a socket or a device",
        at: .init(file: name))
    }
    do {
      var source = try FileSource(path: path)
      let size = status?.size ?? 0
      return try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        while count < size {
          let rest = UnsafeMutableRawBufferPointer(
            rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
          let read = try source.read(into: rest)
          if read == 0 { break }
          count += read
        }
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
