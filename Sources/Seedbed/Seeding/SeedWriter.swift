internal import Postgres

/// Writes the differences that were found, in the order of the foreign keys.
struct SeedWriter {
  let staged: StagedSeeds
  let counts: [StagedSeeds.Counts]
  let connection: Connection

  /// - Throws: `RowsMoved` where other sessions changed what was compared; `Problem` where the
  ///   server refuses a row.
  func write() throws {
    for group in staged.groups {
      let differing = group.filter { counts[$0].differs }
      guard !differing.isEmpty else { continue }
      for index in differing { try resolvePending(index, in: group) }
      if group.count == 1, !refersToItself(group[0]) {
        try writeTable(group[0])
      } else {
        try writeCircle(group)
      }
    }
    // Deferred constraints speak now, while the rows are still known.
    do {
      try connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    } catch {
      throw refusal(error, index: nil, record: nil)
    }
    for index in staged.seeds.indices where counts[index].missing > 0 {
      try SequenceAdvance(seed: staged.seeds[index], connection: connection).run()
    }
  }

  private func refersToItself(_ index: Int) -> Bool {
    let table = staged.seeds[index].table
    return table.foreignKeys.contains { $0.table == table.oid }
  }

  private func rowWrite(_ index: Int, allocated: [Int: String] = [:]) throws -> RowWrite {
    RowWrite(
      seed: staged.seeds[index], key: try staged.key(index), stage: staged.stages[index].name,
      allocated: allocated)
  }

  // MARK: References to rows of this run

  /// The rows that references meant as records are there by now, except those of the same group.
  private func resolvePending(_ index: Int, in group: [Int]) throws {
    let layout = staged.seeds[index].layout
    guard !layout.lookups.isEmpty else { return }
    let pending = layout.lookups.indices.map { "s.p\($0) IS NOT NULL" }
    if let statement = ReferenceSQL(layout: layout).resolve(
      staged.stages[index].name, where: pending.joined(separator: " OR "))
    {
      try connection.execute(statement)
    }
  }

  // MARK: One table

  private func writeTable(_ index: Int) throws {
    let count = counts[index]
    let write = try rowWrite(index)
    var updated = 0
    var inserted = 0
    if count.changed > 0 {
      updated = try run(index) { write.update(count.changedColumns, records: $0) }
    }
    if count.missing > 0, staged.seeds[index].mode != .update {
      for set in staged.seeds[index].layout.fieldSets.indices {
        inserted += try run(index) { write.insert(fieldSet: set, records: $0) }
      }
      guard inserted == count.missing else { throw RowsMoved() }
    }
    guard updated == count.changed else { throw RowsMoved() }
  }

  /// Runs a statement over all records; where the server refuses it, finds the record.
  private func run(_ index: Int, _ statement: (ClosedRange<Int>?) -> String) throws -> Int {
    try connection.execute("SAVEPOINT seedbed_write")
    do {
      let affected = try connection.execute(SQL(unsafe: statement(nil))).affected
      try connection.execute("RELEASE SAVEPOINT seedbed_write")
      return affected
    } catch {
      guard !error.isRetryable, !error.isConnectionFailure else { throw error }
      try connection.execute("ROLLBACK TO SAVEPOINT seedbed_write")
      let found = try refusedRecord(index, statement)
      throw refusal(found?.error ?? error, index: index, record: found?.number)
    }
  }

  /// The first record that the server refuses, by halving: what goes through stays, so that rows
  /// which contradict each other are found too.
  private func refusedRecord(
    _ index: Int, _ statement: (ClosedRange<Int>?) -> String
  ) throws -> (number: Int, error: PostgresError)? {
    var range = 0...max(0, staged.seeds[index].count - 1)
    var last: PostgresError?
    while true {
      let middle = range.lowerBound + (range.upperBound - range.lowerBound) / 2
      try connection.execute("SAVEPOINT seedbed_half")
      do {
        try connection.execute(SQL(unsafe: statement(range.lowerBound...middle)))
        try connection.execute("RELEASE SAVEPOINT seedbed_half")
        guard middle < range.upperBound else { return nil }
        range = (middle + 1)...range.upperBound
      } catch {
        guard !error.isRetryable, !error.isConnectionFailure else { throw error }
        last = error
        try connection.execute("ROLLBACK TO SAVEPOINT seedbed_half")
        if range.lowerBound == middle { return last.map { (middle, $0) } }
        range = range.lowerBound...middle
      }
    }
  }

  // MARK: Tables that refer to one another

  /// Foreign keys are looked at when a statement ends, so one statement can make rows that refer to
  /// one another in any order.
  private func writeCircle(_ group: [Int]) throws {
    let allocated = try allocate(in: group)
    var parts: [String] = []
    var expected: [(count: Int, parts: Range<Int>)] = []
    for index in group {
      let count = counts[index]
      let write = try rowWrite(index, allocated: allocated[index] ?? [:])
      if count.changed > 0 {
        expected.append((count.changed, parts.count..<(parts.count + 1)))
        parts.append(write.update(count.changedColumns))
      }
      guard count.missing > 0, staged.seeds[index].mode != .update else { continue }
      let inserts = staged.seeds[index].layout.fieldSets.indices.map { write.insert(fieldSet: $0) }
      expected.append((count.missing, parts.count..<(parts.count + inserts.count)))
      parts += inserts
    }
    guard !parts.isEmpty else { return }
    let named = parts.enumerated().map { "w\($0) AS (\($1) RETURNING 1)" }
    let totals = parts.indices.map { "(SELECT count(*) FROM w\($0))" }
    let statement =
      "WITH \(named.joined(separator: ",\n")) SELECT \(totals.joined(separator: ", "))"
    do {
      let affected = try connection.execute(SQL(unsafe: statement)).first
      for (count, range) in expected
      where range.reduce(0, { $0 + (affected?.int($1) ?? 0) }) != count {
        throw RowsMoved()
      }
    } catch let error as PostgresError {
      guard !error.isRetryable, !error.isConnectionFailure else { throw error }
      let index = group.first { staged.seeds[$0].table.name.name == error.table } ?? group[0]
      throw refusal(error, index: index, record: nil)
    }
  }

  /// Gives the rows that others of the group refer to their ids before they are made.
  ///
  /// - Returns: for each table, the columns that were given a value, and the stage's column with it.
  private func allocate(in group: [Int]) throws -> [Int: [Int: String]] {
    var allocated: [Int: [Int: String]] = [:]
    for index in group {
      for (number, lookup) in staged.seeds[index].layout.lookups.enumerated() {
        guard
          let target = group.first(where: {
            staged.seeds[$0].table.oid == lookup.table.oid
          }), let column = staged.seeds[target].table.columnIndex(number: lookup.wanted.number)
        else { continue }
        let held = "a\(lookup.wanted.number)"
        if allocated[target]?[column] == nil {
          try connection.execute(
            SQL(
              unsafe: "ALTER TABLE \(staged.stages[target].name) "
                + "ADD COLUMN \(held) \(lookup.wanted.typeText)"))
          allocated[target, default: [:]][column] = held
        }
        try fill(held, column, of: target, neededBy: index, number)
      }
    }
    return allocated
  }

  private func fill(
    _ held: String, _ column: Int, of target: Int, neededBy index: Int, _ lookup: Int
  ) throws {
    let seed = staged.seeds[target]
    let expressions = RowExpressions(seed: seed)
    let wanted = seed.table.columns[column]
    let own = staged.stages[index].name
    let theirs = staged.stages[target].name
    try connection.execute(
      SQL(
        unsafe: """
          UPDATE \(theirs) AS s SET \(held) = coalesce(
            (SELECT t.\(wanted.sql) FROM \(seed.table.name.sql) AS t
              WHERE \(expressions.matches(try staged.key(target)))),
            \(expressions.value(of: column)), \(seed.table.defaultSQL(of: wanted) ?? "NULL"))
          WHERE s.\(held) IS NULL
            AND s._n IN (SELECT u.p\(lookup) FROM \(own) AS u WHERE u.l\(lookup) IS NULL)
          """))
    try connection.execute(
      SQL(
        unsafe: """
          UPDATE \(own) AS s SET l\(lookup) = q.\(held) FROM \(theirs) AS q
          WHERE s.p\(lookup) = q._n AND s.l\(lookup) IS NULL
          """))
  }

  // MARK: Refusals

  private func refusal(_ error: PostgresError, index: Int?, record: Int?) -> Problem {
    let redacted = error.redacted
    let seed = index.map { staged.seeds[$0] }
    let field = error.column
    let place = record.flatMap { number in
      seed.flatMap { try? RecordPlaces($0).location(of: number, field: field) }
    }
    var notes = [redacted.detail, redacted.context].compactMap { $0 }
    if let constraint = error.constraint { notes.append("constraint \(constraint)") }
    notes.append("SQLSTATE \(error.sqlState); nothing was written")
    return Problem(
      "seed.refused_row",
      "the server refuses a row of \(seed?.table.name.description ?? "a table"): "
        + redacted.message,
      hint: redacted.hint,
      at: place ?? seed?.sections.first.map { $0.location($0.position) }, notes: notes)
  }
}
