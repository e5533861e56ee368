internal import Postgres

/// All tables of a run in their stages: resolved, checked and compared.
struct StagedSeeds {
  private(set) var seeds: [TableSeed]
  let catalog: Catalog
  let connection: Connection
  let progress: any Progress
  /// Groups of tables in the order of writing, by position in `seeds`.
  let groups: [[Int]]
  private(set) var stages: [Stage] = []

  init(
    seeds: [TableSeed], catalog: Catalog, connection: Connection, progress: any Progress
  ) {
    self.seeds = seeds
    self.catalog = catalog
    self.connection = connection
    self.progress = progress
    groups = SeedOrder.groups(of: seeds.map(\.table))
  }

  /// What comparing a stage with its table gave.
  struct Counts {
    var rows = 0
    var missing = 0
    var changed = 0
    /// The columns that differ in some row, by position.
    var changedColumns: [Int] = []

    var differs: Bool { missing > 0 || changed > 0 }

    func change(of seed: TableSeed) -> SeedReport.TableChange {
      var change = SeedReport.TableChange(table: seed.table.name.description)
      change.updated = changed
      change.unchanged = rows - missing - changed
      if seed.mode == .update { change.missing = missing } else { change.inserted = missing }
      return change
    }
  }

  func key(_ index: Int) throws -> SeedKey {
    if let key = seeds[index].key { return key }
    return try KeyChoice(seed: seeds[index]).key()
  }

  // MARK: Filling

  /// Reads all records into their stages.
  ///
  /// - Throws: every problem of every record, together.
  mutating func fill(_ values: DirectiveValues) throws {
    var problems: [Problem] = []
    for index in seeds.indices {
      let stage = Stage(index, on: connection)
      problems += try stage.fill(
        &seeds[index], catalog: catalog, values: values, progress: progress)
      stages.append(stage)
    }
    if let problem = Problem.together(problems) { throw problem }
    for index in seeds.indices {
      do {
        let key = try KeyChoice(seed: seeds[index]).key()
        if !key.isUnique {
          progress.note(
            "\(seeds[index].table.name) has no unique index on its $key; "
              + "matching is slower and not safe from other writers")
        }
        seeds[index].key = key
      } catch {
        problems.append(error)
      }
    }
    problems += try ExpressionCheck(connection: connection).problems(in: seeds)
    if let problem = Problem.together(problems) { throw problem }
    for (index, stage) in stages.enumerated() where seeds[index].count > 100 {
      try stage.analyze()
    }
  }

  // MARK: References and layers

  /// Finds the rows that references mean, and lays the layers over one another.
  ///
  /// - Throws: references that lead nowhere and records that stand for the same row, together.
  mutating func resolve() throws {
    for index in seeds.indices {
      if let statement = ReferenceSQL(layout: seeds[index].layout).resolve(stages[index].name) {
        try connection.execute(statement)
      }
    }
    var problems: [Problem] = []
    for group in groups {
      for index in group { try findRecords(index) { !group.contains($0) } }
      for index in group {
        problems += try duplicates(index)
        if seeds[index].hasLayers {
          try LayerMerge(stage: stages[index].name, key: key(index), connection: connection)
            .run(&seeds[index])
        }
      }
      // Inside a circle a record may be identified by one that is itself identified by another:
      // each round reaches one step further, until none does.
      var found = true
      while found {
        found = false
        for index in group where try findRecords(index, { group.contains($0) }) { found = true }
      }
      for index in group { problems += try unresolved(index) }
    }
    if let problem = Problem.together(problems) { throw problem }
  }

  /// - Returns: true where a reference found a record that it had not before.
  @discardableResult
  private func findRecords(_ index: Int, _ isWanted: (Int) -> Bool) throws -> Bool {
    var found = false
    let references = ReferenceSQL(layout: seeds[index].layout)
    for (number, lookup) in seeds[index].layout.lookups.enumerated() {
      guard let target = seeds.firstIndex(where: { $0.table.oid == lookup.table.oid }),
        isWanted(target), seeds[target].mode != .update,
        let statement = references.findRecords(
          number, in: stages[index].name, of: seeds[target], targetStage: stages[target].name)
      else { continue }
      if try connection.execute(statement).affected > 0 { found = true }
    }
    return found
  }

  private func duplicates(_ index: Int) throws -> [Problem] {
    let seed = seeds[index]
    let rows = try connection.execute(diff(index).duplicates)
    guard !rows.isEmpty else { return [] }
    let places = try RecordPlaces(seed).locations(of: rows.flatMap { [$0.int(0), $0.int(1)] })
    return rows.map { row in
      Problem(
        "seed.duplicate_key", "two records of \(seed.table.name) stand for the same row",
        hint: "keep one of them", at: places[row.int(1)],
        notes: places[row.int(0)].map { ["the first is at \($0)"] } ?? [])
    }
  }

  private func unresolved(_ index: Int) throws -> [Problem] {
    let seed = seeds[index]
    var problems: [Problem] = []
    for (number, lookup) in seed.layout.lookups.enumerated() {
      // What a lookup inside another did not find is the outer one's fault too; the inner says it.
      let inner = lookup.parts.contains {
        if case .lookup = $0.source { true } else { false }
      }
      let rows = try connection.execute(diff(index).unresolved(number))
      guard !rows.isEmpty, !(inner && !problems.isEmpty) else { continue }
      let field = lookup.path.split(separator: ".").first.map(String.init)
      let places = try RecordPlaces(seed).locations(of: rows.map { $0.int(0) }, field: field)
      problems += rows.map { row in
        Problem(
          "seed.unresolved_reference",
          "\"\(lookup.path)\" finds no row of \(lookup.table.name)",
          hint: "it is neither in the database nor in the fixtures", at: places[row.int(0)])
      }
    }
    return problems
  }

  // MARK: Comparing

  func diff(_ index: Int) throws -> RowDiff {
    RowDiff(seed: seeds[index], key: try key(index), source: "\(stages[index].name) AS s")
  }

  /// Compares every stage with its table.
  ///
  /// - Throws: what can be known not to work before it is tried, together.
  func compare() throws -> [Counts] {
    var problems: [Problem] = []
    var all: [Counts] = []
    for index in seeds.indices {
      progress.activity("comparing \(seeds[index].table.name)")
      let diff = try diff(index)
      var counts = Counts()
      guard let row = try connection.execute(diff.counts).first else { continue }
      (counts.rows, counts.missing, counts.changed) = (row.int(0), row.int(1), row.int(2))
      if try !key(index).isUnique { problems += try ambiguous(index, diff) }
      if counts.missing > 0, seeds[index].mode != .update {
        problems += try incomplete(index, diff)
      }
      if counts.changed > 0 {
        let columns = try RowExpressions(seed: seeds[index]).comparedColumns(key(index))
        if let flags = try connection.execute(diff.differingColumns(columns)).first {
          counts.changedColumns = columns.enumerated().filter { flags.bool($0.offset) }
            .map(\.element)
        }
      }
      all.append(counts)
    }
    if let problem = Problem.together(problems) { throw problem }
    return all
  }

  private func ambiguous(_ index: Int, _ diff: RowDiff) throws -> [Problem] {
    let rows = try connection.execute(diff.ambiguous)
    let places = try RecordPlaces(seeds[index]).locations(of: rows.map { $0.int(0) })
    return rows.map { row in
      Problem(
        "seed.ambiguous_match",
        "several rows of \(seeds[index].table.name) have this record's key",
        hint: "name fields in $key that tell them apart", at: places[row.int(0)])
    }
  }

  /// New rows that lack a column which must have a value.
  private func incomplete(_ index: Int, _ diff: RowDiff) throws -> [Problem] {
    let seed = seeds[index]
    let lacking = seed.layout.fieldSets.map { set in
      seed.table.columns.enumerated().filter { index, column in
        column.isNotNull && !column.hasDefault && !set.gives(index)
      }.map(\.element.name)
    }
    let sets = lacking.indices.filter { !lacking[$0].isEmpty }
    guard !sets.isEmpty else { return [] }
    let rows = try connection.execute(diff.missing(fieldSets: sets))
    let places = try RecordPlaces(seed).locations(of: rows.map { $0.int(0) })
    return rows.map { row in
      let names = lacking[row.int(1)].map { "\"\($0)\"" }.joined(separator: ", ")
      return Problem(
        "seed.missing_value", "a new row of \(seed.table.name) needs \(names)",
        hint: "the row is not there yet, and the column has neither value nor default",
        at: places[row.int(0)])
    }
  }

  /// Every difference of a table.
  func changes(_ index: Int) throws -> [RowChange] {
    let seed = seeds[index]
    let key = try key(index)
    let columns = RowExpressions(seed: seed).comparedColumns(key)
    let rows = try connection.execute(diff(index).changes(columns, limit: nil))
    let places = try RecordPlaces(seed).locations(of: rows.map { $0.int(0) })
    return rows.map { row in
      let isNew = row.bool(1)
      let names = key.parts.map { seed.table.columns[$0.column].name }
      let keyValues = names.indices.map { (names[$0], row[2 + $0] ?? "null") }
      let fields = columns.enumerated().compactMap { offset, column -> (String, String?, String)? in
        let start = 2 + names.count + offset * 3
        guard isNew || row.bool(start) else { return nil }
        if isNew, key.contains(column) || row[start + 2] == nil { return nil }
        return (
          seed.table.columns[column].name, isNew ? nil : row[start + 1] ?? "null",
          row[start + 2] ?? "null"
        )
      }
      return RowChange(
        table: seed.table.name.description, action: isNew ? .insert : .update,
        key: keyValues.map { (column: $0.0, value: $0.1) },
        fields: fields.map { (column: $0.0, from: $0.1, to: $0.2) },
        source: places[row.int(0)])
    }
  }
}
