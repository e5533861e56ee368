internal import JSON

/// One file of fixtures, not yet read.
public struct FixtureFile: Sendable, Hashable {
  /// For opening it.
  public let path: String
  /// Relative to the project's root, for people.
  public let name: String
  public let format: Format
  public let layer: Layer
  /// The table that the file's name stands for: without a leading number and the extensions.
  public let tableName: String
  /// In bytes.
  public let size: Int

  public enum Format: Sendable, Hashable { case json, jsonLines }

  /// The folder that it stands in, which `$file` is relative to.
  public var folder: String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  /// A scanner from the file's beginning.
  func scanner() throws -> JSONScanner { JSONScanner(try FileSource(path: path)) }

  func location(_ position: TextPosition) -> Problem.Location {
    Problem.Location(file: name, line: position.line, column: position.column)
  }
}

/// Files that are laid over those before them, field by field.
public enum Layer: Int, Sendable, Hashable, Comparable {
  /// Every environment's.
  case base
  /// One environment's own.
  case environment

  public static func < (one: Layer, other: Layer) -> Bool { one.rawValue < other.rawValue }
}
