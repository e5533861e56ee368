/// A layout in which each entry of the folder stands for itself, so that several can be read at once.
protocol EntryLayoutReader: MigrationLayoutReader, Sendable {
  /// What an entry holds; adds a problem for everything that it does not understand.
  ///
  /// - Throws: what keeps it from being read.
  func migrations(
    of entry: MigrationFolder.Entry, in folder: MigrationFolder, problems: inout [Problem]
  ) throws(Problem) -> [Migration]

  /// What is wrong with migrations beside one another.
  func contradictions(among migrations: [Migration], in folder: MigrationFolder) -> [Problem]
}

extension EntryLayoutReader {
  func contradictions(among migrations: [Migration], in folder: MigrationFolder) -> [Problem] { [] }

  func migrations(
    in folder: MigrationFolder, entries: [MigrationFolder.Entry], problems: inout [Problem]
  ) -> [Migration] {
    let parts = AtOnce.map(entries) { part in
      var migrations: [Migration] = []
      var problems: [Problem] = []
      for entry in part {
        do throws(Problem) {
          migrations += try self.migrations(of: entry, in: folder, problems: &problems)
        } catch {
          problems += error.all
        }
      }
      return (migrations, problems)
    }
    let migrations = parts.flatMap(\.0)
    problems += parts.flatMap(\.1) + contradictions(among: migrations, in: folder)
    return migrations
  }
}
