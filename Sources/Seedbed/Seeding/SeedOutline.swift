internal import JSON
internal import Postgres

/// What a folder of fixtures asks for, without its rows: the tables, their files and options.
struct SeedOutline {
  /// In the order in which the fixtures name them; one for each table, whatever the number of files.
  var tables: [TableSeed] = []
  private(set) var problems: [Problem] = []
  /// The files' bytes together.
  let size: Int

  /// - Parameter tableNames: asked for only where a table is not found, for a suggestion.
  init(
    sections: [FixtureSection], catalog: Catalog, tableNames: () throws -> [String]
  ) throws {
    size = Set(sections.map(\.file)).reduce(0) { $0 + $1.size }
    var positions: [Int: Int] = [:]
    var bySeed: [[FixtureSection]] = []
    var order: [Table] = []
    var names: [String]?
    for section in sections {
      guard let table = catalog.table(named: section.tableName) else {
        names = try names ?? tableNames()
        problems.append(
          Problem(
            "seed.unknown_table", "there is no table \"\(section.tableName)\"",
            hint: Suggestion.hint(for: section.tableName, among: names ?? [])
              ?? "is a migration missing?",
            at: section.location(section.position)))
        continue
      }
      if let problem = Self.unusable(table, section) {
        problems.append(problem)
      } else if let position = positions[table.oid] {
        bySeed[position].append(section)
      } else {
        positions[table.oid] = order.count
        order.append(table)
        bySeed.append([section])
      }
    }
    for (table, sections) in zip(order, bySeed) {
      let ordered = sections.enumerated().sorted { one, other in
        (one.element.file.layer, one.offset) < (other.element.file.layer, other.offset)
      }.map(\.element)
      let seed = TableSeed(table: table, sections: ordered, problems: &problems)
      if let problem = Self.unwritableView(seed) { problems.append(problem) }
      tables.append(seed)
    }
  }

  private static func unusable(_ table: Table, _ section: FixtureSection) -> Problem? {
    let (kind, hint): (String, String)
    switch table.kind {
    case .table, .partitioned, .view: return nil
    case .materializedView:
      (kind, hint) = ("a materialized view", "name the tables that it is made of, and refresh it")
    case .foreign:
      (kind, hint) = ("a foreign table", "seed the table on the server that holds it")
    }
    return refusal(of: table, kind, hint, at: section.location(section.position))
  }

  private static func unwritableView(_ seed: TableSeed) -> Problem? {
    guard seed.table.kind == .view, let view = seed.table.view, !view.allows(seed.mode)
    else { return nil }
    let onlyInserts = seed.mode == .upsert && view.allows(.insert)
    return refusal(
      of: seed.table, "a view",
      onlyInserts
        ? "rows can only be made through it: `$mode: insert` does that"
        : "name the table whose rows it shows", at: seed.place)
  }

  private static func refusal(
    of table: Table, _ kind: String, _ hint: String, at place: Problem.Location?
  ) -> Problem {
    Problem(
      "seed.not_a_base_table", "\(table.name) is \(kind), and fixtures fill tables", hint: hint,
      at: place)
  }
}

extension Problem {
  init(_ error: JSONSyntaxError, in file: FixtureFile) {
    self.init("seed.syntax", error.message, at: file.location(error.position))
    if case .duplicateName(let first) = error.kind {
      code = "seed.duplicate_name"
      notes = ["first at \(file.location(first))"]
    }
  }
}
