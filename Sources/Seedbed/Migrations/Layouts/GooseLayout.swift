/// A folder of goose's: `NUMBER_name.sql`, both directions in one file, told apart by annotations.
struct GooseLayout: EntryLayoutReader {
  static let mark = "+goose"

  func migrations(
    of entry: MigrationFolder.Entry, in folder: MigrationFolder, problems: inout [Problem]
  ) throws(Problem) -> [Migration] {
    if entry.isFolder { return [] }
    if Self.isGoMigration(entry.name) {
      problems.append(
        folder.unknown(
          entry.name, "\(entry.name) is a migration in Go, and Seedbed runs SQL",
          hint: "write what it does as SQL; one that has been run may go"))
    }
    // What is no SQL goose does not read either: the Go file that embeds the folder, notes.
    guard entry.name.utf8.ends(with: ".sql") else { return [] }
    guard let name = NumberedFile(entry.name), name.version != "0" else {
      problems.append(
        folder.unknown(
          entry.name, "\(entry.name) is not a migration",
          hint: "in goose's layout a migration is NUMBER_name.sql, from 1"))
      return []
    }
    let file = folder.file(entry.name)
    let sections = try GooseSections(file.read(), of: file)
    return [
      Migration(
        name: String(entry.name.dropLast(4)), version: name.version, file: file,
        down: sections.down.map { WayDown(file, part: $0, transaction: sections.transaction) },
        text: sections.up,
        reading: { () throws(Problem) in try GooseSections(file.read(), of: file).up },
        transaction: sections.transaction)
    ]
  }

  func contradictions(among migrations: [Migration], in folder: MigrationFolder) -> [Problem] {
    folder.sharedVersions(migrations)
  }

  func precedes(_ one: Migration, _ other: Migration) -> Bool { precedesByNumber(one, other) }

  var formOfDown: String { "it below `-- +goose Down`" }

  func template(_ new: NewMigrationParts) -> [(file: String, text: String)] {
    let text = "-- +goose Up\n-- \(new.title)\n" + (new.withDown ? "\n-- +goose Down\n" : "")
    return [("\(new.number)_\(new.name).sql", text)]
  }

  private static func isGoMigration(_ name: String) -> Bool {
    name.hasSuffix(".go") && !name.hasSuffix("_test.go")
      && NumberedFile(name.dropLast(3) + ".sql") != nil
  }
}
