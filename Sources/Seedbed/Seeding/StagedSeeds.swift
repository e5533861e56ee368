internal import Postgres

/// All tables of a run in their stages: resolved, checked and compared.
struct StagedSeeds {
  private(set) var seeds: [TableSeed]
  let catalog: Catalog
  let connection: Connection
  let progress: any Progress
  let purpose: SeedReport.Purpose
  /// Groups of tables in the order of writing, by position in `seeds`.
  let groups: [[Int]]
  private(set) var stages: [Stage] = []

  init(
    seeds: [TableSeed], catalog: Catalog, connection: Connection, progress: any Progress,
    purpose: SeedReport.Purpose
  ) {
    self.seeds = seeds
    self.catalog = catalog
    self.connection = connection
    self.progress = progress
    self.purpose = purpose
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
        if key.index == nil {
          progress.note(
            "\(seeds[index].table.name) has no unique index on its $key: it is locked, and "
              + "matching is slower")
        }
        seeds[index].key = key
      } catch {
        problems.append(try atFirstRecordWithoutKey(error, of: index))
      }
    }
    problems += try ExpressionCheck(connection: connection).problems(in: seeds)
    problems += seeds.flatMap { PrivilegeCheck(seed: $0, purpose: purpose).problems }
    if let problem = Problem.together(problems) { throw problem }
    for (index, stage) in stages.enumerated()
    where seeds[index].count > 100 && !seeds[index].layout.lookups.isEmpty {
      try stage.analyze()
    }
  }

  /// The key is chosen for all records together; the first one that lacks it shows what is meant.
  private func atFirstRecordWithoutKey(_ problem: Problem, of index: Int) throws -> Problem {
    guard problem.code == "seed.missing_key",
      let set = KeyChoice(seed: seeds[index]).fieldSetWithoutKey,
      let number = try connection.execute(
        SQL(
          unsafe: "SELECT pg_catalog.min(_n) FROM \(stages[index].name) WHERE _g = \(set)")
      ).first?[0].flatMap({ Int($0) })
    else { return problem }
    var located = problem
    located.location = try RecordPlaces(seeds[index]).location(of: number) ?? problem.location
    return located
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
      try referOutside(group)
      try referInside(group, settling: false)
      for index in group {
        problems += try duplicates(index)
        guard seeds[index].hasLayers else { continue }
        try LayerMerge(stage: stages[index].name, key: key(index), connection: connection)
          .run(&seeds[index])
      }
      try forgetMerged(group)
      try referInside(group, settling: true)
      for index in group { problems += try unresolved(index) }
    }
    if let problem = Problem.together(problems) { throw problem }
  }

  /// The records of other groups are in their final state by now.
  private func referOutside(_ group: [Int]) throws {
    for index in group {
      let others = resolutions(index) { !group.contains($0) }
      if try find(others) { _ = try settle(others) }
    }
  }

  /// Inside a circle a record may be identified by one that is itself identified by another: each
  /// round reaches one step further, until none does.
  private func referInside(_ group: [Int], settling: Bool) throws {
    var moved = true
    while moved {
      moved = false
      for index in group {
        let own = resolutions(index) { group.contains($0) }
        if try find(own) { moved = true }
        if settling, try settle(own) { moved = true }
      }
    }
  }

  /// What was found may have been laid over another record since.
  private func forgetMerged(_ group: [Int]) throws {
    guard group.contains(where: { seeds[$0].hasLayers }) else { return }
    for index in group {
      for (_, resolution) in resolutions(index, where: { group.contains($0) }) {
        try connection.execute(resolution.forget)
      }
    }
  }

  /// The references of a table's records to records of the same run.
  private func resolutions(
    _ index: Int, where isWanted: (Int) -> Bool
  ) -> [(target: Int, sql: ReferenceResolution)] {
    seeds[index].layout.lookups.indices.compactMap { number in
      let table = seeds[index].layout.lookups[number].table
      guard let target = seeds.firstIndex(where: { $0.table.oid == table.oid }),
        isWanted(target), seeds[target].mode != .update
      else { return nil }
      return (
        target,
        ReferenceResolution(
          seed: seeds[index], stage: stages[index].name, lookup: number, target: seeds[target],
          targetStage: stages[target].name)
      )
    }
  }

  /// - Returns: true where a reference found a record that it had not before.
  private func find(_ resolutions: [(target: Int, sql: ReferenceResolution)]) throws -> Bool {
    var found = false
    for (_, resolution) in resolutions {
      guard let statement = resolution.findRecords else { continue }
      if try connection.execute(statement).affected > 0 { found = true }
    }
    return found
  }

  /// - Returns: true where a reference got its value from the record that it means.
  private func settle(_ resolutions: [(target: Int, sql: ReferenceResolution)]) throws -> Bool {
    var settled = false
    for (target, resolution) in resolutions {
      guard let statement = try resolution.settle(key: key(target)) else { continue }
      if try connection.execute(statement).affected > 0 { settled = true }
    }
    return settled
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

  /// Keeps other writers from tables where nothing but the comparison keeps rows from being made
  /// twice.
  func lockUnindexed() throws {
    for seed in seeds where seed.key?.index == nil {
      try connection.execute("LOCK TABLE \(seed.table.name) IN SHARE ROW EXCLUSIVE MODE")
    }
  }

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
      problems += try mismatched(index, diff)
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

  /// Rows that are there under another primary key, or that their own key would not find again.
  private func mismatched(_ index: Int, _ diff: RowDiff) throws -> [Problem] {
    let seed = seeds[index]
    let expressions = RowExpressions(seed: seed)
    var problems: [Problem] = []
    let identity = try expressions.identityColumns(key(index))
    if !identity.isEmpty {
      let names = identity.map { seed.table.columns[$0].name }
      let rows = try connection.execute(diff.otherIdentity(identity))
      let places = try RecordPlaces(seed).locations(of: rows.map { $0.int(0) }, field: names.first)
      problems += rows.map { row in
        Problem(
          "seed.other_identity",
          "this row of \(seed.table.name) is there with another \(names.joined(separator: ", "))",
          hint: "a row keeps its primary key: leave it out, or name it in $insertOnly",
          at: places[row.int(0)])
      }
    }
    if let outside = try expressions.isOutside(key(index)) {
      let rows = try connection.execute(diff.outside(outside))
      let places = try RecordPlaces(seed).locations(of: rows.map { $0.int(0) })
      problems += rows.map { row in
        Problem(
          "seed.outside_key",
          "the partial index of \(seed.table.name) on its $key does not hold this row",
          hint: "the row would be made anew on every run: name another $key",
          at: places[row.int(0)])
      }
    }
    return problems
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
