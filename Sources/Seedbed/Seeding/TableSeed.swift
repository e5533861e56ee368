internal import Postgres

/// One table of a seed run: its fixtures, what they ask for, and what was found out about them.
struct TableSeed {
  let table: Table
  /// The base's sections before the environment's.
  private(set) var sections: [FixtureSection]
  private(set) var mode: TableOptions.Mode
  /// The columns of `$key`; nil where it is left to the catalog.
  let givenKey: TableOptions.Option<[Int]>?
  /// Positions of columns that are written once and then left alone.
  var insertOnly: Set<Int>

  // What reading the records told.
  var layout: StageLayout
  /// The number of records read.
  var count = 0
  /// The rows in its stage: the records, without those that were laid over others.
  var rows = 0
  /// The number of the first record of the environment's layer; `count` where it has none.
  var layerStart = 0
  /// The records of each section: its first number.
  var starts: [(section: FixtureSection, first: Int)] = []
  /// The columns that are known to be different in every record, by position.
  var distinctColumns: [Int] = []
  /// Some reference has found no row that was there before.
  var hasOpenReferences = false
  /// Its references are looked up by the statement that makes its rows, and not in its stage.
  var joinsReferences = false
  /// The field sets that are left after records with one label were laid over one another.
  var fieldSetsInUse: Set<Int>?
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
    hasOwnMode = mode != nil
    self.insertOnly = insertOnly
  }

  private let hasOwnMode: Bool

  /// A table whose records all stand inside of others.
  init(table: Table, nested section: FixtureSection, in parents: TableSeed) {
    self.table = table
    sections = [section]
    layout = StageLayout(table: table)
    givenKey = nil
    mode = parents.mode
    hasOwnMode = false
    insertOnly = []
  }

  /// Adds records that stand inside of others.
  ///
  /// Without a mode of its own, the table keeps the parents' only where that is the same for all.
  ///
  /// - Returns: false where they are there already.
  mutating func add(_ section: FixtureSection, in parents: TableMode) -> Bool {
    guard !sections.contains(where: { $0.identity == section.identity }) else { return false }
    if !hasOwnMode, parents != mode { mode = .upsert }
    let end = sections.firstIndex { $0.file.layer > section.file.layer } ?? sections.endIndex
    sections.insert(section, at: end)
    return true
  }

  typealias TableMode = TableOptions.Mode

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
    /// What the index holds in place of the column, as `lower(email)`.
    var expression: String?
  }

  let parts: [Part]
  /// A unique index guarantees that it tells the rows of these records apart.
  let isUnique: Bool
  /// The rows are those that the ledger has for the records' labels.
  var isByLabel = false
  /// The unique index; nil where there is none.
  var index: String?
  /// The condition of a partial index.
  var predicate: String?

  /// Whole columns of all rows.
  var isPlain: Bool { predicate == nil && parts.allSatisfy { $0.expression == nil } }

  /// The names in an expression as the catalog prints it, without those of functions.
  static func names(in expression: String) -> Set<String> {
    var names: Set<String> = []
    var rest = expression[...]
    while let first = rest.first {
      if first == "\"" {
        let name = rest.dropFirst().prefix { $0 != "\"" }
        names.insert(String(name))
        rest = rest.dropFirst(name.count + 2)
      } else if first == "'" {
        rest = rest.dropFirst().drop { $0 != "'" }.dropFirst()
      } else if first.isLetter || first == "_" {
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
        rest = rest.dropFirst(name.count)
        if rest.first != "(" { names.insert(String(name)) }
      } else {
        rest = rest.dropFirst()
      }
    }
    return names
  }

  func contains(_ column: Int) -> Bool { parts.contains { $0.column == column } }
}
