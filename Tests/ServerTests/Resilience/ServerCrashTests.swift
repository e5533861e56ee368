import Postgres
import Seedbed
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The server itself goes down in the middle of a run, and comes back by its log.
@Suite(.serialized) struct ServerCrashTests {
  private let folder: TemporaryFolder
  private let states: TwoStates

  init() throws {
    folder = try TemporaryFolder()
    states = try TwoStates(in: folder, url: nil)
  }

  enum Crash: CaseIterable, Sendable {
    /// `kill -9` of the run's own server process: the others are ended and the log is replayed.
    case process
    /// What `pg_ctl stop -m immediate` does.
    case immediateStop
    /// `kill -9` of the first of its processes.
    case server
  }

  private func crash(_ crash: Crash, runBy process: Int) throws {
    let file = try #require(folder.read(".seedbed/postgres/data/postmaster.pid"))
    let server = try #require(Int32(file.prefix { $0 != "\n" }))
    switch crash {
    case .process: ServerSignal.send(SIGKILL, to: Int32(process))
    case .immediateStop: ServerSignal.send(SIGQUIT, to: server)
    case .server: ServerSignal.send(SIGKILL, to: server)
    }
  }

  /// A session, as soon as the server is there again.
  private func connectAgain() throws -> Connection {
    var connection: Connection?
    try Patience.until("the server is there again") {
      connection = try? states.connect()
      return connection != nil
    }
    return try #require(connection)
  }

  @Test func inTheMiddleOfARun() throws {
    defer { _ = try? Binary.run(["db", "stop", "--root", folder.path], in: folder.path) }
    for crash in Crash.allCases {
      for moment in [HeldStatement.Moment.firstUpdate, .deferred] {
        var connection = try connectAgain()
        try states.restore(connection)
        let held = try HeldStatement(moment, on: states.connect())
        let run = try states.start()
        try self.crash(crash, runBy: held.waiting())
        #expect(try run.wait() == 1, "\(run.output)")
        connection = try connectAgain()
        try connection.run(simple: "DROP FUNCTION hold CASCADE")
        #expect(try states.check("\(crash) at \(moment)") == .old)
      }
    }
  }

  /// What was committed is there whatever comes after.
  @Test func rightAfterARun() throws {
    defer { _ = try? Binary.run(["db", "stop", "--root", folder.path], in: folder.path) }
    for crash in [Crash.immediateStop, .server] {
      try states.restore(connectAgain())
      #expect(try states.start().wait() == 0)
      try self.crash(crash, runBy: 0)
      #expect(try TwoStates.contents(connectAgain()) == states.new, "\(crash)")
    }
  }
}
