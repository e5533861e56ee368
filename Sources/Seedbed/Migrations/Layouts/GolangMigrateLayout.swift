/// A folder of golang-migrate's: `NUMBER_name.up.sql` and, for the way down, `NUMBER_name.down.sql`.
struct GolangMigrateLayout: MigrationLayoutReader {
  func migrations(
    in folder: MigrationFolder, entries: [MigrationFolder.Entry], problems: inout [Problem]
  ) throws(Problem) -> [Migration] {
    try DirectionPairs(in: folder, transaction: .always).migrations(
      entries: entries, problems: &problems
    ) { name in
      folder.unknown(
        name, "\(name) is not a migration",
        hint: "in golang-migrate's layout it is NUMBER_name.up.sql or NUMBER_name.down.sql")
    }
  }

  func precedes(_ one: Migration, _ other: Migration) -> Bool { precedesByNumber(one, other) }

  var formOfDown: String { "a NUMBER_name.down.sql beside it" }

  func template(_ new: NewMigrationParts) -> [(file: String, text: String)] {
    DirectionPairs.template(new)
  }
}
