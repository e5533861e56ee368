import Postgres
import TestSupport
import Testing

/// Several statements in one message of the simple protocol.
@Suite(.database) struct MessageTests {
  private func error(of statements: [String]) throws -> PostgresError? {
    let connection = try TestDatabase.connect()
    try connection.run(simple: "CREATE TABLE t (id int PRIMARY KEY); BEGIN")
    return #expect(throws: PostgresError.self) { try connection.run(together: statements) }
  }

  @Test func allOfThemAreRunInTheTransaction() throws {
    let connection = try TestDatabase.connect()
    try connection.run(simple: "BEGIN")
    try connection.run(together: [
      "CREATE TABLE t (id int)", "INSERT INTO t SELECT generate_series(1, 5000) RETURNING *",
      "TABLE t", "COPY t TO STDOUT", "SELECT 'a;b' -- ;\n",
    ])
    #expect(connection.transactionStatus == .inTransaction)
    #expect(try connection.run(simple: "SELECT count(*) FROM t").first?.int(0) == 5000)
  }

  @Test func anErrorWithoutAPositionIsTheOneThatWasNext() throws {
    let error = try error(of: [
      "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1)", "SELECT 1 / 0",
    ])
    #expect(error?.sqlState == "23505")
    #expect(error?.pipelineIndex == 1)
    #expect(error?.position == nil)
  }

  @Test func aPositionCountsInTheStatement() throws {
    let error = try error(of: ["SELECT 'ä', '🎉'", "SELECT 'é', nothing", "SELECT 2"])
    #expect(error?.sqlState == "42703")
    #expect(error?.pipelineIndex == 1)
    #expect(error?.position == 13)
  }

  @Test func whatCannotBeReadIsFoundBeforeAnythingRuns() throws {
    let error = try error(of: ["SELECT 1 / 0", "SELECT 2", "SELEC 3"])
    #expect(error?.sqlState == "42601")
    #expect(error?.pipelineIndex == 2)
    #expect(error?.position == 1)
  }

  @Test func theEndOfTheLastStatementIsItsOwn() throws {
    let error = try error(of: ["SELECT 1", "SELECT 1 +"])
    #expect(error?.pipelineIndex == 1)
    #expect(error?.position == 11)
    let first = try self.error(of: ["SELECT 1 +", "SELECT 1"])
    #expect(first?.pipelineIndex == 0)
    #expect(first?.position == 11)
  }

  @Test func aLostConnectionIsSaid() throws {
    let connection = try TestDatabase.connect()
    try connection.run(simple: "BEGIN")
    let error = #expect(throws: PostgresError.self) {
      try connection.run(together: ["SELECT pg_terminate_backend(pg_backend_pid())", "SELECT 1"])
    }
    #expect(error?.isConnectionFailure == true || error?.sqlState == "57P01")
  }
}
