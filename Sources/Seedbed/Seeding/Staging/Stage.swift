internal import JSON
internal import Postgres

/// A temporary table that holds a table's records in the column types of that table, so that the
/// server has coerced them as it would on insert before anything is compared.
///
/// It goes with the transaction.
struct Stage {
  /// Qualified, as it stands in statements.
  let name: String
  /// The table that `Comparison` makes beside it.
  let difference: String
  private let connection: Connection

  init(_ number: Int, on connection: Connection) {
    name = "pg_temp.seedbed_stage_\(number)"
    difference = "pg_temp.seedbed_difference_\(number)"
    self.connection = connection
  }

  /// Makes the table and fills it from the fixtures.
  ///
  /// A record that the server refuses is reported and passed over, and the rest is tried again, so
  /// that one run shows all of them.
  func fill(
    _ seed: inout TableSeed, catalog: Catalog, values: DirectiveValues,
    firstNumbers: [[String]: Int] = [:], progress: any Progress
  ) throws -> (problems: [Problem], nested: [(section: FixtureSection, table: Table)]) {
    var skipping: Set<Int> = []
    var refused: [Problem] = []
    var isRowByRow = false
    while true {
      var reader = RecordReader(
        table: seed.table, catalog: catalog, values: values, key: seed.givenKey?.value,
        skipping: skipping, firstNumbers: firstNumbers)
      var feed = StageFeed(stage: name, isRowByRow: isRowByRow, connection: connection)
      let failure: (error: PostgresError, start: Int)?
      do {
        failure = try load(&reader, of: &seed, into: &feed, progress: progress)
      } catch let narrow as NarrowCatalog {
        if feed.isMade { try connection.execute(StageFeed.undoing) }
        throw narrow
      }
      seed.take(reader)
      if let failure {
        guard !failure.error.endsTheRun else { throw failure.error }
        guard !failure.error.isTooWide else { throw failure.error.named(for: seed) }
        try connection.execute(StageFeed.undoing)
        if !feed.isMade, failure.error.sqlState == "42501" {
          throw try missingPrivilege(failure.error, of: seed)
        }
        if failure.error.isTooLarge, !isRowByRow {
          isRowByRow = true
          continue
        }
        let problem = try StageFailure(
          failure.error, copyStart: failure.start, reader: reader, seed: seed)
        refused.append(problem.problem)
        guard let number = problem.number, refused.count < 20, !skipping.contains(number) else {
          return (reader.problems + refused, reader.nested)
        }
        skipping.insert(number)
        continue
      }
      do {
        _ = try connection.pipeline(
          [StageFeed.keeping] + referenceColumns(seed.layout))
      } catch {
        throw error.named(for: seed)
      }
      return (reader.problems + refused, reader.nested)
    }
  }

  /// Streams all sections through COPY.
  ///
  /// - Returns: the server's refusal, and the number of the first record of the COPY that it ended.
  private func load(
    _ reader: inout RecordReader, of seed: inout TableSeed, into feed: inout StageFeed,
    progress: any Progress
  ) throws -> (error: PostgresError, start: Int)? {
    var writer = RowWriter(.copy)
    var position = 0
    while position < seed.sections.count {
      let section = seed.sections[position]
      position += 1
      do {
        try reader.read(section, into: &writer) { writer in
          // The stage gets another column: what was written for the old ones goes first.
          try feed.end(&writer)
        } rowWritten: { writer, layout, number, _ in
          try feed.begin(layout, at: number)
          if try feed.send(whenFull: &writer) {
            progress.activity("reading \(seed.table.name): \(number + 1) rows")
          }
        }
        for (section, table) in reader.nested where table.oid == seed.table.oid {
          _ = seed.add(section, in: seed.mode)
        }
      } catch let narrow as NarrowCatalog {
        try feed.end(&writer)
        throw narrow
      } catch let error as JSONSyntaxError {
        reader.report(Problem(error, in: section.file))
      } catch let problem as Problem {
        reader.report(problem)
      } catch let error as PostgresError {
        return (error, feed.start)
      }
    }
    do throws(PostgresError) {
      try feed.end(&writer)
      try feed.makeEmpty(reader.layout)
    } catch {
      return (error, feed.start)
    }
    seed.rows = feed.rows
    return nil
  }

  /// What the role needs for a temporary table with the columns of another one.
  private func missingPrivilege(_ refusal: PostgresError, of seed: TableSeed) throws -> Problem {
    let mayMakeTables = try connection.execute(
      """
      SELECT pg_catalog.has_database_privilege(pg_catalog.current_database(), 'TEMPORARY')
      """
    ).first?.bool(0)
    guard mayMakeTables == false else {
      return Problem(
        "seed.missing_privilege", refusal.redacted.message,
        hint: "GRANT USAGE ON TYPE … TO …: rows of \(seed.table.name) are compared in its types",
        at: seed.place)
    }
    let database = quoted(identifier: connection.database)
    return Problem(
      "seed.missing_privilege",
      "the connected role may not make temporary tables, which rows are compared in",
      hint: "GRANT TEMPORARY ON DATABASE \(database) TO …", at: seed.place)
  }

  private func referenceColumns(_ layout: StageLayout) -> [SQL] {
    guard !layout.lookups.isEmpty else { return [] }
    let added = layout.lookups.enumerated().flatMap { number, lookup in
      let collation = lookup.wanted.collation.map { " COLLATE \($0)" } ?? ""
      return [
        "ADD COLUMN l\(number) \(lookup.wanted.typeText)\(collation)",
        "ADD COLUMN p\(number) integer",
      ]
    }
    return [SQL(unsafe: "ALTER TABLE \(name) \(added.joined(separator: ", "))")]
  }

  /// Adds columns for values that the server is to give.
  func add(_ slots: [Int], of layout: StageLayout) throws(PostgresError) {
    guard !slots.isEmpty else { return }
    let added = slots.map { "ADD COLUMN c\($0) \(layout.columns[$0].declaration)" }
    try connection.execute(SQL(unsafe: "ALTER TABLE \(name) \(added.joined(separator: ", "))"))
  }

  /// Lets the planner know how many rows there are, and of what they are joined by how different it
  /// is; the long texts are left alone.
  func analyze(_ layout: StageLayout) throws(PostgresError) {
    let slots = Set(layout.lookups.flatMap(\.slots)).sorted()
    let columns = ["_n"] + slots.map { "c\($0)" }
    try connection.execute(SQL(unsafe: "ANALYZE \(name) (\(columns.joined(separator: ", ")))"))
  }
}

extension TableSeed {
  /// Takes over what reading the records told.
  mutating func take(_ reader: RecordReader) {
    layout = reader.layout
    count = reader.number
    starts = reader.starts
    distinctColumns = reader.distinctColumns
    layerStart = reader.starts.first { $0.section.file.layer == .environment }?.first ?? count
  }
}
