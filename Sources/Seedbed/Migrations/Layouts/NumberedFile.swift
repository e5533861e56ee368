/// A file's name of the form `NUMBER_name.sql`, with or without `.up` or `.down` before the ending.
struct NumberedFile {
  enum Direction: String { case up, down }

  /// As it is written, leading zeros and all.
  let digits: String
  /// Between the number and its separator, and the direction or ending.
  let title: String
  /// Without `.sql` and the direction.
  let stem: String
  let direction: Direction?

  /// Nil where the name does not begin with a digit or does not end with `.sql`.
  ///
  /// - Parameter separator: what has to follow the number; nil where anything may.
  init?(_ name: String, separator: UInt8? = UInt8(ascii: "_")) {
    guard name.utf8.ends(with: ".sql") else { return nil }
    var rest = name.utf8.dropLast(4)
    var direction: Direction?
    for candidate in [Direction.up, .down] where rest.ends(with: ".\(candidate.rawValue)") {
      direction = candidate
      rest = rest.dropLast(candidate.rawValue.count + 1)
    }
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard !digits.isEmpty else { return nil }
    var title = rest[digits.endIndex...]
    if let separator {
      guard title.first == separator else { return nil }
      title = title.dropFirst()
    }
    self.digits = String(Substring(digits))
    self.title = String(Substring(title))
    self.stem = String(Substring(rest))
    self.direction = direction
  }

  var version: String { MigrationNumber(leading: digits)?.description ?? digits }
}

extension MigrationFolder {
  /// A name that a layout does not understand.
  func unknown(_ inside: String, _ message: String, hint: String) -> Problem {
    Problem("migrate.unknown_file", message, hint: hint, at: .init(file: "\(name)/\(inside)"))
  }

  /// Versions that several of these migrations have, where the tool's history holds one of each.
  func sharedVersions(_ migrations: [Migration]) -> [Problem] {
    if Set(migrations.map(\.version)).count == migrations.count { return [] }
    return Dictionary(grouping: migrations, by: \.version).values.filter { $0.count > 1 }.map {
      group in
      let files = group.map(\.file.name).sorted()
      return Problem(
        "migrate.duplicate_version", "two migrations have the version \(group[0].version)",
        hint: "give one of them another", at: .init(file: files[1]),
        notes: ["the other: \(files[0])"])
    }
  }
}
