internal import JSON
internal import Postgres

extension SeedRun {
  /// The report of a run that finds nothing to do, without leaving a trace on the server; nil where
  /// the rows have to be looked at properly.
  ///
  /// The server compares each table while the records of the next one are read.
  func checkInline(_ sections: [FixtureSection]) throws -> SeedReport? {
    let size = Set(sections.map(\.file)).reduce(0) { $0 + $1.size }
    guard size <= InlineCheck.sizeLimit, expectation?.isExact != true else { return nil }
    let (catalog, outline) = try outline(sections, after: [Self.reading] + SessionText.settings)
    var checks: [InlineCheck] = []
    let answers: [Rows]
    do {
      let ledger = try LedgerCheck.Ground(for: outline.tables, on: connection)
      answers = try connection.pipeline { send in
        try send(searchPath)
        for seed in outline.tables {
          let check = try inlineCheck(of: seed, catalog)
          checks.append(check)
          try send(check.statement)
        }
        for statement in try ledger.statements(checks, scope) { try send(statement) }
        try send("ROLLBACK")
      }
    } catch let error as PostgresError where error.isConnectionFailure {
      throw error
    } catch  where error is PostgresError || error is InlineCheck.Unfit {
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

  /// - Throws: `InlineCheck.Unfit` where there are too many rows, or anything is wrong with them:
  ///   that is found again, with all that the server has to say, on the long way. So are labels, and
  ///   records inside of others, which mean rows of several tables.
  private func inlineCheck(of seed: TableSeed, _ catalog: Catalog) throws -> InlineCheck {
    var seed = seed
    var reader = RecordReader(
      table: seed.table, catalog: catalog, values: values, key: seed.givenKey?.value)
    var writer = RowWriter(.json)
    do {
      for section in seed.sections {
        try reader.read(
          section, into: &writer, willGrow: { _ in },
          rowWritten: { writer, _, number, ahead in
            // A small fixture can say many rows: they count as if it held them.
            let ahead = writer.bytes.count / (number + 1) * ahead
            guard writer.bytes.count <= InlineCheck.rowLimit, ahead <= InlineCheck.sizeLimit
            else { throw InlineCheck.Unfit() }
          })
      }
    } catch  where error is NarrowCatalog || error is JSONSyntaxError || error is Problem {
      throw InlineCheck.Unfit()
    }
    seed.take(reader)
    seed.key = try? KeyChoice(seed: seed).key()
    guard reader.problems.isEmpty, reader.nested.isEmpty, let key = seed.key,
      seed.layout.lookups.allSatisfy({ $0.record == nil }),
      PrivilegeCheck(seed: seed, purpose: purpose).problems.isEmpty
    else { throw InlineCheck.Unfit() }
    return InlineCheck(seed: seed, key: key, rows: writer.takeBytes())
  }
}
