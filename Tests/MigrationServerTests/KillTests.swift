import Postgres
import TestSupport
import Testing

@testable import Seedbed

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A run that is cut off at any of its statements: the history tells how far it came, and the next
/// run brings the migration to its end.
@Suite(.serialized) struct KillTests {
  enum End: CaseIterable, Sendable {
    /// `kill -9` of the client.
    case client
    /// An administrator ends its session.
    case session
    /// `kill -9` of the server process: the server ends all others and recovers.
    case serverProcess
  }

  private let folder: TemporaryFolder
  private let place: TemporaryFolder
  private let server: LocalServer

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("migrations/\(GatedMigration.name).sql", GatedMigration.text)
    place = try TemporaryFolder()
    server = LocalServer(root: place.path, environment: ProcessEnvironment.current, durable: false)
  }

  @Test(arguments: End.allCases) func `at every statement`(_ end: End) throws {
    let target = try server.start(SilentProgress()).target(database: "postgres")
    defer { _ = try? server.stop(SilentProgress()) }
    for index in GatedMigration.statements.indices {
      var observer = try Connection(target)
      try GatedMigration.prepare(observer)
      let gate = try Connection(target)
      try gate.run(simple: "BEGIN; LOCK TABLE gate\(index) IN ACCESS EXCLUSIVE MODE")
      let run = try BackgroundRun("migrate", in: folder, url: target.url(includingPassword: true))
      var process = 0
      try Patience.until("statement \(index) waits") {
        process = try GatedMigration.waiting(observer) ?? 0
        return process != 0 || run.hasEnded
      }
      switch end {
      case .client:
        run.kill()
        let moment = ContinuousClock.now
        try Patience.until("its statement ends") {
          try GatedMigration.waiting(observer) == nil
        }
        #expect(ContinuousClock.now - moment < .seconds(3))
      case .session:
        try observer.run(simple: "SELECT pg_terminate_backend(\(process), 5000)")
        #expect(try run.wait() == 1, "\(run.output)")
      case .serverProcess:
        ServerSignal.send(SIGKILL, to: Int32(process))
        #expect(try run.wait() == 1, "\(run.output)")
        try Patience.until("the server has ended all sessions") {
          (try? observer.run(simple: "SELECT 1")) == nil
        }
        try Patience.until("the server is there again") {
          guard let again = try? Connection(target) else { return false }
          observer = again
          return true
        }
      }
      // What the run was at has ended, so the gate lets nothing of it through.
      _ = try? gate.run(simple: "COMMIT")
      try checkHistory(at: index, observer, "\(end) at statement \(index + 1)\n\(run.output)")
      let next = try BackgroundRun("migrate", in: folder, url: target.url(includingPassword: true))
      #expect(try next.wait() == 0, "\(end) at statement \(index + 1)\n\(next.output)")
      #expect(try GatedMigration.effects(observer).allSatisfy { $0 }, "\(end), \(index)")
      let status = try report(observer)
      #expect(status.exitStatus == .success)
      #expect(status.invalidIndexes == [])
    }
  }

  private func report(_ connection: Connection) throws -> StatusReport {
    try StatusReader(MigrationFolder(path: folder.path + "/migrations", name: "migrations"))
      .read(from: connection)
  }

  /// What the history says took effect is what took effect.
  private func checkHistory(at index: Int, _ connection: Connection, _ comment: String) throws {
    let status = try report(connection)
    let applied = GatedMigration.applied(before: index)
    let effects = try GatedMigration.effects(connection)
    for (statement, hasEffect) in effects.enumerated() {
      // VACUUM is seen by what stands before it.
      if statement != 6 { #expect(hasEffect == (statement < applied), "\(comment)") }
    }
    guard applied > 0 || GatedMigration.standsAlone(index) else {
      #expect(status.exitStatus == .pending, "\(comment)")
      #expect(status.plan.pending.map(\.migration.name) == [GatedMigration.name], "\(comment)")
      return
    }
    #expect(status.exitStatus == .attention, "\(comment)")
    let row = try #require(status.plan.partial.first?.applied, "\(comment)")
    #expect(row.appliedStatements == applied, "\(comment)")
    #expect(row.statements == GatedMigration.statements.count)
    if GatedMigration.standsAlone(index) {
      #expect(row.failedStatement == index + 1, "\(comment)")
    }
  }
}
