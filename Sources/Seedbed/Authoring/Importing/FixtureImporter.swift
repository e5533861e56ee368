internal import JSON
public import Postgres

/// Makes fixtures from the seed files of other tools, by what the live catalog says of their tables.
///
/// CSV is read as a stream; Django's and Rails' files, whose records refer to one another, are read
/// whole.
public struct FixtureImporter {
  let project: Project
  let connection: Connection
  let schemas: [String]
  /// What the files are; nil goes by their names' endings.
  public var format: ForeignFormat?
  /// The table, where the files' names or contents do not say it.
  public var table: String?
  /// Replaces fixtures that are there.
  public var overwrites = false

  /// - Parameters:
  ///   - paths: from the working folder.
  ///   - folder: where the fixtures go.
  /// - Throws: what keeps a file from being read, or a fixture from being written; then no fixture
  ///   was written.
  public func run(_ paths: [String], into folder: String) throws -> ImportReport {
    var byFormat: [ForeignFormat: [ForeignFile]] = [:]
    for path in paths {
      let file = ForeignFile(path: Folder.absolute(path), name: path)
      guard let format = format ?? ForeignFormat(ending: path) else {
        throw Problem(
          "import.unknown_format", "\(path) does not say what it is",
          hint: "name it: --from csv, --from django or --from rails")
      }
      byFormat[format, default: []].append(file)
    }
    let output = ImportOutput(
      project: project, folder: folder, schemas: schemas, overwrites: overwrites)
    for format in ForeignFormat.allCases {
      guard let files = byFormat[format] else { continue }
      switch format {
      case .csv:
        let importer = CSVImporter(catalogOf: catalog, table: table)
        for file in files { try importer.read(file, into: output) }
      case .django:
        try DjangoImporter(catalogOf: catalog, table: table).read(files, into: output)
      case .rails:
        try RailsImporter(catalogOf: catalog, table: table).read(files, into: output)
      }
    }
    return try output.finish()
  }

  private func catalog(_ names: [String]) throws -> Catalog {
    try AuthoringCatalog(connection: connection, schemas: schemas).read(names)
  }
}

/// The seed files of other tools that can be taken over.
public enum ForeignFormat: String, Sendable, CaseIterable {
  case csv, django, rails

  init?(ending path: String) {
    switch path.split(separator: ".").last?.lowercased() {
    case "csv", "tsv": self = .csv
    case "json", "jsonl": self = .django
    case "yml", "yaml": self = .rails
    default: return nil
    }
  }
}

/// A file that is taken over.
struct ForeignFile {
  let path: String
  /// As it was given.
  let name: String

  /// `test/fixtures/users.yml` → `users`.
  var stem: String {
    let last = Folder.name(of: path)
    return last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
  }

  func location(_ line: Int? = nil, _ column: Int? = nil) -> Problem.Location {
    .init(file: name, line: line, column: column)
  }

  func unreadable(_ error: FileError) -> Problem {
    Problem(
      "import.unreadable_file", "\(name) cannot be read: \(error.message)", at: location())
  }
}

extension Project {
  public func importer(of database: Database, on connection: Connection) -> FixtureImporter {
    FixtureImporter(project: self, connection: connection, schemas: schemas(of: database))
  }
}
