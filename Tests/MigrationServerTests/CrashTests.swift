import FoundationEssentials
import Postgres
import Seedbed
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The server goes down at once, without writing out what it has in memory, and comes back by its
/// log. Only the last commit of a run waits for the disk.
@Suite(.serialized) struct CrashTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("seedbed.json", "{}")
    for number in 1...30 {
      try folder.write(
        "migrations/\(100 + number)_table.sql", "CREATE TABLE t\(number) (id int PRIMARY KEY);")
    }
  }

  private func connect() throws -> Connection {
    // Where the programs of the tested server's version come first.
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
    let project = try Project(
      Project.Options(root: folder.path, environment: nil, variables: ["PATH": path]))
    return try project.database().connect()
  }

  private func crash() throws {
    let file = try #require(folder.read(".seedbed/postgres/data/postmaster.pid"))
    // What `pg_ctl stop -m immediate` does.
    ServerSignal.send(SIGQUIT, to: try #require(Int32(file.prefix { $0 != "\n" })))
  }

  /// The numbers of the tables, which are those of the migrations that the history knows.
  private func tables(_ connection: Connection) throws -> [Int] {
    func numbers(_ query: SQL) throws -> [Int] {
      try connection.execute(query).map { $0.int(0) }.sorted()
    }
    let tables = try numbers(
      "SELECT substr(tablename, 2)::int FROM pg_tables WHERE schemaname = 'public'")
    let known = try numbers(
      """
      SELECT substr(name, 1, 3)::int - 100 FROM seedbed.migrations
      WHERE rolled_back_at IS NULL AND finished_at IS NOT NULL AND name LIKE '%_table'
      """)
    #expect(tables == known)
    return tables
  }

  private func again() throws -> Connection {
    var connection: Connection?
    try Patience.until("the server is there again") {
      connection = try? connect()
      return connection != nil
    }
    return try #require(connection)
  }

  @Test func `a crash between two migrations leaves the first ones, each with its record`() throws {
    defer { _ = try? Binary.run(["db", "stop", "--root", folder.path], in: folder.path) }
    try folder.write("migrations/200_wait.sql", "SELECT pg_sleep(60);")
    let run = try BackgroundRun("up", in: folder, url: nil)
    let connection = try again()
    try Patience.until("the last one runs") {
      try connection.execute(
        """
        SELECT FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'
        """
      ).isEmpty == false
    }
    try crash()
    #expect(try run.wait() != 0)
    let left = try tables(again())
    #expect(left == Array(1...30).prefix(left.count).map { $0 })

    try folder.write("migrations/200_wait.sql", "SELECT 1;")
    let next = try Binary.run(["up", "--root", folder.path], in: folder.path)
    #expect(next.status == 0, "\(next.errors)")
    #expect(try tables(again()) == Array(1...30))
  }

  @Test func `what a run has reported is there after a crash`() throws {
    defer { _ = try? Binary.run(["db", "stop", "--root", folder.path], in: folder.path) }
    for number in 1...5 {
      try folder.write("migrations/20\(number)_more.sql", "CREATE VIEW v\(number) AS SELECT 1;")
      let run = try Binary.run(["up", "--root", folder.path], in: folder.path)
      #expect(run.status == 0, "\(run.errors)")
      try crash()
      let connection = try again()
      #expect(try tables(connection) == Array(1...30))
      #expect(
        try connection.execute("SELECT FROM pg_views WHERE schemaname = 'public'").count == number)
    }
  }
}
