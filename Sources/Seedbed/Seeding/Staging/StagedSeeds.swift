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
  /// Whether each table had any row before.
  private(set) var holdRows: [Bool] = []

  /// What was compared while references were looked up, by position.
  var compared: [Int: Difference] = [:]

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
        if key.index == nil, seeds[index].count > 0 {
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
