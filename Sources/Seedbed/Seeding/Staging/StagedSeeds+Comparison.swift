internal import Postgres

// Staged rows against those of their tables.
extension StagedSeeds {
  /// Keeps other writers from tables where nothing but the comparison keeps rows from being made
  /// twice.
  func lockUnindexed() throws {
    for seed in seeds where seed.count > 0 && seed.key?.index == nil {
      try connection.execute("LOCK TABLE \(seed.table.name) IN SHARE ROW EXCLUSIVE MODE")
    }
  }

  /// - Parameter source: the table with the staged rows to look at; all of them, where it is nil.
  func diff(_ index: Int, source: String? = nil) throws -> RowDiff {
    RowDiff(
      seed: seeds[index], key: try key(index), source: "\(source ?? stages[index].name) AS s")
  }

  /// Compares every stage with its table.
  ///
  /// - Parameter unresolved: what is wrong with references, and the records concerned.
  /// - Throws: that, and what else can be known not to work before it is tried, together.
  func compare(_ unresolved: Unresolved) throws -> [Difference] {
    var problems = unresolved.problems
    var differences: [Difference] = []
    for index in seeds.indices {
      progress.activity("comparing \(seeds[index].table.name)")
      let diff = try diff(index)
      problems += try mismatched(index, diff, except: unresolved.records[index])
      let difference = try difference(index)
      if try !key(index).isUnique { problems += try ambiguous(index, diff) }
      if difference.missing > 0, seeds[index].mode != .update {
        problems += try incomplete(
          index, self.diff(index, source: difference.source), except: unresolved.records[index])
      }
      if !difference.isEmpty {
        problems += try DomainCheck(
          seed: seeds[index], source: difference.source, connection: connection
        ).problems()
      }
      problems += try GeneratedValues(
        seed: seeds[index], key: key(index), connection: connection
      ).problems(inUnchangedRowsOf: comparison(index).source)
      differences.append(difference)
    }
    if let problem = Problem.together(problems) { throw problem }
    return differences
  }

  private func difference(_ index: Int) throws -> Difference {
    let seed = seeds[index]
    if let difference = compared[index] { return difference }
    guard holdRows[index] else {
      return Difference(rows: seed.rows, missing: seed.rows, source: stages[index].name)
    }
    let comparison = try comparison(index)
    guard let answer = try answer(comparison) else {
      return Difference(rows: seed.rows, source: stages[index].name)
    }
    let difference = comparison.difference(answer)
    try comparison.analyze(difference, on: connection)
    return difference
  }

  private func answer(_ comparison: Comparison) throws -> Rows.Row? {
    do {
      return try connection.pipeline(comparison.statements).last?.first
    } catch {
      throw error.named(for: comparison.seed)
    }
  }

  /// Compares a table once more, with what its rows are by now.
  func compareAnew(_ index: Int) throws -> Difference {
    let comparison = try comparison(index)
    try connection.execute(comparison.clear)
    let answer = try answer(comparison)
    guard let answer, !comparison.isIncomplete(answer) else {
      throw RowsMoved(seeds[index], asked: seeds[index].rows, written: 0)
    }
    return comparison.difference(answer)
  }

  /// Compares a table while its references are looked up, instead of before.
  ///
  /// - Returns: false where some reference finds no row that was there before.
  mutating func compareByJoin(_ index: Int) throws -> Bool {
    let joined = JoinedReferences(seeds: seeds, stages: stages, holdRows: holdRows)
    guard purpose != .verify, groups.contains([index]), joined.mayCompare(index) else {
      return false
    }
    seeds[index].joinsReferences = true
    let comparison = try comparison(index)
    if let answer = try answer(comparison), !comparison.isIncomplete(answer) {
      let difference = comparison.difference(answer)
      try comparison.analyze(difference, on: connection)
      compared[index] = difference
      return true
    }
    try connection.execute(comparison.clear)
    seeds[index].joinsReferences = false
    return false
  }

  /// Rows that are there under another primary key, or that their own key would not find again.
  private func mismatched(
    _ index: Int, _ diff: RowDiff, except unresolved: Set<Int>
  ) throws -> [Problem] {
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
          hint: "a row keeps its primary key and its identity: leave it out, or name it in "
            + "$insertOnly",
          at: places[row.int(0)])
      }
    }
    if let outside = try expressions.isOutside(key(index)) {
      let rows = try connection.execute(diff.outside(outside))
        .filter { !unresolved.contains($0.int(0)) }
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
  private func incomplete(
    _ index: Int, _ diff: RowDiff, except unresolved: Set<Int>
  ) throws -> [Problem] {
    let seed = seeds[index]
    let lacking = seed.layout.fieldSets.map { set in
      seed.table.columns.enumerated().filter { index, column in
        column.isNotNull && !column.hasDefault && !set.gives(index)
      }.map(\.element.name)
    }
    let sets = lacking.indices.filter { !lacking[$0].isEmpty }
    guard !sets.isEmpty else { return [] }
    let rows = try connection.execute(diff.missing(fieldSets: sets))
      .filter { !unresolved.contains($0.int(0)) }
    let places = try RecordPlaces(seed).locations(of: rows.map { $0.int(0) })
    return rows.map { row in
      let names = lacking[row.int(1)].map { "\"\($0)\"" }.joined(separator: ", ")
      return Problem(
        "seed.missing_value", "a new row of \(seed.table.name) needs \(names)",
        hint: "the row is not there yet, and the column has neither value nor default",
        at: places[row.int(0)])
    }
  }

  /// Every difference of a table, or the first ones.
  func changes(
    _ index: Int, in difference: Difference, limit: Int? = nil
  ) throws -> [RowChange] {
    let seed = seeds[index]
    let key = try key(index)
    let columns = RowExpressions(seed: seed).comparedColumns(key)
    var diff = try diff(index, source: difference.source)
    diff.described = { description(of: $0, in: index, row: "s") }
    let rows = try connection.execute(diff.changes(columns, limit: limit))
    let places = try RecordPlaces(seed).locations(of: rows.map { $0.int(0) })
    return rows.map { row in
      let isNew = row.bool(1)
      let (keys, flags, now, wanted) = (row.array(2), row.array(3), row.array(4), row.array(5))
      let fields = columns.enumerated().compactMap { offset, column -> (String, String?, String)? in
        guard isNew || flags[offset] == "t" else { return nil }
        if isNew, key.contains(column) || wanted[offset].isEmpty { return nil }
        return (
          seed.table.columns[column].name, isNew ? nil : Self.json(now[offset]),
          Self.json(wanted[offset])
        )
      }
      return RowChange(
        table: seed.table.name.description, action: isNew ? .insert : .update,
        key: key.isByLabel
          ? [(StageLayout.label, Self.json(keys[0]))]
          : zip(key.parts, keys).map { part, value in
            (column: seed.table.columns[part.column].name, value: Self.json(value))
          },
        fields: fields.map { (column: $0.0, from: $0.1, to: $0.2) },
        source: places[row.int(0)])
    }
  }

  /// The key of the record around another one, as JSON.
  private func description(of lookup: Int, in index: Int, row: String) -> String? {
    guard
      let target = seeds.firstIndex(where: {
        $0.table.oid == seeds[index].layout.lookups[lookup].table.oid
      }), let key = try? key(target), row.count < 5
    else { return nil }
    let other = row + "p"
    let expressions = RowExpressions(seed: seeds[target])
    var members = key.parts.map { part in
      let value = expressions.planned(part.column, row: other) { inner in
        description(of: inner, in: target, row: other)
      }
      return "\(quoted(literal: seeds[target].table.columns[part.column].name)), \(value)"
    }
    if key.isByLabel, let label = seeds[target].layout.labels {
      members = ["'$ref', \(other).c\(label)"]
    }
    return "(SELECT pg_catalog.jsonb_build_object(\(members.joined(separator: ", "))) "
      + "FROM \(stages[target].name) AS \(other) WHERE \(other)._n = \(row).p\(lookup))"
  }

  /// NULL comes as no text at all.
  private static func json(_ text: String) -> String { text.isEmpty ? "null" : text }
}
