/// A folder that Prisma made: every folder in it is a migration, whatever its name.
struct PrismaLayout: EntryLayoutReader {
  static let lockFile = "migration_lock.toml"

  func migrations(
    of entry: MigrationFolder.Entry, in folder: MigrationFolder, problems: inout [Problem]
  ) throws(Problem) -> [Migration] {
    if entry.isFolder { return try read(entry.name, in: folder, problems: &problems) }
    if entry.name == Self.lockFile {
      if let problem = try wrongProvider(in: folder) { problems.append(problem) }
    } else if entry.name.hasSuffix(".sql") {
      problems.append(
        Problem(
          "migrate.unknown_file", "\(entry.name) stands outside a migration's folder",
          hint: "in Prisma's layout a migration is TIMESTAMP_name/migration.sql",
          at: .init(file: "\(folder.name)/\(entry.name)")))
    }
    return []
  }

  /// Beside `migration.sql` people keep scripts and notes, and Prisma reads none of them.
  private func read(
    _ name: String, in folder: MigrationFolder, problems: inout [Problem]
  ) throws(Problem) -> [Migration] {
    let files = try folder.entries(of: "\(folder.path)/\(name)").map(\.name)
    guard files.contains("migration.sql") else {
      problems.append(
        Problem(
          "migrate.missing_file", "the folder has no migration.sql",
          hint: "write it, or remove the folder", at: .init(file: "\(folder.name)/\(name)")))
      return []
    }
    return [
      try Migration(
        name: name, version: name, file: folder.file("\(name)/migration.sql"),
        down: files.contains("down.sql") ? WayDown(folder.file("\(name)/down.sql")) : nil)
    ]
  }

  var formOfDown: String { "a down.sql beside its migration.sql" }

  func precedes(_ one: Migration, _ other: Migration) -> Bool {
    LocaleOrder(one.name) < LocaleOrder(other.name)
  }

  /// Versions of Prisma differ: one sorts by bytes, another as JavaScript's `localeCompare` does.
  func doubts(about pending: [Migration]) -> [Problem] {
    let doubt = zip(pending, pending.dropFirst()).first { one, next in
      next.name.precedesByBytes(one.name)
    }
    guard let (one, next) = doubt else { return [] }
    return [
      Problem(
        "migrate.uncertain_order",
        "the order of \"\(one.name)\" and \"\(next.name)\" depends on the version of Prisma",
        hint: "rename one so that both begin with numbers of the same length",
        at: next.file.location())
    ]
  }

  private func wrongProvider(in folder: MigrationFolder) throws(Problem) -> Problem? {
    let file = folder.file(Self.lockFile)
    let lines = String(decoding: try file.read(), as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let words = line.split { $0 == " " || $0 == "=" || $0 == "\"" || $0 == "\t" }
      guard words.first == "provider", words.count > 1 else { continue }
      if ["postgresql", "postgres", "cockroachdb"].contains(words[1]) { return nil }
      return Problem(
        "migrate.other_database", "these migrations are written for \(words[1])",
        hint: "Seedbed runs migrations for PostgreSQL", at: file.location(line: index + 1),
        excerpt: String(line))
    }
    return nil
  }
}
