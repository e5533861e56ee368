/// A folder of goose's: `NUMBER_name.sql`, both directions in one file, told apart by annotations.
struct GooseLayout: MigrationLayoutReader {
  static let mark = "+goose"

  func migrations(
    in folder: MigrationFolder, entries: [MigrationFolder.Entry], problems: inout [Problem]
  ) throws(Problem) -> [Migration] {
    var migrations: [Migration] = []
    for entry in entries where !entry.isFolder {
      if Self.isGoMigration(entry.name) {
        problems.append(
          folder.unknown(
            entry.name, "\(entry.name) is a migration in Go, and Seedbed runs SQL",
            hint: "write what it does as SQL; one that has been run may go"))
      }
      // What is no SQL goose does not read either: the Go file that embeds the folder, notes.
      guard entry.name.hasSuffix(".sql") else { continue }
      guard let name = NumberedFile(entry.name), name.version != "0" else {
        problems.append(
          folder.unknown(
            entry.name, "\(entry.name) is not a migration",
            hint: "in goose's layout a migration is NUMBER_name.sql, from 1"))
        continue
      }
      let file = folder.file(entry.name)
      do throws(Problem) {
        let sections = try GooseSections(file.read(), of: file)
        migrations.append(
          Migration(
            name: String(entry.name.dropLast(4)), version: name.version, file: file,
            down: sections.down.map {
              WayDown(file, part: $0, transaction: sections.transaction)
            },
            text: sections.up,
            reading: { () throws(Problem) in try GooseSections(file.read(), of: file).up },
            transaction: sections.transaction))
      } catch {
        problems += error.all
      }
    }
    problems += folder.sharedVersions(migrations)
    return migrations
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
