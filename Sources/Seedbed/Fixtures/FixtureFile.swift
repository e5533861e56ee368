internal import JSON

/// One file of fixtures, not yet read.
public struct FixtureFile: Sendable, Hashable {
  /// Relative to the project's root, for people; `-` for standard input.
  public let name: String
  /// What `$file` is relative to: the folder that it stands in.
  public let folder: String
  public let format: Format
  /// Whether its text is compressed with gzip.
  public let isCompressed: Bool
  public let layer: Layer
  /// The table that the file's name stands for: without a leading number and the extensions.
  public let tableName: String
  /// The bytes of its text; at least `measuredSize` of a compressed one that unpacks to more.
  public let size: Int
  private let content: FixtureContent

  public enum Format: Sendable, Hashable { case json, jsonLines }

  init(
    _ content: FixtureContent, name: String, folder: String, format: Format, isCompressed: Bool,
    layer: Layer, tableName: String
  ) {
    self.content = content
    self.name = name
    self.folder = folder
    self.format = format
    self.isCompressed = isCompressed
    self.layer = layer
    self.tableName = tableName
    size = isCompressed ? content.unpackedSize(upTo: Self.measuredSize) : content.size
  }

  /// One fixture by its path, wherever it lies.
  ///
  /// - Throws: a `Problem` where its name is no fixture's.
  init(path: String, name: String) throws(Problem) {
    guard case .fixture(let table, let format, let isCompressed) = FileName(Folder.name(of: path))
    else {
      throw Problem(
        "seed.unknown_file", "\(name) is not a fixture file",
        hint: "fixtures end in .json or .jsonl", at: .init(file: name))
    }
    self.init(
      .file(path), name: name, folder: Folder.parent(of: path), format: format,
      isCompressed: isCompressed, layer: .base, tableName: table)
  }

  /// A compressed text is unpacked so far to learn its size, so that a small one is known to be
  /// small, and one of gigabytes costs no more than this.
  static let measuredSize = 4 << 20

  /// A scanner from the file's beginning, in whose errors it is named.
  func scanner() throws -> JSONScanner { JSONScanner(try FixtureSource(self, content)) }

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
