/// Migrations whose two directions are two files, matched by their number.
struct DirectionPairs {
  let folder: MigrationFolder
  let transaction: TransactionRule

  init(in folder: MigrationFolder, transaction: TransactionRule) {
    self.folder = folder
    self.transaction = transaction
  }

  /// - Parameter allowsUndirected: whether `NUMBER_name.sql` is a migration without a way down.
  func migrations(
    entries: [MigrationFolder.Entry], allowsUndirected: Bool = false, problems: inout [Problem],
    unknown: (String) -> Problem
  ) throws(Problem) -> [Migration] {
    var ups: [(NumberedFile, MigrationFile)] = []
    var downs: [String: MigrationFile] = [:]
    for entry in entries where !entry.isFolder && entry.name.hasSuffix(".sql") {
      guard let name = NumberedFile(entry.name), allowsUndirected || name.direction != nil else {
        problems.append(unknown(entry.name))
        continue
      }
      let file = folder.file(entry.name)
      guard name.direction == .down else {
        ups.append((name, file))
        continue
      }
      if let other = downs.updateValue(file, forKey: name.version) {
        problems.append(
          Problem(
            "migrate.duplicate_version", "two ways down have the number \(name.version)",
            hint: "give one of them another", at: file.location(),
            notes: ["the other: \(other.name)"]
          ))
      }
    }
    var migrations: [Migration] = []
    for (name, file) in ups {
      let down = downs[name.version].map { WayDown($0, transaction: transaction) }
      migrations.append(
        try Migration(
          name: name.stem, version: name.version, file: file, down: down, transaction: transaction))
    }
    let versions = Set(migrations.map(\.version))
    for (version, file) in downs.sorted(by: { $0.value.name < $1.value.name })
    where !versions.contains(version) {
      problems.append(
        Problem(
          "migrate.missing_file", "there is a way down, and no way up with the number \(version)",
          hint: "write it, or remove this file", at: file.location()))
    }
    problems += folder.sharedVersions(migrations)
    return migrations
  }

  static func template(_ new: NewMigrationParts) -> [(file: String, text: String)] {
    let stem = "\(new.number)_\(new.name)"
    return [("\(stem).up.sql", "-- \(new.title)\n")]
      + (new.withDown ? [("\(stem).down.sql", "-- Undo: \(new.title)\n")] : [])
  }
}
