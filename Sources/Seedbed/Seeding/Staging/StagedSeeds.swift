internal import Postgres

/// All tables of a run in their stages: resolved, checked and compared.
struct StagedSeeds {
  var seeds: [TableSeed]
  var catalog: Catalog
  let connection: Connection
  let progress: any Progress
  let purpose: SeedReport.Purpose
  /// Groups of tables in the order of writing, by position in `seeds`.
  private(set) var groups: [[Int]] = []
  var stages: [Stage] = []
  /// Reads the catalog again, with what it lacks.
  let widen: (Catalog, NarrowCatalog) throws -> Catalog
  /// Whether each table had any row before.
  private(set) var holdRows: [Bool] = []

  /// What was compared while references were looked up, by position.
  var compared: [Int: Difference] = [:]

  init(
    seeds: [TableSeed], catalog: Catalog, connection: Connection, progress: any Progress,
    purpose: SeedReport.Purpose, widen: @escaping (Catalog, NarrowCatalog) throws -> Catalog
  ) {
    self.widen = widen
    self.seeds = seeds
    self.catalog = catalog
    self.connection = connection
    self.progress = progress
    self.purpose = purpose
  }

  func key(_ index: Int) throws -> SeedKey {
    if let key = seeds[index].key { return key }
    return try KeyChoice(seed: seeds[index]).key()
  }

  /// Reads all records into their stages.
  ///
  /// - Throws: every problem of every record, together.
  mutating func fill(_ values: DirectiveValues) throws {
    var problems = Array(try read(values).joined())
    if let problem = Problem.together(problems) { throw problem }
    groups = SeedOrder.groups(of: seeds)
    for index in seeds.indices { problems += try duplicateLabels(index) }
    if let problem = Problem.together(problems) { throw problem }
    for index in seeds.indices {
      try mergeLabels(index)
      do {
        let labelled = LabelledRows(
          seed: seeds[index], stage: stages[index], connection: connection)
        let key = try labelled.key(&seeds[index]) ?? KeyChoice(seed: seeds[index]).key()
        if key.index == nil, seeds[index].count > 0 {
          progress.note(
            "\(seeds[index].table.name) has no unique index on its $key: it is locked, and "
              + "matching is slower")
        }
        seeds[index].key = key
      } catch let problem as Problem {
        problems.append(try atFirstRecordWithoutKey(problem, of: index))
      }
    }
    problems += try ExpressionCheck(connection: connection).problems(in: seeds)
    problems += seeds.flatMap { PrivilegeCheck(seed: $0, purpose: purpose).problems }
    if let problem = Problem.together(problems) { throw problem }
    for index in seeds.indices where try key(index).isByLabel {
      try LabelledRows(seed: seeds[index], stage: stages[index], connection: connection)
        .find(allocating: purpose == .apply)
    }
    for (index, stage) in stages.enumerated()
    where seeds[index].count > 100 && !seeds[index].layout.lookups.isEmpty {
      try stage.analyze(seeds[index].layout)
    }
  }

  /// What is made on the server before the transaction may only read.
  func prepareComparison() throws {
    let statements = try seeds.indices.map { try comparison($0).create }
    do {
      _ = try connection.pipeline(statements)
    } catch {
      let widest = seeds.max { $0.layout.columns.count < $1.layout.columns.count }
      throw widest.map(error.named) ?? error
    }
  }

  /// Where a table is empty there is nothing to compare with, and nothing to refer to.
  mutating func lookForRows() throws {
    holdRows = try connection.pipeline(
      seeds.map { SQL(unsafe: "SELECT EXISTS (SELECT FROM \($0.table.rows))") }
    ).map { $0.first?.bool(0) ?? true }
  }

  func comparison(_ index: Int) throws -> Comparison {
    Comparison(seed: seeds[index], key: try key(index), stage: stages[index])
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
