internal import Postgres

// Staged rows against those of their tables.
extension StagedSeeds {
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
  /// - Parameter unresolved: what is wrong with references, and the records concerned.
  /// - Throws: that, and what else can be known not to work before it is tried, together.
  func compare(_ unresolved: Unresolved) throws -> [Counts] {
    var problems = unresolved.problems
    var all: [Counts] = []
    for index in seeds.indices {
      progress.activity("comparing \(seeds[index].table.name)")
      do {
        all.append(try compare(index, except: unresolved.records[index], &problems))
      } catch let error as PostgresError {
        throw error.named(for: seeds[index])
      }
    }
    if let problem = Problem.together(problems) { throw problem }
    return all
  }

  /// - Parameter unresolved: records of which nothing can be said.
  private func compare(
    _ index: Int, except unresolved: Set<Int>, _ problems: inout [Problem]
  ) throws -> Counts {
    let diff = try diff(index)
    var counts = Counts()
    problems += try mismatched(index, diff, except: unresolved)
    guard let row = try connection.execute(diff.counts).first else { return counts }
    (counts.rows, counts.missing, counts.changed) = (row.int(0), row.int(1), row.int(2))
    if try !key(index).isUnique { problems += try ambiguous(index, diff) }
    if counts.missing > 0, seeds[index].mode != .update {
      problems += try incomplete(index, diff, except: unresolved)
    }
    if counts.changed > 0 {
      let columns = try RowExpressions(seed: seeds[index]).comparedColumns(key(index))
      if let flags = try connection.execute(diff.differingColumns(columns)).first {
        counts.changedColumns = columns.enumerated().filter { flags.bool($0.offset) }
          .map(\.element)
      }
    }
    return counts
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

  /// Every difference of a table.
  func changes(_ index: Int) throws -> [RowChange] {
    let seed = seeds[index]
    let key = try key(index)
    let columns = RowExpressions(seed: seed).comparedColumns(key)
    let rows = try connection.execute(diff(index).changes(columns))
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
        key: zip(key.parts, keys).map { part, value in
          (column: seed.table.columns[part.column].name, value: Self.json(value))
        },
        fields: fields.map { (column: $0.0, from: $0.1, to: $0.2) },
        source: places[row.int(0)])
    }
  }

  /// NULL comes as no text at all.
  private static func json(_ text: String) -> String { text.isEmpty ? "null" : text }
}
