internal import FoundationEssentials

/// The folder of fixtures: which files there are, and in which layer.
public struct FixtureFolder: Sendable {
  public let path: String
  /// Relative to the project's root, for people.
  public let name: String
  public let environment: String
  /// Every environment that the project knows; a folder of fixtures named otherwise is a mistake.
  public let environments: [String]

  public init(path: String, name: String, environment: String, environments: [String]) {
    self.path = path
    self.name = name
    self.environment = environment
    self.environments = environments
  }

  /// The fixture files of this environment: the base first, each layer by name.
  ///
  /// Order inside a layer has no meaning for the rows; it makes messages the same on every machine.
  ///
  /// - Throws: all names that are no fixture's, together.
  public func files() throws -> [FixtureFile] {
    var problems: [Problem] = []
    var files = try fixtures(in: path, name: name, layer: .base, problems: &problems)
    for folder in try entries(of: path) where FileStatus.isFolder("\(path)/\(folder)") {
      let inside = "\(path)/\(folder)"
      if folder == environment {
        files += try fixtures(
          in: inside, name: "\(name)/\(folder)", layer: .environment, problems: &problems)
      } else if !environments.contains(folder), try holdsFixtures(inside) {
        problems.append(unknownFolder(folder))
      }
    }
    if let problem = Problem.together(problems) { throw problem }
    return files
  }

  private func fixtures(
    in folder: String, name: String, layer: Layer, problems: inout [Problem]
  ) throws -> [FixtureFile] {
    var files: [FixtureFile] = []
    for entry in try entries(of: folder) {
      let isFolder = FileStatus.isFolder("\(folder)/\(entry)")
      switch FileName(entry) {
      case _ where isFolder && entry == environment: break
      case .fixture(let table, let format, let isCompressed):
        files.append(
          FixtureFile(
            .file("\(folder)/\(entry)"), name: "\(name)/\(entry)", folder: folder, format: format,
            isCompressed: isCompressed, layer: layer, tableName: table))
      case .foreign where isFolder: break
      case .foreign(let hint):
        problems.append(
          Problem(
            "seed.unknown_file", "\(entry) is not a fixture file", hint: hint,
            at: .init(file: "\(name)/\(entry)")))
      case .other: break
      }
    }
    return files
  }

  private func entries(of folder: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw Problem(
        "seed.unreadable_folder", "the folder of fixtures cannot be read",
        hint: "`seedbed init` makes one", at: .init(file: name))
    }
  }

  private func holdsFixtures(_ folder: String) throws -> Bool {
    try entries(of: folder).contains { entry in
      if case .fixture = FileName(entry) { true } else { false }
    }
  }

  private func unknownFolder(_ folder: String) -> Problem {
    Problem(
      "seed.unknown_environment", "there is no environment \"\(folder)\", but a folder of fixtures",
      hint: Suggestion.hint(for: folder, among: environments),
      at: .init(file: "\(name)/\(folder)"))
  }
}
