internal import SQLScript

/// Seedbed's own layout.
struct NativeLayout: EntryLayoutReader {
  private static let main = "migration.sql"
  private static let down = "down.sql"
  private static let backfill = "backfill.sql"
  private static let known = [main, down, backfill]

  func migrations(
    of entry: MigrationFolder.Entry, in folder: MigrationFolder, problems: inout [Problem]
  ) throws(Problem) -> [Migration] {
    if entry.isHooks { return [] }
    if entry.isFolder {
      if entry.name == Self.repeatables {
        return try readRepeatables(in: folder, problems: &problems)
      }
      return try read(entry.name, in: folder, problems: &problems).map { [$0] } ?? []
    }
    guard entry.name.utf8.ends(with: ".sql") else {
      if !Self.isDocument(entry.name) {
        problems.append(
          at(folder, entry.name, ("\(entry.name) is not a migration", Self.form)))
      }
      return []
    }
    let name = String(entry.name.dropLast(4))
    if let problem = Self.fault(inName: name) {
      problems.append(at(folder, entry.name, problem))
      return []
    }
    let file = folder.file(entry.name)
    let text = try file.read()
    if let problem = Self.otherTool(in: text, file) { problems.append(problem) }
    return [Migration(name: name, file: file, text: text, reading: file.read)]
  }

  var formOfDown: String { "a down.sql beside its migration.sql" }

  func template(_ new: NewMigrationParts) -> [(file: String, text: String)] {
    let folder = "\(new.number)_\(new.name)"
    var files = [("\(folder)/\(Self.main)", "-- \(new.title)\n")]
    if new.withBackfill {
      files.append(
        (
          "\(folder)/\(Self.backfill)",
          """
          -- seedbed: backfill
          -- One UPDATE, DELETE or INSERT … SELECT, with a WHERE that a row fulfils until it is done.

          """
        ))
    }
    if new.withDown { files.append(("\(folder)/\(Self.down)", "-- Undo: \(new.title)\n")) }
    return files
  }

  func precedes(_ one: Migration, _ other: Migration) -> Bool {
    if one.isRepeatable != other.isRepeatable { return other.isRepeatable }
    guard let number = one.number, let otherNumber = other.number, number != otherNumber else {
      return one.name.precedesByBytes(other.name)
    }
    return number < otherNumber
  }

  /// A folder with a `migration.sql`; nil, and a problem, where it is none.
  private func read(
    _ name: String, in folder: MigrationFolder, problems: inout [Problem]
  ) throws(Problem) -> Migration? {
    if let problem = Self.fault(inName: name) {
      problems.append(at(folder, name, problem))
      return nil
    }
    let files = try folder.entries(of: "\(folder.path)/\(name)").map(\.name)
    for file in files where !Self.known.contains(file) && !Self.isDocument(file) {
      let hint =
        Suggestion.nearest(to: file, in: Self.known).map { "did you mean \"\($0)\"?" }
        ?? "a migration's folder holds \(Self.known.joined(separator: ", "))"
      problems.append(
        at(folder, "\(name)/\(file)", ("\(file) is not a part of a migration", hint)))
    }
    guard files.contains(Self.main) else {
      problems.append(
        at(
          folder, name, ("the folder has no \(Self.main)", "write it, or remove the folder"),
          code: "migrate.missing_file"))
      return nil
    }
    return try Migration(
      name: name, file: folder.file("\(name)/\(Self.main)"),
      down: files.contains(Self.down) ? WayDown(folder.file("\(name)/\(Self.down)")) : nil,
      backfill: files.contains(Self.backfill) ? folder.file("\(name)/\(Self.backfill)") : nil)
  }

  /// What is wrong with a migration's name, and what to do; nil for `NUMBER_name`.
  private static func fault(inName name: String) -> (String, String)? {
    for (ending, file) in [(".up", main), (".down", down)] where name.hasSuffix(ending) {
      let stem = name.dropLast(ending.count)
      return (
        "a migration's two directions are two files of one folder", "move it to \(stem)/\(file)"
      )
    }
    let rest = name.utf8.drop { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    if rest.count == name.utf8.count { return ("\(name) does not begin with a number", form) }
    let isNamed = rest.count > 1 && [UInt8(ascii: "_"), UInt8(ascii: "-")].contains(rest.first)
    return isNamed ? nil : ("\(name) has a number but no name after it", form)
  }

  /// A file with both directions in it would do and undo at once.
  private static func otherTool(in text: SourceText, _ file: MigrationFile) -> Problem? {
    for (layout, mark, tail) in [
      (MigrationLayout.goose, GooseLayout.mark, "down"),
      (.dbmate, DbmateLayout.mark, DbmateLayout.mark + "down"),
    ] {
      let line = AnnotatedLines.lines(of: text, holding: mark).first {
        $0.text.hasPrefix("--") && $0.text.lowercased().hasSuffix(tail)
      }
      guard let line else { continue }
      return Problem(
        "migrate.other_layout", "this file is laid out for \(layout.title), and others are not",
        hint: "bring all files into one layout, or name it in seedbed.json: \"layout\"",
        at: file.location(line: line.number), excerpt: String(line.text))
    }
    return nil
  }

  private static let form =
    "a migration is NUMBER_name/migration.sql or NUMBER_name.sql; `seedbed migrate new` makes one"

  static func isDocument(_ name: String) -> Bool {
    let lower = name.lowercased()
    return lower.hasSuffix(".md") || lower == "readme" || lower == "readme.txt"
  }

  private func at(
    _ folder: MigrationFolder, _ inside: String, _ fault: (String, String),
    code: String = "migrate.unknown_file"
  ) -> Problem {
    Problem(code, fault.0, hint: fault.1, at: .init(file: "\(folder.name)/\(inside)"))
  }
}
