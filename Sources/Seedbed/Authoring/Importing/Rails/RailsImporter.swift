internal import JSON
internal import Postgres

/// Takes over Rails' YAML fixtures: labels stay labels, `belongs_to` becomes a reference to one, and
/// lists of labels become rows of a join table.
struct RailsImporter {
  let catalogOf: (_ names: [String]) throws -> Catalog
  let table: String?

  func read(_ files: [ForeignFile], into output: ImportOutput) throws {
    if let table, files.count > 1 {
      throw Problem(
        "import.several_tables", "--table \(table) is for one file, and here are \(files.count)",
        hint: "leave --table out: the files are named for their tables", exitStatus: .usage)
    }
    let read = try files.map { try RailsFile($0, output) }
    let catalog = try catalogOf(Array(names(in: read)).sorted())
    var problems: [Problem] = []
    let tables = read.map { file -> Table? in
      let names = table.map { [$0] } ?? file.tableNames
      if let table = catalog.firstTable(of: names) { return table }
      problems.append(
        Problem(
          "import.unknown_table", "there is no table \"\(names[0])\"",
          hint: "name it with --table, or run the migrations first", at: file.file.location()))
      return nil
    }
    if let problem = Problem.together(problems) { throw problem }
    var labels = RailsLabels()
    for case (let file, let table?) in zip(read, tables) { labels.add(file.records, of: table) }
    var rows = ImportedRows()
    for case (let file, let table?) in zip(read, tables) {
      for record in file.records {
        var reading = RailsReading(
          record: record, file: file, table: table, catalog: catalog, labels: labels,
          output: output)
        reading.read()
        rows.add(reading.row, to: table)
        for join in reading.joins { rows.add(join.row, to: join.table) }
      }
    }
    try rows.write(to: output)
  }

  /// The tables that these fixtures can mean: their own, those that a field can be named for, and
  /// those that can join two.
  private func names(in files: [RailsFile]) -> Set<String> {
    var names = Set(files.flatMap(\.tableNames)).union(table.map { [$0] } ?? [])
    for file in files {
      let own = table ?? file.file.stem
      for field in Set(file.records.flatMap { $0.fields.map(\.name) }) {
        names.formUnion(RailsNames.joinTables(of: own, and: field))
        names.formUnion(RailsNames.tables(for: field))
      }
    }
    return names
  }
}

extension Catalog {
  /// The first of these tables that is there.
  func firstTable(of names: [String]) -> Table? {
    for name in names {
      if let table = table(named: name) { return table }
    }
    return nil
  }
}

/// How Rails names things after one another.
enum RailsNames {
  /// `posts`, `tags` → `posts_tags`.
  static func joinTables(of one: String, and other: String) -> [String] {
    ["\(one)_\(other)", "\(other)_\(one)"]
  }

  /// `category`, `Category` → `categories` and other plurals.
  static func tables(for name: String) -> [String] {
    var words = ""
    for letter in name {
      if letter == ":" { continue }
      if letter.isUppercase, !words.isEmpty, words.last != "_" { words += "_" }
      words += letter.lowercased()
    }
    let y = words.hasSuffix("y") ? ["\(words.dropLast())ies"] : []
    return y + [words + "s", words + "es", words]
  }
}

/// The labels of all records that are taken over, by table.
struct RailsLabels {
  private var labels: [Int: Set<String>] = [:]
  private var ids: [Int: [Int: String]] = [:]

  mutating func add(_ records: [RailsFile.Record], of table: Table) {
    for record in records {
      labels[table.oid, default: []].insert(record.label)
      ids[table.oid, default: [:]][RailsIdentity.id(of: record.label)] = record.label
    }
  }

  func contains(_ label: String, in table: Table) -> Bool {
    labels[table.oid]?.contains(label) ?? false
  }

  /// The label that Rails makes this id of.
  func label(ofID text: String, in table: Table) -> String? {
    Int(text).flatMap { ids[table.oid]?[$0] }
  }
}
