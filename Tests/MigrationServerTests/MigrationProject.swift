import JSON
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Seedbed

/// A folder of migrations and the database that is lent to the running test.
struct MigrationProject: Sendable {
  let folder: TemporaryFolder
  let database: TestDatabase

  init(_ migrations: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    database = try TestDatabase.current
    try folder.write("seedbed.json", #"{"environments": {"test": {"disposable": true}}}"#)
    for (name, text) in migrations { try write(name, text) }
  }

  func write(_ name: String, _ text: String) throws {
    try folder.write("migrations/\(name)", text)
  }

  private func project(url: String? = nil) throws -> Project {
    try Project(
      Project.Options(
        root: folder.path, environment: "test", databaseURL: url ?? database.url, variables: [:]))
  }

  func openDatabase() throws -> Database { try project().database() }
  func openFolder() throws -> MigrationFolder { try project().migrations() }

  func migrator(_ progress: any Progress = SilentProgress()) throws -> Migrator {
    try Migrator(project().database(), project().migrations(), progress)
  }

  /// One whose sessions can write nothing.
  func readOnlyMigrator() throws -> Migrator {
    let url = database.url
    let settings = "options=-c%20default_transaction_read_only%3Don"
    let readOnly = try project(url: url + (url.contains("?") ? "&" : "?") + settings)
    return try Migrator(readOnly.database(), readOnly.migrations(), SilentProgress())
  }

  @discardableResult
  func migrate(
    _ choice: MigrationChoice = MigrationChoice(), _ progress: any Progress = SilentProgress()
  ) throws -> MigrationReport {
    try migrator(progress).run(choice, on: connect())
  }

  func status() throws -> StatusReport {
    try StatusReader(project().migrations()).read(from: connect())
  }

  func resolve(_ name: String, _ verdict: Resolution.Verdict) throws -> ResolutionReport {
    try Resolution(project().database(), project().migrations(), SilentProgress())
      .run(name, is: verdict)
  }

  func adopt(mirroring: Bool? = nil) throws -> AdoptionReport {
    var choice = AdoptionRun.Choice()
    choice.mirrors = mirroring
    return try AdoptionRun(project().database(), project().migrations(), SilentProgress())
      .run(choice)
  }

  func rollBack(
    _ extent: Rollback.Extent = .steps(1), confirmation: String? = nil
  ) throws -> RollbackReport {
    try Rollback(project().database(), project().migrations(), SilentProgress())
      .run(extent, confirmation: confirmation)
  }

  func connect() throws -> Connection { try database.connect() }

  /// The rows of a query, their columns joined by `|`.
  func rows(_ query: String) throws -> [String] {
    let rows = try connect().run(simple: query)
    return rows.map { row in
      rows.columns.indices.map { row[$0] ?? "NULL" }.joined(separator: "|")
    }
  }

  func run(_ statement: String) throws { try connect().run(simple: statement) }

  /// The built program in this folder.
  func seedbed(_ arguments: String...) throws -> Binary.Outcome {
    try Binary.run(
      arguments, environment: ["DATABASE_URL": database.url, "SEEDBED_ENV": "test"],
      in: folder.path)
  }

  /// The same, running while the test goes on.
  func background(_ command: String) throws -> BackgroundRun {
    try BackgroundRun(command, "--env", "test", in: folder, url: database.url)
  }

  /// Waits until a session of another's is kept waiting by this one.
  func untilBlocked(by session: Connection, _ what: String) throws {
    try Patience.until(what, .seconds(60)) {
      try !rows(
        """
        SELECT 1 FROM pg_locks l
        WHERE NOT granted AND \(session.backendProcessID) = ANY (pg_blocking_pids(l.pid))
        """
      ).isEmpty
    }
  }
}

/// Keeps what is said.
final class Recorder: Progress, Sendable {
  private let said = Mutex<[String]>([])
  private let shown = Mutex<[String]>([])

  var notes: [String] { said.withLock { $0 } }
  /// What stood on the live line.
  var activities: [String] { shown.withLock { $0 } }

  func note(_ text: String) { said.withLock { $0.append(text) } }
  func activity(_ text: String) { shown.withLock { $0.append(text) } }
  func finished() {}
}

/// The problem that a call ends with.
func problem(_ body: () throws -> Void) throws -> Problem {
  do { try body() } catch let found as Problem { return found }
  throw Problem("test.no_problem", "the call ended well")
}
