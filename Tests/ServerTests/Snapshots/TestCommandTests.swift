import FoundationEssentials
import Postgres
import TestSupport
import Testing

@testable import Seedbed

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `seedbed test -- COMMAND…`
@Suite(.database) struct TestCommandTests {
  private let shop: SnapshotProject

  init() throws { shop = try SnapshotProject() }

  @Test func `the command has its database, and its exit code is passed on`() throws {
    let run = try shop.seedbed(
      "test", "--", "sh", "-c",
      #"printf '%s %s %s ' "$DATABASE_URL" "$SEEDBED_ENV" "$SEEDBED_WORKERS"; "# + query
        + "; exit 7")
    #expect(run.status == 7, "\(run)")
    let words = run.output.split(separator: " ").map(String.init)
    #expect(words.count == 4)
    #expect(words[1...2] == ["test", "1"])
    #expect(words[3].contains("ada"))
    #expect(words[0] != shop.lent.url)
    #expect(try lent().isEmpty)
    #expect(throws: PostgresError.self) { try Connection(ConnectionTarget(parsing: words[0])) }
  }

  @Test func `each worker has one`() throws {
    let run = try shop.seedbed(
      "test", "--workers", "2", "--", "sh", "-c",
      #"""
      [ "$DATABASE_URL" = "$DATABASE_URL_1" ] || exit 1
      echo "$DATABASE_URL_1"; echo "$DATABASE_URL_2"
      echo "$DATABASE_URL_WORKER" | sed 's/{worker}/2/'
      """#)
    #expect(run.status == 0, "\(run)")
    let urls = run.output.split(separator: "\n").map(String.init)
    #expect(urls.count == 3)
    #expect(urls[0] != urls[1])
    #expect(urls[1] == urls[2])
  }

  @Test func `a signal reaches the command, and the databases go`() throws {
    let run = try BackgroundRun(
      "test", "--env", "test",
      command: [
        "sh", "-c", "trap 'echo told; exit 9' TERM; echo ready; while :; do sleep 0.05; done",
      ],
      in: shop.folder, url: shop.lent.url)
    try Patience.until("the command runs") { run.output.contains("ready") }
    #expect(try lent().count == 1)
    kill(run.process, SIGTERM)
    #expect(try run.wait() == 9)
    #expect(run.output.contains("told"))
    #expect(try lent().isEmpty)
  }

  @Test func `what a killed run has left is dropped by the next, what a living one uses is not`()
    throws
  {
    func begin() throws -> BackgroundRun {
      let run = try BackgroundRun(
        "test", "--env", "test",
        command: ["sh", "-c", "echo ready; while kill -0 $PPID 2>/dev/null; do sleep 0.05; done"],
        in: shop.folder, url: shop.lent.url)
      try Patience.until("the command runs") { run.output.contains("ready") }
      return run
    }
    let killed = try begin()
    let living = try begin()
    let both = try lent()
    #expect(both.count == 2)
    killed.kill()
    try Patience.until("the server has seen it") {
      let next = try shop.seedbed("test", "--", "true")
      #expect(next.status == 0, "\(next)")
      return try lent().count == 1
    }
    #expect(both.contains(try #require(try lent().first)))
    living.kill()
    try shop.tidy()
  }

  @Test func `a command that is not there`() throws {
    #expect(try shop.seedbed("test").status == 64)
    #expect(try shop.seedbed("test", "--", "no-such-program").errors.contains("no-such-program"))
    #expect(try lent().isEmpty)
  }

  private func lent() throws -> [String] { try shop.kept(.lent) }

  /// Reads a customer by the program itself.
  private var query: String {
    "\(Build.folder)/seedbed db psql -- -Atc 'SELECT email FROM customers ORDER BY 1 LIMIT 1'"
  }
}
