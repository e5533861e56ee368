internal import Postgres

/// What is wrong with references, and with records that stand for the same row.
struct Unresolved {
  var problems: [Problem] = []
  /// For each table, the records whose references lead nowhere.
  var records: [Set<Int>]
}

// References, and layers laid over one another.
extension StagedSeeds {
  /// Finds the rows that references mean, and lays the layers over one another.
  ///
  /// - Returns: references that lead nowhere and records that stand for the same row.
  mutating func resolve() throws -> Unresolved {
    for index in seeds.indices where try !compareByJoin(index) {
      let layout = seeds[index].layout
      let vain = layout.lookups.indices.filter { number in
        seeds.indices.contains {
          seeds[$0].table.oid == layout.lookups[number].table.oid && !holdRows[$0]
        }
      }
      let references = ReferenceSQL(layout: layout, vain: Set(vain))
      if let statement = references.resolve(stages[index].name) {
        try connection.execute(statement)
      }
    }
    var found = Unresolved(records: Array(repeating: [], count: seeds.count))
    for index in seeds.indices { try findAmbiguous(index, &found) }
    try lookForOpen()
    for group in groups {
      if try referByJoin(group) {
        for index in group { found.problems += try duplicates(index) }
        continue
      }
      try referOutside(group)
      try referInside(group, settling: false)
      for index in group {
        found.problems += try duplicates(index)
        guard seeds[index].hasLayers else { continue }
        let key = try key(index)
        try LayerMerge(
          stage: stages[index].name,
          isSame: { RowExpressions(seed: $0).sameKey(key, "b", "o") },
          children: childColumns(of: index), connection: connection
        ).run(&seeds[index])
      }
      try forgetMerged(group)
      try referInside(group, settling: true)
      for index in group {
        try forgetUnmade(index)
        try seekLabels(index)
      }
      for index in group { try findUnresolved(index, &found) }
    }
    return found
  }

  /// Only references that have found no row need to be looked for among the records.
  private mutating func lookForOpen() throws {
    let referring = seeds.indices.filter {
      !seeds[$0].layout.lookups.isEmpty && !seeds[$0].joinsReferences
    }
    let answers = try connection.pipeline(try referring.map { try diff($0).anyUnresolved })
    for (index, answer) in zip(referring, answers) {
      seeds[index].hasOpenReferences = !answer.isEmpty
    }
  }

  /// - Returns: true where all of a table's references have found their rows, or will once these are
  ///   made.
  private mutating func referByJoin(_ group: [Int]) throws -> Bool {
    let joined = JoinedReferences(seeds: seeds, stages: stages, holdRows: holdRows)
    guard group.count == 1, joined.sufficeToMake(group[0]) else {
      return group.count == 1 && seeds[group[0]].joinsReferences
    }
    let vain = try connection.pipeline(joined.vain(group[0]))
    seeds[group[0]].joinsReferences = vain.allSatisfy { $0.first?.int(0) == 0 }
    return seeds[group[0]].joinsReferences
  }

  /// The records of other groups are in their final state by now.
  private func referOutside(_ group: [Int]) throws {
    for index in group {
      // A reference inside another stands before it, and has its value before that is looked for.
      for other in resolutions(index, where: { !group.contains($0) }) where try find([other]) {
        _ = try settle([other])
      }
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

  /// No row is made for a record in the mode `update`.
  private func forgetUnmade(_ index: Int) throws {
    for (target, resolution) in resolutions(index, where: { seeds[$0].mode == .update }) {
      _ = target
      try connection.execute(resolution.forget)
    }
  }

  /// The references of a table's records to records of the same run.
  private func resolutions(
    _ index: Int, where isWanted: (Int) -> Bool
  ) -> [(target: Int, sql: ReferenceResolution)] {
    guard seeds[index].hasOpenReferences else { return [] }
    return seeds[index].layout.lookups.indices.compactMap { number in
      let table = seeds[index].layout.lookups[number].table
      guard let target = seeds.firstIndex(where: { $0.table.oid == table.oid }),
        isWanted(target),
        seeds[target].mode != .update || seeds[index].layout.lookups[number].record != nil
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
    for statement in ReferenceResolution.findRecords(resolutions.map(\.sql)) {
      if try connection.execute(statement).affected > 0 { found = true }
    }
    return found
  }

  /// - Returns: true where a reference got its value from the record that it means.
  private func settle(_ resolutions: [(target: Int, sql: ReferenceResolution)]) throws -> Bool {
    var settled = false
    for (target, resolution) in resolutions where holdRows[target] || resolution.isGiven {
      guard let statement = try resolution.settle(key: key(target)) else { continue }
      if try connection.execute(statement).affected > 0 { settled = true }
    }
    return settled
  }

  private func duplicates(_ index: Int) throws -> [Problem] {
    let seed = seeds[index]
    // Without a second record there is no pair, and without a first no field to group by.
    let key = try key(index)
    guard seed.count > 1, !key.isByLabel, !seed.areDistinct(by: key),
      try !connection.execute(diff(index).anyDuplicate).isEmpty
    else {
      return []
    }
    let rows = try connection.execute(diff(index).duplicates)
    let places = try RecordPlaces(seed).locations(of: rows.flatMap { [$0.int(0), $0.int(1)] })
    return rows.map { row in
      Problem(
        sameAt: places[row.int(0)], places[row.int(1)], "seed.duplicate_key",
        "two records of \(seed.table.name) stand for the same row",
        hint: "keep one of them", ofRepeat: "its key needs {{n}}, or a $fake")
    }
  }

  /// References by NULL that find several rows.
  private func findAmbiguous(_ index: Int, _ found: inout Unresolved) throws {
    let seed = seeds[index]
    for (number, lookup) in seed.layout.lookups.enumerated() where !seed.joinsReferences {
      let references = ReferenceSQL(layout: seed.layout)
      guard let statement = references.ambiguous(number, stages[index].name) else { continue }
      let rows = try connection.execute(statement)
      let field = lookup.path.split(separator: ".").first.map(String.init)
      let places = try RecordPlaces(seed).locations(of: rows.map { $0.int(0) }, field: field)
      found.records[index].formUnion(rows.map { $0.int(0) })
      found.problems += rows.map { row in
        Problem(
          "seed.ambiguous_reference",
          "\"\(lookup.path)\" finds several rows of \(lookup.table.name)",
          hint: "its unique key lets NULL stand in several rows: name the row by another key",
          at: places[row.int(0)])
      }
    }
  }

  private func findUnresolved(_ index: Int, _ found: inout Unresolved) throws {
    let seed = seeds[index]
    guard seed.hasOpenReferences,
      try !connection.execute(diff(index).anyUnresolved).isEmpty
    else { return }
    for (number, lookup) in seed.layout.lookups.enumerated() {
      // What a lookup inside another did not find is the outer one's fault too; the inner says it.
      let inner = lookup.parts.contains {
        if case .lookup = $0.source { true } else { false }
      }
      let rows = try connection.execute(diff(index).unresolved(number))
      guard !rows.isEmpty, !(inner && !found.records[index].isEmpty) else { continue }
      let field = lookup.path.split(separator: ".").first.map(String.init)
      let places = try RecordPlaces(seed).locations(of: rows.map { $0.int(0) }, field: field)
      found.records[index].formUnion(rows.map { $0.int(0) })
      if lookup.record != nil {
        found.problems += try unresolvedRecords(index, lookup, places, rows)
        continue
      }
      found.problems += rows.map { row in
        Problem(
          "seed.unresolved_reference",
          "\"\(lookup.path)\" finds no row of \(lookup.table.name)",
          hint: "it is neither in the database nor in the fixtures", at: places[row.int(0)])
      }
    }
  }
}
