/// A folder of dbmate's: `NUMBERname.sql`, both directions in one file below `-- migrate:up` and
/// `-- migrate:down`.
struct DbmateLayout: MigrationLayoutReader {
  static let mark = "migrate:"

  func migrations(
    in folder: MigrationFolder, entries: [MigrationFolder.Entry], problems: inout [Problem]
  ) throws(Problem) -> [Migration] {
    var migrations: [Migration] = []
    for entry in entries where !entry.isFolder && entry.name.hasSuffix(".sql") {
      guard let name = NumberedFile(entry.name, separator: nil) else {
        problems.append(
          folder.unknown(
            entry.name, "\(entry.name) is not a migration",
            hint: "in dbmate's layout a migration is NUMBER_name.sql"))
        continue
      }
      let file = folder.file(entry.name)
      do throws(Problem) {
        let text = try file.read()
        let sections = try DbmateSections(text, of: file)
        migrations.append(
          Migration(
            name: String(entry.name.dropLast(4)), version: name.digits, file: file,
            down: sections.down, text: sections.up,
            reading: { () throws(Problem) in try DbmateSections(file.read(), of: file).up },
            transaction: sections.transaction))
      } catch {
        problems += error.all
      }
    }
    problems += folder.sharedVersions(migrations)
    return migrations
  }

  func precedes(_ one: Migration, _ other: Migration) -> Bool {
    one.name.utf8.lexicographicallyPrecedes(other.name.utf8)
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
