/// A folder of Diesel's: `VERSION_name/up.sql` with `down.sql` and `metadata.toml` beside it.
struct DieselLayout: EntryLayoutReader {
  private static let metadata = "metadata.toml"

  func migrations(
    of entry: MigrationFolder.Entry, in folder: MigrationFolder, problems: inout [Problem]
  ) throws(Problem) -> [Migration] {
    // Files beside the migrations' folders Diesel does not read either.
    guard entry.isFolder else { return [] }
    let files = try folder.entries(of: "\(folder.path)/\(entry.name)").map(\.name)
    guard files.contains("up.sql") else {
      problems.append(
        Problem(
          "migrate.missing_file", "the folder has no up.sql",
          hint: "write it, or remove the folder",
          at: .init(file: "\(folder.name)/\(entry.name)")))
      return []
    }
    var transaction = TransactionRule.always
    do throws(Problem) {
      if files.contains(Self.metadata) {
        transaction = try Self.rule(in: folder.file("\(entry.name)/\(Self.metadata)"))
      }
    } catch {
      problems += error.all
    }
    return [
      try Migration(
        name: entry.name, version: Self.version(of: entry.name),
        file: folder.file("\(entry.name)/up.sql"),
        down: files.contains("down.sql")
          ? WayDown(folder.file("\(entry.name)/down.sql"), transaction: transaction) : nil,
        transaction: transaction)
    ]
  }

  func contradictions(among migrations: [Migration], in folder: MigrationFolder) -> [Problem] {
    folder.sharedVersions(migrations)
  }

  func precedes(_ one: Migration, _ other: Migration) -> Bool {
    one.version.precedesByBytes(other.version)
  }

  var formOfDown: String { "a down.sql beside its up.sql" }

  func template(_ new: NewMigrationParts) -> [(file: String, text: String)] {
    let folder = "\(new.number)_\(new.name)"
    return [("\(folder)/up.sql", "-- \(new.title)\n")]
      + (new.withDown ? [("\(folder)/down.sql", "-- Undo: \(new.title)\n")] : [])
  }

  /// `2023-01-01-120000_users` → `20230101120000`
  static func version(of name: String) -> String {
    String(name.prefix { $0 != "_" }.filter { $0 != "-" })
  }

  /// A metadata.toml without the key means no transaction, unlike no metadata.toml: so Diesel reads
  /// it.
  private static func rule(in file: MigrationFile) throws(Problem) -> TransactionRule {
    let lines = String(decoding: try file.read(), as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      if line.drop(while: \.isWhitespace).hasPrefix("[") { break }
      let sides = line.prefix { $0 != "#" }.split(separator: "=", maxSplits: 1).map {
        $0.filter { !$0.isWhitespace && $0 != "\"" }
      }
      guard sides.count == 2, sides[0] == "run_in_transaction" else { continue }
      switch sides[1] {
      case "true": return .always
      case "false": return .never
      default:
        throw Problem(
          "migrate.annotation", "run_in_transaction is neither true nor false",
          at: file.location(line: index + 1), excerpt: String(line))
      }
    }
    return .never
  }
}
