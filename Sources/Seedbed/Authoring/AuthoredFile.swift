internal import Postgres

/// A fixture that Seedbed writes for a table: where it goes, and under which name.
struct AuthoredFile {
  /// Absolute.
  let path: String
  /// Relative to the project's root.
  let name: String
  /// The table as the fixture names it: without its schema where that is one of those searched.
  let table: String
  /// What `$table` has to say; nil where the file's name says it.
  let tableOption: String?

  /// - Parameter folder: the layer's folder, absolute.
  init(for table: Table, in folder: String, of project: Project, schemas: [String]) {
    self.table = Self.written(table, schemas: schemas)
    let stem = String(self.table.map { $0 == "/" || $0 == "\0" ? "_" : $0 })
    let hidden = stem.hasPrefix(".") ? "_" + stem : stem
    tableOption = FileName.table(hidden) == self.table ? nil : self.table
    path = "\(folder)/\(hidden).json"
    name = project.relative(path)
  }

  /// The name under which a fixture means this table.
  static func written(_ table: Table, schemas: [String]) -> String {
    // In a later schema, a table of the same name in an earlier one would be meant.
    table.name.schema == schemas.first && !table.name.name.contains(".")
      ? table.name.name : table.name.description
  }

  var exists: Bool { FileStatus(path, followingLinks: false) != nil }

  var alreadyThere: Problem {
    Problem("seed.exists", "\(name) is there already", at: .init(file: name))
  }
}

extension Project {
  /// The folder that a new fixture goes into: the base, or the environment's own where the
  /// environment was chosen for it.
  public func authoredLayer(chosen: Bool) -> String {
    chosen ? "\(seedsFolder)/\(environment.name)" : seedsFolder
  }
}
