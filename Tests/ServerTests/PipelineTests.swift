import Postgres
import TestSupport
import Testing

/// Several statements in one round trip.
@Suite(.database) struct PipelineTests {
  @Test func theFirstErrorEndsStatementsThatBelongTogether() throws {
    let connection = try TestDatabase.connect()
    let error = #expect(throws: PostgresError.self) {
      try connection.pipeline(["CREATE TABLE t ()", "SELECT 1 / 0", "SELECT 2"])
    }
    #expect(error?.sqlState == "22012")
    #expect(error?.pipelineIndex == 1)
    #expect(try connection.execute("SELECT to_regclass('t')").first?[0] == nil)
  }

  @Test func anErrorEndsNoStatementThatIsSeparate() throws {
    let connection = try TestDatabase.connect()
    let answers = try connection.pipeline(
      separately: ["CREATE TABLE t ()", "SELECT 1 / 0", "SELECT \("two")", "SELECT FROM nothing"])
    #expect(answers.count == 4)
    #expect(try answers[0].get().tag == "CREATE TABLE")
    #expect(throws: PostgresError.self) { try answers[1].get() }
    #expect(try answers[2].get().first?[0] == "two")
    #expect(throws: PostgresError.self) { try answers[3].get() }
    #expect(try connection.execute("SELECT to_regclass('t')").first?[0] == "t")
    #expect(try connection.pipeline(separately: []).isEmpty)
  }

  /// Asked for an answer, the server gives it before it goes on; else both answers come at the end.
  @Test(arguments: [true, false]) func answersComeWhenTheyAreAskedFor(isAsked: Bool) throws {
    let connection = try TestDatabase.connect()
    var times: [ContinuousClock.Instant] = []
    try connection.pipeline(
      discardingRowsOf: ["SELECT 1", "SELECT pg_sleep(2)"], answering: { _ in isAsked },
      completed: {
        #expect($0 == times.count)
        times.append(.now)
      }, whileWaiting: {})
    try #require(times.count == 2)
    #expect((times[1] - times[0] > .seconds(1)) == isAsked)
  }

  @Test func aLostConnectionIsSaid() throws {
    let connection = try TestDatabase.connect()
    let error = #expect(throws: PostgresError.self) {
      try connection.pipeline(
        separately: ["SELECT pg_terminate_backend(pg_backend_pid())", "SELECT 1"])
    }
    #expect(error?.isConnectionFailure == true)
  }
}

/// Statements that are made while the server works on those before them.
@Suite(.database) struct SendingPipelineTests {
  private struct Stopped: Error {}

  @Test func answersComeInTheOrderOfTheStatements() throws {
    let connection = try TestDatabase.connect()
    let answers = try connection.pipeline { send in
      for number in 1...300 { try send("SELECT \(number)::int, repeat('x', 1000)") }
    }
    #expect(answers.map { $0.first?.int(0) } == Array(1...300))
  }

  @Test func whatWasSentBeforeItStopsIsRun() throws {
    let connection = try TestDatabase.connect()
    #expect(throws: Stopped.self) {
      try connection.pipeline { send in
        try send("CREATE TABLE t ()")
        throw Stopped()
      }
    }
    #expect(try connection.execute("SELECT to_regclass('t')").first?[0] == "t")
  }

  @Test func theFirstErrorIsThrownWithItsPlace() throws {
    let connection = try TestDatabase.connect()
    let error = #expect(throws: PostgresError.self) {
      try connection.pipeline { send in
        try send("SELECT 1")
        try send("SELECT 1 / 0")
        try send("SELECT 2")
      }
    }
    #expect(error?.sqlState == "22012")
    #expect(error?.pipelineIndex == 1)
    #expect(try connection.execute("SELECT 3").first?.int(0) == 3)
  }
}
