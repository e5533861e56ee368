internal import FoundationEssentials
public import Postgres

/// Brings the rows of a database to what fixtures say.
///
/// A run is one transaction and writes exactly the difference. One that finds no difference writes
/// nothing: no row version, no sequence value, no trigger fired.
public struct Seeder {
  private let connection: Connection
  private let folder: FixtureFolder
  private let schemas: [String]
  private let variables: [String: String]
  private let progress: any Progress
  /// The folder's, where it has been read just now: the first attempt takes them.
  var sections: FixtureSections?
  /// Only these tables, as fixtures name them; all where it is empty.
  public var only: [String] = []
  /// This fixture alone, instead of the folder's.
  public var fixture: FixtureFile?
  /// How many rows a run may delete, those included that go with others; nil for the usual limits:
  /// 100 rows, and a tenth of each table.
  public var allowedDeletes: Int?
  /// How long another run may hold the lock.
  public var lockTimeout: Duration = .seconds(600)

  /// - Parameters:
  ///   - schemas: where tables without a schema are looked for, in this order.
  ///   - variables: what `$env` reads.
  public init(
    connection: Connection, folder: FixtureFolder, schemas: [String],
    variables: [String: String], progress: any Progress
  ) {
    self.connection = connection
    self.folder = folder
    self.schemas = schemas
    self.variables = variables
    self.progress = progress
  }

  /// What a run would do, row by row. The server is told to refuse any write meanwhile.
  public func plan() throws -> SeedReport { try look(.plan) }

  /// The differences in numbers, in the same safety as `plan`.
  public func verify() throws -> SeedReport { try look(.verify) }

  /// Whether the rows are what the fixtures say, as an assertion, with what differs row by row; in
  /// the same safety as `plan`.
  public func verify(_ expectation: SeedExpectation) throws -> SeedReport {
    try look(.verify, expectation)
  }

  private func look(
    _ purpose: SeedReport.Purpose, _ expectation: SeedExpectation? = nil
  ) throws -> SeedReport {
    do { return try run(purpose, expectation) } catch let error as PostgresError {
      throw Problem(error)
    }
  }

  /// Writes the difference.
  ///
  /// - Throws: `Problem`; nothing was written then, unless it says that the connection was lost while
  ///   the run was being committed. A serialization failure, a deadlock or a row that another
  ///   session made in between is answered by running again, a few times.
  public func apply() throws -> SeedReport {
    do {
      var attempt = self
      return try RunAttempts(progress: progress).run {
        defer { attempt.sections = nil }
        return try attempt.run(.apply)
      }
    } catch let error as PostgresError {
      throw Problem(error)
    }
  }

  private func run(
    _ purpose: SeedReport.Purpose, _ expectation: SeedExpectation? = nil
  ) throws -> SeedReport {
    defer { progress.finished() }
    let start = ContinuousClock.now
    var report = try reportOfRun(purpose, expectation)
    report.expectation = expectation
    report.environment = folder.environment
    report.seconds = (ContinuousClock.now - start) / .seconds(1)
    return report
  }

  private func reportOfRun(
    _ purpose: SeedReport.Purpose, _ expectation: SeedExpectation?
  ) throws -> SeedReport {
    let read = try fixture.map { try FixtureSections(of: [$0]) } ?? sections ?? folder.sections()
    var (sections, problems) = (read.all, read.problems)
    if !only.isEmpty {
      let unknown = only.filter { name in !sections.contains { $0.tableName == name } }
      problems += unknown.map { name in
        Problem(
          "seed.unknown_table", "no fixture is for the table \"\(name)\"",
          hint: Suggestion.hint(for: name, among: sections.map(\.tableName)))
      }
      sections = sections.filter { only.contains($0.tableName) }
    }
    if let problem = Problem.together(problems) { throw problem }
    guard !sections.isEmpty else { return SeedReport(purpose: purpose) }

    let run = SeedRun(
      connection: connection, schemas: schemas, purpose: purpose,
      values: DirectiveValues(environment: variables, root: folder.path),
      scope: LedgerScope(
        ledger: connection.own.rows, environment: folder.environment,
        isStandardInput: fixture?.isStandardInput == true),
      allowedDeletes: allowedDeletes, progress: progress, expectation: expectation)
    do {
      if let report = try run.checkInline(sections) { return report }
      return try run.compareAndWrite(sections, lockTimeout: lockTimeout)
    } catch {
      if connection.transactionStatus != .idle { _ = try? connection.execute("ROLLBACK") }
      throw error
    }
  }
}
