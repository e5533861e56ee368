internal import Postgres

// Reading all records into their stages.
extension StagedSeeds {
  /// Fills the stages, those of tables that others refer to first: what stands inside of records
  /// belongs to other tables, and is known once these records are read.
  ///
  /// - Returns: the problems of the records, by table.
  mutating func read(_ values: DirectiveValues) throws -> [[Problem]] {
    var problems: [[Problem]] = Array(repeating: [], count: seeds.count)
    var isRead = Array(repeating: false, count: seeds.count)
    stages = seeds.indices.map { Stage($0, on: connection) }
    while let index = SeedOrder.groups(of: seeds.map(\.table)).joined().first(where: { !isRead[$0] }
    ) {
      let before = numbers(index)
      let nested: [(section: FixtureSection, table: Table)]
      do {
        (problems[index], nested) = try stages[index].fill(
          &seeds[index], catalog: catalog, values: values, firstNumbers: firstNumbers,
          progress: progress)
      } catch let narrow as NarrowCatalog {
        catalog = try widen(catalog, narrow)
        continue
      }
      isRead[index] = true
      if numbers(index) != before {
        for other in seeds.indices where other != index && stands(other, in: index) {
          isRead[other] = false
        }
      }
      for (section, table) in nested where table.oid != seeds[index].table.oid {
        let own = seeds.firstIndex { $0.table.oid == table.oid }
        if let own {
          if seeds[own].add(section, in: seeds[index].mode) { isRead[own] = false }
        } else {
          seeds.append(TableSeed(table: table, nested: section, in: seeds[index]))
          stages.append(Stage(seeds.count - 1, on: connection))
          isRead.append(false)
          problems.append([])
        }
      }
    }
    return problems
  }

  /// The number of the first record of each section that was read; it depends on nothing but the
  /// sections of the same table.
  private func numbers(_ index: Int) -> [[String]: Int] {
    Dictionary(
      seeds[index].starts.map { ($0.section.identity, $0.first) },
      uniquingKeysWith: { one, _ in one })
  }

  private var firstNumbers: [[String]: Int] {
    seeds.indices.reduce(into: [:]) { all, index in
      all.merge(numbers(index)) { one, _ in one }
    }
  }

  /// Some records of a table stand in those of another one, whose numbers they are read with.
  private func stands(_ index: Int, in other: Int) -> Bool {
    seeds[index].sections.contains { $0.nesting?.parentTable == seeds[other].table.oid }
  }

  // MARK: Labels

  /// Records with one label in one layer.
  func duplicateLabels(_ index: Int) throws -> [Problem] {
    let seed = seeds[index]
    guard let slot = seed.layout.labels else { return [] }
    let rows = try connection.execute(
      SQL(
        unsafe: """
          SELECT pg_catalog.min(_n), (pg_catalog.array_agg(_n ORDER BY _n))[2]
          FROM \(stages[index].name) WHERE c\(slot) IS NOT NULL
          GROUP BY c\(slot), _n < \(seed.layerStart) HAVING pg_catalog.count(*) > 1
          ORDER BY 1 LIMIT 50
          """))
    let places = try RecordPlaces(seed).locations(
      of: rows.flatMap { [$0.int(0), $0.int(1)] }, field: StageLayout.label)
    return rows.map { row in
      Problem(
        sameAt: places[row.int(0)], places[row.int(1)], "seed.duplicate_label",
        "two records of \(seed.table.name) have the same label",
        hint: "a label names one row of its table", ofRepeat: "it needs {{n}}")
    }
  }

  /// Lays records of the environment over those of the base that have their label.
  mutating func mergeLabels(_ index: Int) throws {
    guard seeds[index].hasLayers, let slot = seeds[index].layout.labels else { return }
    try LayerMerge(
      stage: stages[index].name, isSame: { _ in "b.c\(slot) = o.c\(slot)" },
      children: childColumns(of: index), connection: connection
    ).run(&seeds[index])
    let used = try connection.execute(
      SQL(unsafe: "SELECT DISTINCT _g FROM \(stages[index].name)"))
    seeds[index].fieldSetsInUse = Set(used.map { $0.int(0) })
  }

  /// The stages and their columns with the numbers of a table's records.
  func childColumns(of index: Int) -> [(stage: String, column: String)] {
    seeds.indices.flatMap { other in
      let slots = Set(
        seeds[other].layout.lookups.compactMap { lookup -> Int? in
          guard case .number(let slot) = lookup.record,
            lookup.table.oid == seeds[index].table.oid
          else { return nil }
          return slot
        })
      return slots.sorted().map { (stages[other].name, "c\($0)") }
    }
  }
}

extension Problem {
  /// Two records are the same in what has to differ.
  ///
  /// - Parameter ofRepeat: the hint where they are made from one.
  init(
    sameAt first: Location?, _ second: Location?, _ code: String, _ message: String, hint: String,
    ofRepeat: String
  ) {
    if first == second {
      self.init(code, "\(message): $repeat makes them of this one", hint: ofRepeat, at: second)
    } else {
      self.init(
        code, message, hint: hint, at: second, notes: first.map { ["the first is at \($0)"] } ?? [])
    }
  }
}
