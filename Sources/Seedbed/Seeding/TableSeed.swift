internal import Postgres

/// One table of a seed run: its fixtures, what they ask for, and what was found out about them.
struct TableSeed {
  let table: Table
  /// The base's sections before the environment's.
  let sections: [FixtureSection]
  let mode: TableOptions.Mode
  /// The columns of `$key`; nil where it is left to the catalog.
  let givenKey: TableOptions.Option<[Int]>?
  /// Positions of columns that are written once and then left alone.
  let insertOnly: Set<Int>

  // What reading the records told.
  var layout: StageLayout
  /// The number of records read.
  var count = 0
  /// The number of the first record of the environment's layer; `count` where it has none.
  var layerStart = 0
  /// The records of each section: its first number.
  var starts: [(section: FixtureSection, first: Int)] = []
  /// What tells its rows apart; there once the records are read.
  var key: SeedKey?

  /// Mistakes and contradictions in the options are added to `problems`.
  init(table: Table, sections: [FixtureSection], problems: inout [Problem]) {
    self.table = table
    self.sections = sections
    layout = StageLayout(table: table)

    var givenKey: (option: TableOptions.Option<[Int]>, place: Problem.Location)?
    var mode: (value: TableOptions.Mode, place: Problem.Location)?
    var insertOnly: Set<Int> = []
    for section in sections {
      if let option = section.options.mode {
        let place = section.location(option.position)
        if let mode, mode.value != option.value {
          problems.append(Self.contradiction("$mode", table, place, mode.place))
        }
        mode = mode ?? (option.value, place)
      }
      if let option = section.options.key {
        let place = section.location(option.position)
        let columns = Self.columns(option.value, "$key", table, place, &problems)
        if let givenKey, Set(givenKey.option.value) != Set(columns) {
          problems.append(Self.contradiction("$key", table, place, givenKey.place))
        }
        givenKey = givenKey ?? (.init(value: columns, position: option.position), place)
      }
      if let option = section.options.insertOnly {
        insertOnly.formUnion(
          Self.columns(
            option.value, "$insertOnly", table, section.location(option.position), &problems))
      }
    }
    self.givenKey = givenKey?.option
    self.mode = mode?.value ?? .upsert
    self.insertOnly = insertOnly
  }

  private static func columns(
    _ names: [String], _ option: String, _ table: Table, _ place: Problem.Location,
    _ problems: inout [Problem]
  ) -> [Int] {
    names.compactMap { name in
      if let index = table.columnIndex(named: name) { return index }
      problems.append(
        Problem(
          "seed.unknown_column", "\(option): \(table.name) has no column \"\(name)\"",
          hint: Suggestion.hint(for: name, among: table.columns.map(\.name)), at: place))
      return nil
    }
  }

  private static func contradiction(
    _ option: String, _ table: Table, _ place: Problem.Location, _ first: Problem.Location
  ) -> Problem {
    Problem(
      "seed.contradiction", "\(option) of \(table.name) was given differently before",
      at: place, notes: ["first at \(first)"])
  }

  var hasLayers: Bool { layerStart > 0 && layerStart < count }
}

/// What tells a table's rows apart.
struct SeedKey {
  struct Part {
    /// The position in the table's columns.
    let column: Int
    /// The equality of the key's index.
    let equality: String
  }

  let parts: [Part]
  /// A unique index guarantees that it tells them apart.
  let isUnique: Bool

  func contains(_ column: Int) -> Bool { parts.contains { $0.column == column } }
}
