/// A folder of dbmate's: `NUMBERname.sql`, both directions in one file below `-- migrate:up` and
/// `-- migrate:down`.
struct DbmateLayout: EntryLayoutReader {
  static let mark = "migrate:"

  func migrations(
    of entry: MigrationFolder.Entry, in folder: MigrationFolder, problems: inout [Problem]
  ) throws(Problem) -> [Migration] {
    guard !entry.isFolder, entry.name.utf8.ends(with: ".sql") else { return [] }
    guard let name = NumberedFile(entry.name, separator: nil) else {
      problems.append(
        folder.unknown(
          entry.name, "\(entry.name) is not a migration",
          hint: "in dbmate's layout a migration is NUMBER_name.sql"))
      return []
    }
    let file = folder.file(entry.name)
    let sections = try DbmateSections(file.read(), of: file)
    return [
      Migration(
        name: String(entry.name.dropLast(4)), version: name.digits, file: file,
        down: sections.down, text: sections.up,
        reading: { () throws(Problem) in try DbmateSections(file.read(), of: file).up },
        transaction: sections.transaction)
    ]
  }

  func contradictions(among migrations: [Migration], in folder: MigrationFolder) -> [Problem] {
    folder.sharedVersions(migrations)
  }

  func precedes(_ one: Migration, _ other: Migration) -> Bool {
    one.name.precedesByBytes(other.name)
  }

  var formOfDown: String { "it below `-- migrate:down`" }

  func template(_ new: NewMigrationParts) -> [(file: String, text: String)] {
    // dbmate wants the second block even where it is empty.
    [
      (
        "\(new.number)_\(new.name).sql",
        "-- migrate:up\n-- \(new.title)\n\n-- migrate:down\n"
      )
    ]
  }
}
