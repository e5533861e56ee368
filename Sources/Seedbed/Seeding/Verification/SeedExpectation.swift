/// How closely the rows have to be what fixtures say, where the fixtures are an assertion.
public struct SeedExpectation: Sendable, Equatable {
  /// The tables of the fixtures hold no other rows.
  public var isExact = false
  /// Columns that may hold anything: `updated_at` in every table, `users.updated_at` in one.
  public var ignored: [String] = []

  public init(isExact: Bool = false, ignored: [String] = []) {
    self.isExact = isExact
    self.ignored = ignored
  }

  /// The differences of one table that a report holds; all are counted.
  static let shownRows = 1000
}

extension SeedOutline {
  /// Leaves columns out of the comparison.
  ///
  /// - Throws: the names that are no column of any of the tables, together.
  mutating func ignore(_ names: [String], _ catalog: Catalog) throws {
    var problems: [Problem] = []
    for name in names {
      var found = false
      for index in tables.indices {
        guard let column = tables[index].column(ignoredAs: name, catalog) else { continue }
        tables[index].insertOnly.insert(column)
        found = true
      }
      guard !found else { continue }
      problems.append(
        Problem(
          "seed.unknown_column", "--ignore \(name): no table of these fixtures has such a column",
          hint: Suggestion.hint(for: name, among: columnNames(like: name, catalog)),
          exitStatus: .usage))
    }
    if let problem = Problem.together(problems) { throw problem }
  }

  /// With their tables before them, where the name has one.
  private func columnNames(like name: String, _ catalog: Catalog) -> [String] {
    let names = tables.flatMap { seed in
      seed.table.columns.map { column in
        name.contains(".") ? "\(catalog.shortName(of: seed.table)).\(column.name)" : column.name
      }
    }
    return Set(names).sorted()
  }
}

extension TableSeed {
  /// The position of the column that a name means, with the table before it or without.
  fileprivate func column(ignoredAs name: String, _ catalog: Catalog) -> Int? {
    if let column = table.columnIndex(named: name) { return column }
    for dot in name.indices where name[dot] == "." {
      if catalog.table(named: String(name[..<dot]))?.oid == table.oid,
        let column = table.columnIndex(named: String(name[name.index(after: dot)...]))
      {
        return column
      }
    }
    return nil
  }
}
