internal import Postgres

/// Writes the differences that were found, in the order of the foreign keys.
struct SeedWriter {
  let staged: StagedSeeds
  let differences: [Difference]
  let connection: Connection

  /// - Throws: `RowsMoved` where other sessions changed what was compared; `Problem` where the
  ///   server refuses a row.
  func write() throws {
    for group in staged.groups {
      let differing = group.filter { !differences[$0].isEmpty }
      guard !differing.isEmpty else { continue }
      let pending = PendingReferences(staged: staged, connection: connection)
      for index in differing { try pending.resolve(index, in: group) }
      if group.count == 1, !refersToItself(group[0]) {
        try refresh(group[0])
        for write in try writes(group[0]) { try run([write]) }
      } else {
        let allocated = try pending.allocate(in: group)
        for index in differing { try refresh(index, allocated: allocated[index] ?? [:]) }
        try run(group.flatMap { try writes($0, allocated: allocated[$0] ?? [:]) })
      }
    }
    // Deferred constraints speak now, while the rows are still known.
    do {
      try connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    } catch {
      guard !error.endsTheRun else { throw error }
      throw Problem(refusal: error, of: staged.seeds.first { $0.table.name.name == error.table })
    }
    for index in staged.seeds.indices where differences[index].missing > 0 {
      let seed = staged.seeds[index]
      do throws(PostgresError) {
        try SequenceAdvance(seed: seed, connection: connection).run()
      } catch {
        guard !error.endsTheRun else { throw error }
        throw Problem(refusal: error, of: seed)
      }
    }
  }

  /// References found since the comparison stand in the stages only.
  private func refresh(_ index: Int, allocated: [Int: String] = [:]) throws {
    guard differences[index].source != staged.stages[index].name else { return }
    let columns = allocated.sorted { $0.key < $1.key }.map { column, held in
      (name: held, type: staged.seeds[index].table.columns[column].typeText)
    }
    for statement in try staged.comparison(index).refresh(adding: columns) {
      try connection.execute(statement)
    }
  }

  private func refersToItself(_ index: Int) -> Bool {
    let table = staged.seeds[index].table
    return table.foreignKeys.contains { $0.table == table.oid }
  }

  // MARK: Statements

  /// What one statement, or a part of one, does.
  private struct Write {
    let index: Int
    let statement: (ClosedRange<Int>?) -> String
    /// How many rows it writes.
    let count: Int
    /// Lets its rows take unique values from each other.
    var makingWay: [String] = []
  }

  private func writes(_ index: Int, allocated: [Int: String] = [:]) throws -> [Write] {
    let difference = differences[index]
    let write = RowWrite(
      seed: staged.seeds[index], key: try staged.key(index), stage: difference.source,
      isWholeStage: difference.source == staged.stages[index].name, allocated: allocated)
    var writes: [Write] = []
    if difference.changed > 0 {
      let columns = difference.changedColumns
      writes.append(
        Write(
          index: index, statement: { write.update(columns, records: $0) },
          count: difference.changed,
          makingWay: UniqueSwap(write: write, changed: columns).statements))
    }
    if difference.missing > 0, staged.seeds[index].mode != .update {
      writes.append(
        Write(index: index, statement: { write.insert(records: $0) }, count: difference.missing))
    }
    return writes
  }

  /// One statement for all of them: foreign keys are looked at when a statement ends, so that it can
  /// make rows that refer to one another in any order.
  private func statement(_ writes: [Write], records range: ClosedRange<Int>? = nil) -> SQL {
    guard writes.count > 1 else { return SQL(unsafe: writes.first?.statement(range) ?? "SELECT") }
    let named = writes.enumerated().map { "w\($0) AS (\($1.statement(range)) RETURNING 1)" }
    let totals = writes.indices.map { "(SELECT pg_catalog.count(*) FROM w\($0))" }
    return SQL(
      unsafe: "WITH \(named.joined(separator: ",\n")) SELECT \(totals.joined(separator: ", "))")
  }

  private func run(_ writes: [Write]) throws {
    guard !writes.isEmpty else { return }
    let answer = try attempt(writes)
    for (number, write) in writes.enumerated() {
      let written = writes.count == 1 ? answer.affected : answer.first?.int(number) ?? 0
      guard written == write.count else {
        throw RowsMoved(staged.seeds[write.index], asked: write.count, written: written)
      }
    }
  }

  private func attempt(_ writes: [Write]) throws -> Rows {
    try connection.execute("SAVEPOINT seedbed_write")
    switch try outcome([], writes) {
    case .success(let answer): return answer
    case .failure(let error):
      let makingWay = writes.flatMap(\.makingWay)
      if error.sqlState == "23505", !makingWay.isEmpty,
        case .success(let answer) = try outcome(makingWay, writes)
      {
        return answer
      }
      throw try explanation(error, writes)
    }
  }

  /// What the server answers; nothing is left of what it refuses.
  private func outcome(
    _ before: [String], _ writes: [Write]
  ) throws(PostgresError) -> Result<Rows, PostgresError> {
    do {
      for statement in before { try connection.execute(SQL(unsafe: statement)) }
      let answer = try connection.execute(statement(writes))
      try connection.execute("RELEASE SAVEPOINT seedbed_write")
      return .success(answer)
    } catch {
      guard !error.endsTheRun else { throw error }
      try connection.execute("ROLLBACK TO SAVEPOINT seedbed_write")
      return .failure(error)
    }
  }

  // MARK: Refusals

  private func explanation(_ error: PostgresError, _ writes: [Write]) throws -> any Error {
    let index =
      writes.first { staged.seeds[$0.index].table.name.name == error.table }?.index
      ?? writes[0].index
    let seed = staged.seeds[index]
    let key = try staged.key(index)
    if error.sqlState == "23505", error.constraint == key.index {
      // Another session has made the row since it was found missing.
      let asked = writes.filter { $0.index == index }.reduce(0) { $0 + $1.count }
      return RowsMoved(seed, asked: asked, written: 0)
    }
    if error.sqlState == "23505",
      let unique = seed.table.keys.first(where: { $0.name == error.constraint })
    {
      let conflict = UniqueConflict(
        seed: seed, key: key, stage: staged.stages[index].name, index: unique)
      if let problem = Problem.together(try conflict.problems(connection)) { return problem }
    }
    let number = try refusedRecord(error, writes, seed)
    let place = try number.flatMap { try RecordPlaces(seed).location(of: $0, field: error.column) }
    return Problem(refusal: error, of: seed, at: place)
  }

  /// The first record that the server refuses in this way, by halving: what goes through stays, so
  /// that rows which contradict each other are found too.
  private func refusedRecord(
    _ error: PostgresError, _ writes: [Write], _ seed: TableSeed
  ) throws -> Int? {
    var range = 0...max(0, seed.count - 1)
    while true {
      let middle = range.lowerBound + (range.upperBound - range.lowerBound) / 2
      try connection.execute("SAVEPOINT seedbed_half")
      var isRefused = false
      do {
        try connection.execute(statement(writes, records: range.lowerBound...middle))
        try connection.execute("RELEASE SAVEPOINT seedbed_half")
      } catch let other {
        guard !other.endsTheRun else { throw other }
        try connection.execute("ROLLBACK TO SAVEPOINT seedbed_half")
        isRefused = other.sqlState == error.sqlState && other.constraint == error.constraint
      }
      if isRefused {
        if range.lowerBound == middle { return middle }
        range = range.lowerBound...middle
      } else {
        guard middle < range.upperBound else { return nil }
        range = (middle + 1)...range.upperBound
      }
    }
  }
}

extension PostgresError {
  /// It is no answer to a statement, but the end of the transaction or of the session.
  var endsTheRun: Bool { isRetryable || isConnectionFailure || sqlState == "57014" }
}
