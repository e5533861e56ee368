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
  func outline(
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

  /// Of a stage the planner needs to know little.
  private static let settings: [SQL] =
    SessionText.settings + [
      "SET LOCAL default_statistics_target = 10",
      """
      SELECT pg_catalog.set_config('work_mem', greatest(65536, pg_catalog.pg_size_bytes(
        pg_catalog.current_setting('work_mem')) / 1024)::pg_catalog.text, true)
      """,
    ]

  /// Each statement sees what others have committed before it; what the role or the database has
  /// set as default does not matter.
  private static let writing: SQL = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE NOT DEFERRABLE"
  static let reading: SQL = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY NOT DEFERRABLE"

  /// What `$sql` is read with.
  var searchPath: SQL { SessionText.path(schemas) }

  private func begin() throws(PostgresError) {
    _ = try connection.pipeline([Self.writing] + Self.settings)
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
