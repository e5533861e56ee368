internal import Postgres

/// All tables of a run in their stages: resolved, checked and compared.
struct StagedSeeds {
  var seeds: [TableSeed]
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
}
