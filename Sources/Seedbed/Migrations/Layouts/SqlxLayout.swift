/// A folder of sqlx's: `NUMBER_name.sql`, or `NUMBER_name.up.sql` and `NUMBER_name.down.sql`.
struct SqlxLayout: MigrationLayoutReader {
  /// A file that begins with these bytes is run outside a transaction.
  static let noTransaction = "-- no-transaction"

  func migrations(
    in folder: MigrationFolder, entries: [MigrationFolder.Entry], problems: inout [Problem]
  ) throws(Problem) -> [Migration] {
    try DirectionPairs(in: folder, transaction: .unlessFirst(Self.noTransaction)).migrations(
      entries: entries, allowsUndirected: true, problems: &problems
    ) { name in
      folder.unknown(
        name, "\(name) is not a migration",
        hint: "in sqlx's layout it is NUMBER_name.sql, or NUMBER_name.up.sql and .down.sql")
    }
  }

  func precedes(_ one: Migration, _ other: Migration) -> Bool { precedesByNumber(one, other) }

  var formOfDown: String { "a NUMBER_name.down.sql beside its NUMBER_name.up.sql" }

  func template(_ new: NewMigrationParts) -> [(file: String, text: String)] {
    new.withDown
      ? DirectionPairs.template(new)
      : [("\(new.number)_\(new.name).sql", "-- \(new.title)\n")]
  }
}
