import Postgres
import TestSupport
import Testing

/// Several statements with one wait for all of them.
@Suite(.database) struct MessageTests {
  private func connection() throws -> Connection {
    let connection = try TestDatabase.connect()
    try connection.run(simple: "CREATE TABLE t (id int PRIMARY KEY, s text); BEGIN")
    return connection
  }

  private func error(of statements: [String]) throws -> PostgresError? {
    let connection = try connection()
    let error = #expect(throws: PostgresError.self) {
      try connection.pipeline(discardingRowsOf: statements) {}
    }
    #expect(connection.transactionStatus == .failed)
    try connection.run(simple: "ROLLBACK")
    return error
  }

  @Test func allOfThemAreRunInTheTransaction() throws {
    let connection = try connection()
    try connection.pipeline(
      discardingRowsOf: [
        "INSERT INTO t SELECT n FROM generate_series(1, 5000) n RETURNING *",
        "DELETE FROM t WHERE id > 4000 RETURNING id", "UPDATE t SET s = 'a;b' -- ;\n",
      ]) {}
    #expect(connection.transactionStatus == .inTransaction)
    #expect(try connection.run(simple: "SELECT count(s) FROM t").first?.int(0) == 4000)
  }

  @Test func eachIsItsOwnForWhoeverAsks() throws {
    let connection = try connection()
    try connection.pipeline(
      discardingRowsOf: [
        "INSERT INTO t VALUES (1, current_query())", "INSERT INTO t VALUES (2, current_query())",
      ]) {}
    let seen = try connection.run(simple: "SELECT s FROM t ORDER BY id").map { $0.string(0) }
    #expect(
      seen == [
        "INSERT INTO t VALUES (1, current_query())", "INSERT INTO t VALUES (2, current_query())",
      ])
  }

  @Test func anErrorIsItsStatements() throws {
    let duplicate = try error(of: [
      "INSERT INTO t VALUES (1)", "INSERT INTO t VALUES (1)", "SELECT 1 / 0",
    ])
    #expect(duplicate?.sqlState == "23505")
    #expect(duplicate?.pipelineIndex == 1)
    let unknown = try error(of: ["SELECT 'ä', '🎉'", "SELECT 'é', nothing", "SELECT 2"])
    #expect(unknown?.sqlState == "42703")
    #expect(unknown?.pipelineIndex == 1)
    #expect(unknown?.position == 13)
    let unread = try error(of: ["SELECT 1", "SELECT 2", "SELEC 3"])
    #expect(unread?.sqlState == "42601")
    #expect(unread?.pipelineIndex == 2)
    #expect(unread?.position == 1)
    let parameter = try error(of: ["SELECT 1", "INSERT INTO t VALUES ($1)"])
    #expect(parameter?.pipelineIndex == 1)
  }

  @Test func aLostConnectionIsSaid() throws {
    let connection = try connection()
    let error = #expect(throws: PostgresError.self) {
      try connection.pipeline(
        discardingRowsOf: ["SELECT pg_terminate_backend(pg_backend_pid())", "SELECT 1"]) {}
    }
    #expect(error?.isConnectionFailure == true || error?.sqlState == "57P01")
    #expect(connection.mayBeOver)
  }

  @Test func oneMessageIsOneTransactionUpToItsCommit() throws {
    let connection = try TestDatabase.connect()
    var tags: [String] = []
    #expect(throws: PostgresError.self) {
      try connection.run(
        together: ["CREATE TABLE a ()", "COMMIT", "CREATE TABLE b ()", "SELECT 1 / 0"],
        completed: { tags.append($0) })
    }
    #expect(tags == ["CREATE TABLE", "COMMIT", "CREATE TABLE"])
    let found = try connection.execute("SELECT to_regclass('a'), to_regclass('b')").first
    #expect(found?[0] == "a")
    #expect(found?[1] == nil)
  }

  @Test func aSessionThatHasEndedMayBeOver() throws {
    let connection = try TestDatabase.connect()
    #expect(!connection.mayBeOver)
    try TestDatabase.connect().execute(
      "SELECT pg_terminate_backend(\(connection.backendProcessID), 10000)")
    #expect(connection.mayBeOver)
    // Once it has been noticed, there is no socket that anything could be read from.
    _ = try? connection.run(simple: "SELECT 1")
    #expect(connection.mayBeOver)
  }
}
