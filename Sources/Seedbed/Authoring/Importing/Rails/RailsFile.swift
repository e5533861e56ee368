internal import JSON
internal import YAML

/// One of Rails' fixture files: labelled records of one table.
struct RailsFile {
  struct Record {
    let label: String
    let fields: [(name: String, value: YAMLNode)]
    let line: Int
  }

  let file: ForeignFile
  let template: RubyTemplate
  private(set) var records: [Record] = []
  /// `model_class` of `_fixture`.
  private(set) var modelClass: String?

  /// Reads the file's text; what is no record is left.
  init(_ file: ForeignFile, _ output: ImportOutput) throws {
    self.file = file
    do {
      template = RubyTemplate(try Self.bytes(of: file))
    } catch let error as FileError {
      throw file.unreadable(error)
    }
    for line in template.statementLines {
      output.leave(
        "Ruby is not run; what it wraps is taken once, as it is", at: file.location(line))
    }
    let root: YAMLNode?
    do {
      root = try YAMLDocument.parse(template.text)
    } catch {
      throw Problem(
        "import.syntax", "this is not YAML: \(error.message)",
        at: file.location(error.line, error.column))
    }
    guard let root else { return }
    guard let entries = Self.entries(of: root) else {
      throw Problem(
        "import.not_rails", "a fixture of Rails is a mapping of labels to records",
        at: file.location(root.line))
    }
    var ignored: Set = ["DEFAULTS"]
    for entry in entries where entry.key.text == "_fixture" {
      for (key, value) in entry.value.members ?? [] {
        switch (key.text, value.content) {
        case ("model_class", .scalar(let name, _)): modelClass = name
        case ("ignore", .scalar(let label, _)): ignored.insert(label)
        case ("ignore", .sequence(let labels)): ignored.formUnion(labels.compactMap(\.text))
        default: break
        }
      }
    }
    for entry in entries {
      guard let label = entry.key.text, label != "_fixture", !ignored.contains(label) else {
        continue
      }
      let place = file.location(entry.key.line)
      guard !RubyTemplate.isMarked(label) else {
        output.leave("a record whose label is Ruby", at: place)
        continue
      }
      if case .scalar("", isPlain: true) = entry.value.content {
        records.append(Record(label: label, fields: [], line: entry.key.line))
        continue
      }
      guard let members = entry.value.members else {
        output.leave("\"\(label)\" is no record", at: place)
        continue
      }
      records.append(
        Record(
          label: label, fields: members.compactMap { key, value in key.text.map { ($0, value) } },
          line: entry.key.line))
    }
  }

  /// A mapping, or what `!omap` writes: a list of mappings.
  private static func entries(of root: YAMLNode) -> [(key: YAMLNode, value: YAMLNode)]? {
    if case .sequence(let parts) = root.content {
      let lists = parts.compactMap(\.members)
      return lists.count == parts.count ? lists.flatMap { $0 } : nil
    }
    return root.members
  }

  private static func bytes(of file: ForeignFile) throws -> [UInt8] {
    var source = try FileSource(path: file.path)
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = try piece.withUnsafeMutableBytes({ try source.read(into: $0) }),
      count > 0
    {
      bytes += piece[..<count]
    }
    return bytes
  }

  /// The table's name, or with the folder's before it, as Rails has it for `admin/users.yml`.
  var tableNames: [String] {
    let folder = Folder.name(of: Folder.parent(of: file.path))
    return [file.stem, "\(folder)_\(file.stem)"]
  }
}
