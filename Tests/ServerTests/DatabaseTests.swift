import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// A database as a whole, on a name of its own beside the lent one.
@Suite(.database) struct DatabaseTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      "seedbed.json",
      """
      {"environments": {"test": {"disposable": true}, "live": {"protected": true}, "staging": {}}}
      """)
  }

  private func database(
    _ url: String? = nil, environment: String = "test"
  ) throws -> Database {
    try Project(
      .init(
        root: folder.path, environment: environment,
        databaseURL: try url ?? TestDatabase.current.url)
    ).database()
  }

  /// Beside the lent database, and as much this test's own.
  private func another(environment: String = "test") throws -> Database {
    let lent = try TestDatabase.current
    let target = lent.target.with(database: lent.name + "_made")
    return try database(target.url(includingPassword: true), environment: environment)
  }

  @Test func `a database is created with its marker, once, and dropped`() throws {
    let made = try another()
    try made.drop(force: true)
    #expect(try !made.exists())
    #expect(throws: Problem.self) { try made.connect() }
    #expect(try made.create())
    #expect(try !made.create())
    let marker = try DatabaseMarker.read(from: made.connect())
    #expect(marker == DatabaseMarker(environment: "test", disposable: true, protected: false))
    try made.check(.drop, confirmation: nil)
    #expect(try made.drop(force: false))
    #expect(try !made.drop(force: false))
  }

  @Test func `the server's timeout for statements does not hold`() throws {
    let lent = try TestDatabase.current
    try TestDatabase.connect().execute(
      "ALTER DATABASE \(identifier: lent.name) SET statement_timeout = '100ms'")
    let timeout = try database().connect().execute("SHOW statement_timeout")
    #expect(timeout.first?.string(0) == "0")
  }

  @Test func `two that create it at once both find it`() async throws {
    let made = try another()
    try made.drop(force: true)
    let created = try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        group.addTask {
          _ = try made.connect(creating: true)
          return true
        }
      }
      return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
    }
    #expect(created == 4)
    try made.drop(force: true)
  }

  @Test func `a session that uses it keeps a database from being dropped`() throws {
    let made = try another()
    let session = try made.connect(creating: true)
    let problem = #expect(throws: Problem.self) { try made.drop(force: false) }
    #expect(problem?.hint?.contains("--force") == true)
    #expect(try made.drop(force: true))
    #expect(throws: PostgresError.self) { try session.execute("SELECT 1") }
  }

  @Test func `a database without a marker has none`() throws {
    #expect(try DatabaseMarker.read(from: database().connect()) == nil)
  }

  @Test func `a marker is written once`() throws {
    let connection = try database().connect()
    try DatabaseMarker.establish(
      for: database().environment, isLocal: false, on: connection)
    try DatabaseMarker.establish(
      for: database(environment: "live").environment, isLocal: false, on: connection)
    let marker = try DatabaseMarker.read(from: connection)
    #expect(marker == DatabaseMarker(environment: "test", disposable: true, protected: false))
    #expect(connection.transactionStatus == .idle)
  }

  @Test func `a database that holds tables is not marked disposable`() throws {
    let connection = try database().connect()
    try connection.execute("CREATE TABLE orders (id int)")
    try DatabaseMarker.establish(
      for: database().environment, isLocal: false, on: connection)
    #expect(try DatabaseMarker.read(from: connection)?.disposable == false)
    #expect(throws: Problem.self) { try database().check(.reset, confirmation: nil) }
    try database().check(.reset, confirmation: try database().name)
  }

  @Test func `a protected environment's marker holds against every confirmation`() throws {
    let connection = try database().connect()
    try DatabaseMarker.establish(
      for: database(environment: "live").environment, isLocal: false, on: connection)
    let name = try database().name
    let problem = #expect(throws: Problem.self) {
      try database().check(.drop, confirmation: name)
    }
    #expect(problem?.code == "guard.protected")
  }

  @Test func `the URL's schema is where unqualified names go`() throws {
    let url = try TestDatabase.current.url
    try TestDatabase.connect().execute(#"CREATE SCHEMA "My App""#)
    let connection = try database(url + (url.contains("?") ? "&" : "?") + "schema=My%20App")
      .connect()
    try connection.execute("CREATE TABLE here (id int)")
    let rows = try connection.execute(#"SELECT to_regclass('"My App".here') IS NOT NULL"#)
    #expect(rows[0].bool(0))
  }

  @Test func `a dead client's statement is stopped by the server`() throws {
    let connection = try database().connect()
    guard connection.serverVersion >= 140_000 else { return }
    let rows = try connection.execute("SHOW client_connection_check_interval")
    #expect(rows[0].string(0) == "1s")
  }

  @Test func `a server that is not there is a problem without the password`() throws {
    let problem = try #require(throws: Problem.self) {
      try database("postgres://ada:s3cret@127.0.0.1:1/shop").connect()
    }
    #expect(problem.code == "database.unreachable")
    #expect(!"\(problem)".contains("s3cret"))
  }
}
