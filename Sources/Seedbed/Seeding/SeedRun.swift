internal import JSON
internal import Postgres

/// One seed run over its transaction.
struct SeedRun {
  let connection: Connection
  let schemas: [String]
  let purpose: SeedReport.Purpose
  let values: DirectiveValues
  let scope: LedgerScope
  let allowedDeletes: Int?
  let progress: any Progress
  var expectation: SeedExpectation?

  // MARK: Nothing to do

  /// The report of a run that finds nothing to do, without leaving a trace on the server; nil where
  /// the rows have to be looked at properly.
  mutating func checkInline(_ sections: [FixtureSection]) throws -> SeedReport? {
    let size = Set(sections.map(\.file)).reduce(0) { $0 + $1.size }
    guard size <= InlineCheck.sizeLimit, expectation?.isExact != true else { return nil }
    let (catalog, outline) = try outline(sections, after: [Self.reading, Self.settings])
    var checks: [InlineCheck] = []
    for var seed in outline.tables {
      var reader = RecordReader(
        table: seed.table, catalog: catalog, values: values, key: seed.givenKey?.value)
      var writer = RowWriter(.json)
      var isReadable = true
      for section in seed.sections where isReadable {
        do {
          try reader.read(
            section, into: &writer, willGrow: { _ in },
            rowWritten: { writer, _, number, ahead in
              // A small fixture can say many rows: they count as if it held them.
              let ahead = writer.bytes.count / (number + 1) * ahead
              guard writer.bytes.count <= InlineCheck.rowLimit, ahead <= InlineCheck.sizeLimit
              else { throw InlineCheck.TooLarge() }
            })
        } catch  where error is InlineCheck.TooLarge || error is NarrowCatalog {
          isReadable = false
        } catch  where error is JSONSyntaxError || error is Problem {
          isReadable = false
        }
      }
      seed.take(reader)
      seed.key = try? KeyChoice(seed: seed).key()
      // Anything wrong is found again, with all that the server has to say, on the long way.
      // So are labels, and records inside of others, which mean rows of several tables.
      guard isReadable, reader.problems.isEmpty, reader.nested.isEmpty, let key = seed.key,
        seed.layout.lookups.allSatisfy({ $0.record == nil }),
        PrivilegeCheck(seed: seed, purpose: purpose).problems.isEmpty
      else {
        try connection.execute("ROLLBACK")
        return nil
      }
      checks.append(InlineCheck(seed: seed, key: key, rows: writer.takeBytes()))
    }
    let answers: [Rows]
    do {
      guard
        let ledger = try LedgerCheck.statements(checks, scope: scope, on: connection)
      else {
        try connection.execute("ROLLBACK")
        return nil
      }
      answers = try connection.pipeline(
        [searchPath] + checks.map(\.statement) + ledger + ["ROLLBACK"])
    } catch {
      guard !error.isConnectionFailure else { throw error }
      try connection.execute("ROLLBACK")
      return nil
    }
    guard LedgerCheck.areEmpty(answers.dropFirst(1 + checks.count).dropLast()) else { return nil }
    var report = SeedReport(purpose: purpose)
    for (check, answer) in zip(checks, answers.dropFirst()) {
      guard let change = check.unchanged(answer) else { return nil }
      report.tables.append(change)
    }
    return report
  }

  // MARK: The long way

  func compareAndWrite(
    _ sections: [FixtureSection], lockTimeout: Duration
  ) throws -> SeedReport {
    try beginLocked(timeout: lockTimeout)
    let (catalog, outline) = try outline(sections)
    try connection.execute(searchPath)
    var staged = StagedSeeds(
      seeds: outline.tables, catalog: catalog, connection: connection, progress: progress,
      purpose: purpose
    ) { catalog, narrow in
      let wider = try CatalogReader(connection: connection, schemas: schemas).read(
        catalog.names.union(narrow.names).sorted(),
        referringTo: catalog.widened.union(narrow.parents))
      try connection.execute(searchPath)
      return wider
    }
    try staged.fill(values)
    try staged.prepareComparison()
    let ownership =
      RowOwnership.concerns(staged.seeds)
      ? RowOwnership(
        connection: connection, scope: scope, allowedDeletes: allowedDeletes, progress: progress)
      : nil
    try ownership?.prepare()
    if purpose == .apply {
      try staged.lockUnindexed()
    } else {
      try connection.execute("SET TRANSACTION READ ONLY")
    }
    try staged.lookForRows()
    let unresolved = try staged.resolve()
    let differences = try staged.compare(unresolved)
    var report = SeedReport(purpose: purpose)
    report.tables = zip(staged.seeds, differences).map { $1.change(of: $0) }
    let removal = try ownership?.removal(staged, differences, purpose)
    removal?.describe(in: &report)
    switch purpose {
    case .plan:
      for (index, difference) in differences.enumerated() where !difference.isEmpty {
        report.changes += try staged.changes(index, in: difference)
      }
      report.changes += try removal?.changes() ?? []
      try connection.execute("ROLLBACK")
    case .verify:
      if let expectation { try staged.account(for: differences, expectation, in: &report) }
      try connection.execute("ROLLBACK")
    case .apply:
      if let refusal = report.refusal { throw refusal }
      let writes = report.hasChanges || removal?.writes == true
      if writes {
        let totals = report.totals
        progress.activity("writing \(totals.inserted + totals.updated + totals.deleted) rows")
        var writer = SeedWriter(
          staged: staged, differences: differences, removal: removal, scope: scope,
          connection: connection)
        try writer.write()
      }
      if writes { try commit() } else { try connection.execute("ROLLBACK") }
    }
    return report
  }

  /// - Parameter beginning: what the transaction begins with.
  private func outline(
    _ sections: [FixtureSection], after beginning: [SQL] = []
  ) throws -> (Catalog, SeedOutline) {
    let reader = CatalogReader(connection: connection, schemas: schemas)
    let catalog = try reader.read(sections.map(\.tableName), after: beginning)
    var outline = try SeedOutline(
      sections: sections, catalog: catalog, tableNames: { try reader.tableNames() })
    if let problem = Problem.together(outline.problems) { throw problem }
    if let expectation { try outline.ignore(expectation.ignored, catalog) }
    return (catalog, outline)
  }

  // MARK: The transaction

  /// Text means the same whatever the role's or the database's own settings are, none of their
  /// timeouts ends a run, and no statement is compiled first: that takes a second where the catalog
  /// is guessed to be large, and gains nothing. Of a stage the planner needs to know little.
  private static let settings: SQL = """
    SELECT pg_catalog.set_config(name, value, true) FROM (VALUES
      ('TimeZone', 'UTC'), ('DateStyle', 'ISO, YMD'), ('IntervalStyle', 'postgres'),
      ('extra_float_digits', '1'), ('bytea_output', 'hex'), ('standard_conforming_strings', 'on'),
      ('statement_timeout', '0'), ('lock_timeout', '0'),
      ('idle_in_transaction_session_timeout', '0'), ('row_security', 'off'),
      ('client_min_messages', 'warning'), ('jit', 'off'), ('default_statistics_target', '10'),
      ('work_mem', greatest(65536, pg_catalog.pg_size_bytes(
        pg_catalog.current_setting('work_mem')) / 1024)::pg_catalog.text)) AS s(name, value)
    """

  /// Each statement sees what others have committed before it; what the role or the database has
  /// set as default does not matter.
  private static let writing: SQL = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE NOT DEFERRABLE"
  private static let reading: SQL = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY NOT DEFERRABLE"

  /// What `$sql` is read with.
  private var searchPath: SQL {
    let path = schemas.map { quoted(identifier: $0) }.joined(separator: ", ")
    return "SELECT pg_catalog.set_config('search_path', \(path), true)"
  }

  private func begin() throws(PostgresError) {
    _ = try connection.pipeline([Self.writing, Self.settings])
  }

  private func commit() throws {
    do {
      try connection.execute("COMMIT")
    } catch {
      guard error.isConnectionFailure else { throw error }
      var problem = Problem(error)
      problem.notes.append(
        "the run was being committed: all of it was written, or nothing; the next run will tell")
      throw problem
    }
  }

  /// A run that writes shares its lock with migrations and other runs; the transaction begins when
  /// it has it.
  private func beginLocked(timeout: Duration) throws {
    guard purpose == .apply else { return try begin() }
    try RunLock(timeout: timeout, progress: progress).acquire(seenFrom: connection) {
      try begin()
      if try RunLock.lock.tryLockForTransaction(on: connection) { return true }
      try connection.execute("ROLLBACK")
      return false
    }
  }
}
