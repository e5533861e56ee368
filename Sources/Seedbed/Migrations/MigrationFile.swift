internal import JSON
internal import SQLScript

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

  /// Longer files are not held in memory.
  static let limit = 1 << 20

  /// The file's bytes as they are.
  func read() throws(Problem) -> SourceText {
    do {
      let file = try RegularFile(path)
      if file.size > Self.limit, let copy = try PrivateCopy.text(of: file) { return copy }
      let again = try file.size > Self.limit ? RegularFile(path) : file
      return try SourceText(capacity: again.size) { try again.read(into: $0) }
    } catch let error as RegularFile.NotAFile {
      throw Problem(
        "migrate.unreadable_file", "this is not a file with SQL in it",
        hint: error.kind == .folder ? "it is a folder" : "it is a pipe, a socket or a device",
        at: .init(file: name))
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
