import Postgres
import Seedbed
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A run that is cut off leaves the old rows or the new ones, never a mixture.
///
/// `SEEDBED_FUZZ=50` cuts off at fifty times as many moments.
@Suite(.database, .serialized) struct InterruptionTests {
  private let states: TwoStates

  init() throws {
    states = try TwoStates(in: TemporaryFolder(), url: TestDatabase.current.url)
  }

  /// What ends a run.
  enum End: CaseIterable, Sendable {
    /// `kill -9` of the client.
    case client
    /// The end of its server process, in which the connection goes as well.
    case session

    func come(to run: BackgroundRun, _ administrator: Connection) throws {
      switch self {
      case .client: run.kill()
      case .session:
        try administrator.run(
          simple: """
            SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'seedbed'
            """)
        try run.wait()
      }
    }
  }

  /// How long an undisturbed run takes.
  private func duration(_ connection: Connection) throws -> Duration {
    try states.restore(connection)
    let run = try states.start()
    let start = ContinuousClock.now
    #expect(try run.wait() == 0, "\(run.output)")
    return ContinuousClock.now - start
  }

  @Test(arguments: End.allCases) func atEveryMoment(_ end: End) throws {
    let connection = try states.connect()
    connection.onNotice = { _ in }
    let whole = try duration(connection)
    let moments = 10 * FuzzEffort.factor
    for moment in 0..<moments {
      try states.restore(connection)
      let run = try states.start()
      Patience.pause(whole * moment / moments)
      try end.come(to: run, connection)
      try states.check("\(moment) of \(moments) of a run")
    }
  }

  @Test(arguments: End.allCases, HeldStatement.Moment.allCases)
  func atAStatement(_ end: End, _ moment: HeldStatement.Moment) throws {
    let connection = try states.connect()
    try states.restore(connection)
    let held = try HeldStatement(moment, on: states.connect())
    let run = try states.start()
    _ = try held.waiting()
    #expect(try TwoStates.contents(connection) == states.old)
    try end.come(to: run, connection)
    #expect(try TwoStates.contents(connection) == states.old)
    try held.remove()
    let found = try states.check("at \(moment)")
    // Once COMMIT was sent, the server may finish it without its client.
    #expect(found == .old || (end, moment) == (.client, .commit))
    if end == .session {
      #expect(run.output.contains("terminating connection"), "\(run.output)")
      let isUncertain = run.output.contains("all of it was written, or nothing")
      #expect(isUncertain == (moment == .commit), "\(run.output)")
    }
  }

  /// The server looks for the client while it waits, so that nobody has to wait for a dead run.
  @Test func whatADeadRunHasLeftAtWorkEndsByItself() throws {
    let connection = try states.connect()
    try states.restore(connection)
    let held = try HeldStatement(.firstUpdate, on: states.connect())
    let run = try states.start()
    let process = try held.waiting()
    run.kill()
    try Patience.until("its server process has ended") {
      try connection.execute("SELECT FROM pg_stat_activity WHERE pid = \(process)").isEmpty
    }
    #expect(try TwoStates.contents(connection) == states.old)
    try held.remove()
    #expect(try states.check("after a dead run") == .old)
  }
}
