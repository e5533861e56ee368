internal import Postgres

/// Explains why a server refuses to write, and traces that back to records.
struct RefusalAccount {
  let staged: StagedSeeds
  let connection: Connection
  /// Writes only some of the records; nil where they are written already.
  let statement: ((ClosedRange<Int>) -> SQL)?

  /// - Parameter written: the tables that were written, by position, and how many of their rows.
  func explanation(
    of error: PostgresError, in written: [(index: Int, count: Int)]
  ) throws -> any Error {
    let tables = written.map(\.index)
    var error = error
    error.constraint = try nameAbove(error)
    let index = tables.first { isMeant($0, by: error) } ?? (statement == nil ? nil : tables.first)
    guard let index else { return Problem(refusal: error, of: nil) }
    let seed = staged.seeds[index]
    let key = try staged.key(index)
    if error.sqlState == "23505", error.constraint == key.index {
      // Another session has made the row since it was found missing.
      let asked = written.filter { $0.index == index }.reduce(0) { $0 + $1.count }
      return RowsMoved(seed, asked: asked, written: 0)
    }
    if let problem = Problem.together(try known(error, index, key)) { return problem }
    let refused = try refusedRecords(error, seed)
    let places = try RecordPlaces(seed).locations(
      of: refused.map(\.number), field: refused.first?.error.column)
    let problems = refused.map { number, error in
      let unique = unique(error, seed)
      return unique.map { withoutSpareValue($0, seed, places[number]) }
        ?? Problem(refusal: error, of: seed, at: places[number])
    }
    return Problem.together(problems) ?? Problem(refusal: error, of: seed)
  }

  /// The constraint's name on the partitioned table that the partition in the error belongs to.
  private func nameAbove(_ error: PostgresError) throws(PostgresError) -> String? {
    guard let constraint = error.constraint, let schema = error.schema,
      staged.seeds.contains(where: { $0.table.kind == .partitioned })
    else { return error.constraint }
    let names = try connection.execute(
      """
      WITH RECURSIVE above AS (
        SELECT c.oid, 0 AS level FROM pg_catalog.pg_class c
        WHERE c.relname = \(constraint) AND c.relnamespace = (
          SELECT n.oid FROM pg_catalog.pg_namespace n WHERE n.nspname = \(schema))
        UNION ALL
        SELECT i.inhparent, a.level + 1 FROM above a
        JOIN pg_catalog.pg_inherits i ON i.inhrelid = a.oid)
      SELECT c.relname FROM above a JOIN pg_catalog.pg_class c ON c.oid = a.oid
      ORDER BY a.level DESC LIMIT 1
      """)
    return names.first?[0] ?? constraint
  }

  private func isMeant(_ index: Int, by error: PostgresError) -> Bool {
    let table = staged.seeds[index].table
    return table.name.name == error.table && error.schema.map { table.name.schema == $0 } ?? true
  }

  private func unique(_ error: PostgresError, _ seed: TableSeed) -> UniqueKey? {
    guard error.sqlState == "23505" else { return nil }
    return seed.table.keys.first { $0.name == error.constraint && $0.columns != nil }
  }

  /// What can be asked for as a whole: all records that contradict a unique index, or that refer to
  /// nothing.
  private func known(_ error: PostgresError, _ index: Int, _ key: SeedKey) throws -> [Problem] {
    let seed = staged.seeds[index]
    if let unique = unique(error, seed) {
      return try UniqueConflict(
        seed: seed, key: key, stage: staged.stages[index].name, index: unique
      ).problems(connection)
    }
    guard error.sqlState == "23503",
      let foreignKey = seed.table.foreignKeys.first(where: { $0.name == error.constraint })
    else { return [] }
    return try DanglingValue(staged: staged, index: index, foreignKey: foreignKey)
      .problems(connection)
  }

  private func withoutSpareValue(
    _ unique: UniqueKey, _ seed: TableSeed, _ place: Problem.Location?
  ) -> Problem {
    let names = (unique.columns ?? []).compactMap { seed.table.columnIndex(number: $0) }
      .map { "\"\(seed.table.columns[$0].name)\"" }.joined(separator: " and ")
    return Problem(
      "seed.unique_swap",
      "rows of \(seed.table.name) take \(names) from each other, and there is no value for one of "
        + "them to hold meanwhile",
      hint: "a unique constraint that is DEFERRABLE, or a column that takes NULL, lets them change "
        + "places", at: place ?? seed.place,
      notes: ["unique index \(unique.name)", "nothing was written"])
  }

  private func refusedRecords(
    _ error: PostgresError, _ seed: TableSeed
  ) throws -> [(number: Int, error: PostgresError)] {
    guard let statement else { return [] }
    return try Halving(connection: connection).refused(among: seed.count, by: statement) {
      $0.isOwnFault(beside: error)
    }
  }
}

extension PostgresError {
  /// A record is refused for what it says, and not for another's being refused before, as
  /// contradicting keys are: those count only where they are what was refused at first.
  fileprivate func isOwnFault(beside first: PostgresError) -> Bool {
    sqlState == first.sqlState && constraint == first.constraint
      || !["23503", "23505"].contains(sqlState)
  }
}
