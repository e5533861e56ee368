/// A folder of Flyway's: `V1__name.sql`, its undo `U1__name.sql` and repeatable `R__name.sql`, in
/// folders below one another as one likes.
struct FlywayLayout: MigrationLayoutReader {
  private struct Script {
    let name: FlywayName
    let stem: String
    let file: MigrationFile
    let settings: FlywaySettings
  }

  func migrations(
    in folder: MigrationFolder, entries: [MigrationFolder.Entry], problems: inout [Problem]
  ) throws(Problem) -> [Migration] {
    let files = try Self.files(below: "", entries, folder)
    var scripts: [Script] = []
    for inside in files where inside.hasSuffix(".sql") {
      let stem = String((inside.split(separator: "/").last ?? "").dropLast(4))
      guard let name = FlywayName(stem + ".sql"), name.kind != .baseline else {
        problems.append(Self.unknown(inside, stem, folder))
        continue
      }
      do throws(Problem) {
        let settings = try FlywaySettings(
          of: files.contains(inside + ".conf") ? folder.file(inside + ".conf") : nil)
        scripts.append(
          Script(name: name, stem: stem, file: folder.file(inside), settings: settings))
      } catch {
        problems += error.all
      }
    }
    for inside in files where inside.hasSuffix(".sql.conf") && !files.contains(inside.withoutConf) {
      problems.append(
        folder.unknown(
          inside, "these are the settings of a script that is not there",
          hint: "remove them, or restore \(inside.withoutConf)"))
    }
    var undo: [FlywayVersion: Script] = [:]
    for script in scripts where script.name.kind == .undo {
      if let version = script.name.version { undo[version] = script }
    }
    var migrations: [Migration] = []
    for script in scripts where script.name.kind != .undo {
      let down = script.name.version.flatMap { undo.removeValue(forKey: $0) }
      migrations.append(
        Migration(
          name: script.stem,
          version: script.name.version?.description ?? Self.key(ofRepeatable: script.name),
          file: script.file,
          down: down.map { WayDown($0.file, transaction: $0.settings.transaction) },
          text: try script.file.read(), reading: script.file.read,
          transaction: script.settings.transaction,
          isRepeatable: script.name.kind == .repeatable))
    }
    problems += undo.values.map { script in
      Problem(
        "migrate.missing_file", "there is an undo script for a version that is not there",
        hint: "write the V script, or remove this file", at: script.file.location())
    }
    problems += folder.sharedVersions(migrations)
    return migrations
  }

  func precedes(_ one: Migration, _ other: Migration) -> Bool {
    switch (FlywayVersion(one.version), FlywayVersion(other.version)) {
    case (let version?, let otherVersion?): version < otherVersion
    case (.some, nil): true
    case (nil, .some): false
    case (nil, nil): one.version.precedesByBytes(other.version)
    }
  }

  /// Flyway puts values in for `${name}` that only its own settings know.
  func doubts(about pending: [Migration]) -> [Problem] {
    pending.compactMap { migration in
      let conf = MigrationFile(
        path: migration.file.path + ".conf", name: migration.file.name + ".conf")
      let settings = try? FlywaySettings(of: FileStatus(conf.path) == nil ? nil : conf)
      guard settings?.replacesPlaceholders != false else { return nil }
      let place = (try? migration.text()).flatMap {
        AnnotatedLines.lines(of: $0, holding: "${", inComments: false).first
      }
      return place.map { line in
        Problem(
          "migrate.placeholder", "the values of Flyway's placeholders are not put in",
          hint: """
            write it out, or placeholderReplacement=false in \(conf.name) where ${ is meant as it \
            stands
            """,
          at: migration.file.location(line: line.number), excerpt: String(line.text))
      }
    }
  }

  var formOfDown: String { "a U script of the same version" }

  func template(_ new: NewMigrationParts) -> [(file: String, text: String)] {
    let rest = "\(new.number)__\(new.name).sql"
    return [("V" + rest, "-- \(new.title)\n")]
      + (new.withDown ? [("U" + rest, "-- Undo: \(new.title)\n")] : [])
  }

  /// What stands for the version that a repeatable script has not.
  static func key(ofRepeatable name: FlywayName) -> String { "R " + name.description }

  /// From the folder, in the order of their names.
  static func files(
    below path: String, _ entries: [MigrationFolder.Entry], _ folder: MigrationFolder
  ) throws(Problem) -> [String] {
    var files: [String] = []
    for entry in entries {
      let inside = path + entry.name
      if entry.isFolder {
        // A link may lead into a folder above it.
        if path.count(where: { $0 == "/" }) > 12 { continue }
        files += try Self.files(
          below: inside + "/", folder.entries(of: "\(folder.path)/\(inside)"), folder)
      } else {
        files.append(inside)
      }
    }
    return files
  }

  private static func unknown(
    _ inside: String, _ stem: String, _ folder: MigrationFolder
  ) -> Problem {
    if FlywayName(stem + ".sql")?.kind == .baseline {
      return folder.unknown(
        inside, "a baseline migration is not run by Seedbed",
        hint: "keep the V scripts that it stands for, or make it one of them")
    }
    if ["before", "after", "create"].contains(where: stem.hasPrefix) {
      return folder.unknown(
        inside, "\(stem).sql is a callback of Flyway's, which Seedbed does not run",
        hint: "move it out of the folder; what it keeps up to date can be an R script")
    }
    return folder.unknown(
      inside, "\(stem).sql is not a migration",
      hint: "in Flyway's layout it is V1__name.sql, U1__name.sql or R__name.sql")
  }
}

extension String {
  fileprivate var withoutConf: String { String(dropLast(".conf".count)) }
}
