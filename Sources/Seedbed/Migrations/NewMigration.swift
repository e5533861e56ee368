internal import FoundationEssentials
public import JSON

/// Makes the files of a new, empty migration; runs nothing.
public struct NewMigration {
  let folder: MigrationFolder

  public init(in folder: MigrationFolder) { self.folder = folder }

  /// - Parameters:
  ///   - title: in any words; the name is made of its letters and digits.
  ///   - withDown: writes a `down.sql` as well.
  ///   - withBackfill: writes a `backfill.sql` as well.
  ///   - statements: what the way up consists of; empty for a file to be filled.
  /// - Throws: a `Problem` where there is nothing to make a name of, or the folder is not in order.
  public func create(
    _ title: String, withDown: Bool, withBackfill: Bool = false, statements: String = ""
  ) throws -> NewMigrationReport {
    let name = Self.sanitised(title)
    guard !name.isEmpty else {
      throw Problem(
        "migrate.bad_name", "\"\(title)\" holds no letter and no digit",
        hint: "say what it does, as in: seedbed migrate new add_users", exitStatus: .usage)
    }
    let contents = try folder.read()
    if withBackfill, contents.layout != .native {
      throw Problem(
        "migrate.no_backfill", "the layout of \(contents.layout.title) has no place for a backfill",
        hint: "a backfill.sql lies beside a migration.sql of Seedbed's own layout",
        exitStatus: .usage)
    }
    let number = Self.number(after: contents.migrations.compactMap(\.number), at: .now)
    var files = contents.layout.reader.template(
      NewMigrationParts(
        number: number, name: name, title: title.onOneLine, withDown: withDown,
        withBackfill: withBackfill)
    ).map { (folder.file($0.file), $0.text) }
    if !statements.isEmpty, let first = files.first {
      files[0].1 = Self.filled(first.1, with: statements)
    }
    for (file, _) in files where FileStatus(file.path, followingLinks: false) != nil {
      throw Problem(
        "migrate.exists", "\(file.name) is there already", at: .init(file: file.name))
    }
    return NewMigrationReport(
      files: try files.map { file, text in
        try Folder.make(Folder.parent(of: file.path))
        try TextFile.write(text, to: file.path)
        return file.name
      })
  }

  /// The template with statements at the end of its way up.
  private static func filled(_ template: String, with statements: String) -> String {
    let marks = ["\n-- \(DbmateLayout.mark)down", "\n-- \(GooseLayout.mark) Down"]
    for mark in marks {
      guard let down = template.firstRange(of: mark) else { continue }
      return template[..<down.lowerBound] + "\n" + statements + template[down.lowerBound...]
    }
    return template + "\n" + statements
  }

  /// The UTC time to the second; where that is not later than the newest number, the one after it.
  static func number(after numbers: [MigrationNumber], at time: Date) -> String {
    let style = Date.ISO8601FormatStyle(
      dateSeparator: .omitted, dateTimeSeparator: .standard, timeSeparator: .omitted)
    let stamp = String(style.format(time).filter { $0.isASCII && $0.isNumber })
    guard let newest = numbers.max(), let now = MigrationNumber(leading: stamp), now <= newest
    else { return stamp }
    return newest.next
  }

  /// `Add users' e-mail` → `add_users_e_mail`; 100 characters at most.
  static func sanitised(_ title: String) -> String {
    let words = title.lowercased().split { !($0.isLetter || $0.isNumber) }
    let name = words.joined(separator: "_")
    // Parts of longer letters would make a name longer in bytes than file systems have room for.
    var cut = ""
    for letter in name where cut.utf8.count + letter.utf8.count <= 100 { cut.append(letter) }
    while cut.hasSuffix("_") { cut.removeLast() }
    return cut
  }
}

/// The files of a new migration.
public struct NewMigrationReport: Report, Sendable {
  /// From the project's root.
  public let files: [String]

  public var json: JSONValue {
    ["command": "migrate new", "files": .array(files.map { .string($0) })]
  }

  public func text(_ style: Style) -> String { files.joined(separator: "\n") }
}

extension MigrationNumber {
  /// The number after this one.
  var next: String {
    var digits = Array(description.utf8)
    var place = digits.count - 1
    while place >= 0, digits[place] == UInt8(ascii: "9") {
      digits[place] = UInt8(ascii: "0")
      place -= 1
    }
    if place >= 0 { digits[place] += 1 } else { digits.insert(UInt8(ascii: "1"), at: 0) }
    return String(decoding: digits, as: UTF8.self)
  }
}

extension String {
  /// A title with line breaks would end its comment too early.
  fileprivate var onOneLine: String {
    let lines = split(whereSeparator: \.isNewline)
    return lines.joined(separator: " ")
  }
}
