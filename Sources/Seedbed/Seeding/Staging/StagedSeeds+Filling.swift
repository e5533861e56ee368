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
      try stages[index].drop()
      let nested: [(section: FixtureSection, table: Table)]
      do {
        (problems[index], nested) = try stages[index].fill(
          &seeds[index], catalog: catalog, values: values, firstNumbers: firstNumbers(isRead),
          progress: progress)
      } catch let narrow as NarrowCatalog {
        catalog = try widen(catalog, narrow)
        continue
      }
      isRead[index] = true
      for (section, table) in nested where table.oid != seeds[index].table.oid {
        let own = seeds.firstIndex { $0.table.oid == table.oid }
        if let own {
          guard seeds[own].add(section, in: seeds[index].mode) else { continue }
          forget(own, &isRead)
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

  private func firstNumbers(_ isRead: [Bool]) -> [[String]: Int] {
    let starts = seeds.indices.filter { isRead[$0] }.flatMap { seeds[$0].starts }
    return Dictionary(
      starts.map { ($0.section.identity, $0.first) }, uniquingKeysWith: { one, _ in one })
  }

  /// A table gets further records, so that its own are numbered anew: they are read again, and so
  /// is what stands inside of them.
  private func forget(_ index: Int, _ isRead: inout [Bool]) {
    guard isRead[index] else { return }
    isRead[index] = false
    for other in seeds.indices
    where seeds[other].sections.contains(where: {
      $0.nesting?.parentTable == seeds[index].table.oid
    }) {
      forget(other, &isRead)
    }
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
        "seed.duplicate_label", "two records of \(seed.table.name) have the same label",
        hint: "a label names one row of its table", at: places[row.int(1)],
        notes: places[row.int(0)].map { ["the first is at \($0)"] } ?? [])
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
