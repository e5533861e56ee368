internal import Postgres

/// Writes the differences that were found, in the order of the foreign keys.
struct SeedWriter {
  let staged: StagedSeeds
  /// Those that were found, and then those that are left.
  private var differences: [Difference]
  /// What goes; nil where no table's mode is to delete.
  let removal: RowRemoval?
  /// For rows that are put down by their labels.
  let scope: LedgerScope
  let connection: Connection

  /// What others write to the tables meanwhile.
  private var touched: TouchedTables

  init(
    staged: StagedSeeds, differences: [Difference], removal: RowRemoval?, scope: LedgerScope,
    connection: Connection
  ) {
    self.staged = staged
    self.differences = differences
    self.removal = removal
    self.scope = scope
    self.connection = connection
    touched = TouchedTables(staged, on: connection)
  }

  /// - Throws: `RowsMoved` where other sessions changed what was compared; `Problem` where the
  ///   server refuses a row.
  mutating func write() throws {
    let made = staged.seeds.indices.filter { differences[$0].missing > 0 }
    try removal?.begin()
    for group in staged.groups { try write(group) }
    let changed = try repair()
    try WrittenRows(staged: staged, differences: differences, connection: connection)
      .check(changedByOthers: changed)
    try checkGenerated()
    try removal?.carryOut()
    for index in made {
      let seed = staged.seeds[index]
      guard seed.key?.isByLabel == true else { continue }
      try LabelledRows(seed: seed, stage: staged.stages[index], connection: connection)
        .record(scope)
    }
    try settleConstraints()
    for index in made {
      let seed = staged.seeds[index]
      do throws(PostgresError) {
        try SequenceAdvance(seed: seed, connection: connection).run()
      } catch {
        guard !error.endsTheRun else { throw error }
        throw Problem(refusal: error, of: seed)
      }
    }
  }

  private mutating func write(_ group: [Int]) throws {
    let differing = group.filter { !differences[$0].isEmpty }
    guard !differing.isEmpty else { return }
    let pending = PendingReferences(staged: staged, connection: connection)
    if group.count == 1, staged.seeds[group[0]].joinsReferences {
      try compareTouched(differing)
      return try writeJoined(group[0])
    }
    for index in differing { try pending.resolve(index, in: group) }
    try compareTouched(differing)
    if group.count == 1, !refersToItself(group[0]) {
      try refresh(group[0])
      try checkRandomReferences(group[0])
      for write in try writes(group[0]) { try run([write]) }
    } else {
      let allocated = try pending.allocate(in: group)
      for index in differing {
        try refresh(index, allocated: allocated[index] ?? [:])
        try checkRandomReferences(index)
      }
      try run(group.flatMap { try writes($0, allocated: allocated[$0] ?? [:]) })
    }
  }

  /// A trigger of a table that is written already may have made rows that were missing: a profile for
  /// each user.
  private mutating func compareTouched(_ indices: [Int]) throws {
    for index in try touched.among(indices) { differences[index] = try staged.compareAnew(index) }
  }

  /// Brings rows back to what fixtures say that triggers have changed after they were compared or
  /// written, as counters.
  ///
  /// - Returns: the tables concerned.
  private mutating func repair() throws -> [Int] {
    let indices = staged.groups.joined().filter { staged.seeds[$0].count > 0 }
    let changed = try touched.among(indices)
    for index in changed where staged.seeds[index].mode != .insert {
      let written = differences[index]
      var left = try staged.compareAnew(index)
      // What a trigger has deleted since is not made again.
      left.missing = 0
      differences[index] = left
      try refresh(index)
      for write in try writes(index) { try run([write]) }
      if left.isEmpty { differences[index] = written }
    }
    return changed
  }

  private func checkGenerated() throws {
    var problems: [Problem] = []
    for index in staged.seeds.indices where !differences[index].isEmpty {
      let seed = staged.seeds[index]
      let source = differences[index].source
      // Other rows than those that were made are not looked at in the mode that makes rows only.
      let isPartial = seed.mode == .insert && source != staged.stages[index].name
      problems += try GeneratedValues(
        seed: seed, key: staged.key(index), connection: connection
      ).problems(inRowsWrittenFrom: isPartial ? source : staged.comparison(index).source)
    }
    if let problem = Problem.together(problems) { throw problem }
  }

  /// Deferred constraints speak now, while the rows are still known.
  private func settleConstraints() throws {
    do {
      _ = try connection.pipeline([
        "SAVEPOINT seedbed_constraints", "SET CONSTRAINTS ALL IMMEDIATE",
      ])
    } catch {
      guard !error.endsTheRun else { throw error }
      try connection.execute("ROLLBACK TO SAVEPOINT seedbed_constraints")
      try fillJoined()
      let written = staged.seeds.indices.map { index in
        (index: index, count: differences[index].missing + differences[index].changed)
      }
      throw try RefusalAccount(staged: staged, connection: connection, statement: nil)
        .explanation(of: error, in: written)
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

  private func checkRandomReferences(_ index: Int) throws {
    guard differences[index].missing > 0 else { return }
    let source = differences[index].source
    try RandomReferences(seed: staged.seeds[index]).check(
      source, areAllNew: source == staged.stages[index].name, on: connection)
  }

  private func refersToItself(_ index: Int) -> Bool {
    let table = staged.seeds[index].table
    return table.foreignKeys.contains { $0.table == table.oid }
      || staged.seeds[index].layout.lookups.contains { $0.table.oid == table.oid }
  }

  /// The stage does not say what its references have found: wherever it is asked, they are looked up.
  private func fillJoined() throws(PostgresError) {
    let pending = PendingReferences(staged: staged, connection: connection)
    for index in staged.seeds.indices where staged.seeds[index].joinsReferences {
      try pending.fill(index)
    }
  }

  private mutating func writeJoined(_ index: Int) throws {
    guard differences[index].source == staged.stages[index].name else {
      let writes = try writes(index)
      guard !refersToItself(index) else { return try run(writes) }
      for write in writes { try run([write]) }
      return
    }
    let joined = JoinedRows(seed: staged.seeds[index], stage: staged.stages[index].name)
    let write = RowWrite(
      seed: staged.seeds[index], key: try staged.key(index), stage: joined.source,
      isWholeStage: true, condition: joined.isComplete, allocated: joined.allocated)
    do {
      try run([
        Write(
          index: index, statement: { write.insert(records: $0) }, count: differences[index].missing)
      ])
    } catch let moved as RowsMoved {
      try PendingReferences(staged: staged, connection: connection).resolve(index, in: [])
      throw moved
    }
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
    /// Writes as many rows as no other stands in the way of.
    var step: String?
  }

  private func writes(_ index: Int, allocated: [Int: String] = [:]) throws -> [Write] {
    let difference = differences[index]
    let write = RowWrite(
      seed: staged.seeds[index], key: try staged.key(index), stage: difference.source,
      isWholeStage: difference.source == staged.stages[index].name, allocated: allocated)
    let released = removal?.release(index, write) ?? []
    var writes: [Write] = []
    if difference.changed > 0 {
      let columns = difference.changedColumns
      let swap = UniqueSwap(write: write, changed: columns)
      writes.append(
        Write(
          index: index, statement: { write.update(columns, records: $0) },
          count: difference.changed, makingWay: released + swap.statements, step: swap.step))
    }
    if difference.missing > 0, staged.seeds[index].mode != .update {
      // The defaults of the columns behind a view are the server's alone to find.
      let parts: [(fieldSet: Int?, count: Int)] =
        write.seed.table.kind == .view
        ? try connection.execute(write.fieldSets).map { ($0.int(0), $0.int(1)) }
        : [(nil, difference.missing)]
      writes += parts.map { part in
        Write(
          index: index, statement: { write.insert(records: $0, fieldSet: part.fieldSet) },
          count: part.count, makingWay: released)
      }
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

  private mutating func run(_ writes: [Write]) throws {
    guard !writes.isEmpty else { return }
    for (write, written) in zip(writes, try attempt(writes)) {
      guard written == write.count else {
        throw RowsMoved(staged.seeds[write.index], asked: write.count, written: written)
      }
      touched.note(written, in: write.index)
    }
  }

  /// - Returns: how many rows each has written.
  private func attempt(_ writes: [Write]) throws -> [Int] {
    switch try outcome(["SAVEPOINT seedbed_write"], writes) {
    case .success(let answer): return counts(writes, answer)
    case .failure(let error):
      if error.sqlState == "23505" {
        let makingWay = writes.flatMap(\.makingWay)
        if !makingWay.isEmpty, case .success(let answer) = try outcome(makingWay, writes) {
          return counts(writes, answer)
        }
        if try writesInSteps(writes) { return writes.map(\.count) }
      }
      try fillJoined()
      throw try RefusalAccount(staged: staged, connection: connection) { range in
        statement(writes, records: range)
      }.explanation(of: error, in: writes.map { (index: $0.index, count: $0.count) })
    }
  }

  private func counts(_ writes: [Write], _ answer: Rows) -> [Int] {
    writes.count == 1
      ? [answer.affected] : writes.indices.map { answer.first?.int($0) ?? 0 }
  }

  /// So many steps are taken at most.
  private static let stepLimit = 200

  /// - Returns: true where all rows were written; nothing is left where they were not.
  private func writesInSteps(_ writes: [Write]) throws(PostgresError) -> Bool {
    guard writes.count == 1, let write = writes.first, let step = write.step else { return false }
    var written = 0
    do {
      for _ in 0..<Self.stepLimit {
        let count = try connection.execute(SQL(unsafe: step)).affected
        written += count
        if count == 0 || written >= write.count { break }
      }
    } catch {
      guard !error.endsTheRun else { throw error }
      written = 0
    }
    let isDone = written == write.count
    try connection.execute(
      isDone ? "RELEASE SAVEPOINT seedbed_write" : "ROLLBACK TO SAVEPOINT seedbed_write")
    return isDone
  }

  /// What the server answers; nothing is left of what it refuses.
  private func outcome(
    _ before: [String], _ writes: [Write]
  ) throws(PostgresError) -> Result<Rows, PostgresError> {
    do {
      let answers = try connection.pipeline(
        before.map { SQL(unsafe: $0) } + [statement(writes), "RELEASE SAVEPOINT seedbed_write"])
      return .success(answers[before.count])
    } catch {
      guard !error.endsTheRun else { throw error }
      try connection.execute("ROLLBACK TO SAVEPOINT seedbed_write")
      return .failure(error)
    }
  }
}

extension PostgresError {
  /// It is no answer to a statement, but the end of the transaction or of the session.
  var endsTheRun: Bool { isRetryable || isConnectionFailure || sqlState == "57014" }
}
