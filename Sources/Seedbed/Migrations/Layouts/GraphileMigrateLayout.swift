/// A folder of graphile-migrate's: `committed/000001-name.sql`, each with the hash of the one before.
///
/// What is being worked on, `current.sql`, is no migration until it is committed.
struct GraphileMigrateLayout: MigrationLayoutReader {
  static let committed = "committed"

  func migrations(
    in folder: MigrationFolder, entries: [MigrationFolder.Entry], problems: inout [Problem]
  ) throws(Problem) -> [Migration] {
    guard entries.contains(where: { $0.name == Self.committed && $0.isFolder }) else { return [] }
    var migrations: [Migration] = []
    for entry in try folder.entries(of: "\(folder.path)/\(Self.committed)") {
      let inside = "\(Self.committed)/\(entry.name)"
      guard !entry.isFolder, entry.name.hasSuffix(".sql") else { continue }
      guard let name = Self.numbered(entry.name) else {
        problems.append(
          folder.unknown(
            inside, "\(entry.name) is not a committed migration",
            hint: "in graphile-migrate's layout it is NUMBER.sql or NUMBER-name.sql"))
        continue
      }
      let file = folder.file(inside)
      do throws(Problem) {
        let text = try file.read()
        let header = try GraphileHeader(text, of: file)
        migrations.append(
          Migration(
            name: name.stem, version: "\(name.digits).sql", file: file, text: text,
            reading: file.read,
            transaction: header.hasTransaction ? .always : .never))
      } catch {
        problems += error.all
      }
    }
    problems += folder.sharedVersions(migrations)
    migrations.sort(by: precedes)
    problems += Self.breaks(in: migrations)
    return migrations
  }

  func precedes(_ one: Migration, _ other: Migration) -> Bool {
    LocaleOrder(one.version) < LocaleOrder(other.version)
  }

  func doubts(about pending: [Migration]) -> [Problem] {
    pending.compactMap { migration in
      guard let header = try? GraphileHeader(migration.text(), of: migration.file) else {
        return nil
      }
      if let (line, name) = header.placeholder {
        return Problem(
          "migrate.placeholder", "the value of \(name) is not put in", hint: "write it out",
          at: migration.file.location(line: line))
      }
      if header.allowsInvalidHash || header.hash == header.computedHash { return nil }
      return Problem(
        "migrate.edited", "\(migration.name) was changed after it was committed",
        hint: "restore the file, or write --! AllowInvalidHash at its top",
        at: migration.file.location(), exitStatus: .attention)
    }
  }

  var formOfDown: String { "one by hand: graphile-migrate has none" }

  func template(_ new: NewMigrationParts) -> [(file: String, text: String)] {
    [("current.sql", "-- \(new.title)\n")]
  }

  private static func numbered(_ name: String) -> NumberedFile? {
    guard let file = NumberedFile(name, separator: nil) else { return nil }
    return file.direction == nil && (file.title.isEmpty || file.title.hasPrefix("-")) ? file : nil
  }

  /// Where the chain of hashes is broken.
  private static func breaks(in migrations: [Migration]) -> [Problem] {
    var previous: String?
    return migrations.compactMap { migration in
      guard let header = try? GraphileHeader(migration.text(), of: migration.file) else {
        return nil
      }
      defer { previous = header.hash }
      if header.previousHash == previous { return nil }
      return Problem(
        "migrate.broken_chain",
        "the migration before \(migration.name) is not the one that it was committed after",
        hint: "bring the folder up to date, or commit it again with graphile-migrate",
        at: migration.file.location(line: 1))
    }
  }
}
