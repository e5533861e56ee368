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

/// A server's life, each test with one of its own, stopped at its end.
@Suite(.serialized) struct LocalServerTests {
  /// Stops the server and removes its folders, however the test ends.
  private final class Owner {
    let folder: TemporaryFolder
    let server: LocalServer
    var data: String { server.root + "/.seedbed/postgres/data" }

    init(deep: Bool = false) throws {
      folder = try TemporaryFolder()
      let name = deep ? String(repeating: "deep/", count: 20) : "shop"
      try folder.write("\(name)/seedbed.json", "{}")
      server = LocalServer(
        root: "\(folder.path)/\(name)", environment: ProcessEnvironment.current, durable: false)
    }

    func start() throws -> LocalServer.Address { try server.start(SilentProgress()) }
    func stop() throws -> Bool { try server.stop(SilentProgress()) }

    func pid() throws -> Int32 { try #require(ServerProcess(data: data)).id }

    deinit {
      _ = try? stop()
      if let sockets = FileStatus.realPath("\(server.root)/.seedbed/postgres/sockets") {
        try? Folder.remove(sockets)
      }
    }
  }

  private func version(_ address: LocalServer.Address) throws -> Int {
    try Connection(address.target(database: "postgres")).serverVersion
  }

  @Test func `it is made, started, found again and stopped`() throws {
    let owner = try Owner()
    #expect(owner.server.lastKnownAddress() == nil)
    let first = try owner.start()
    #expect(try version(first) >= 140_000)
    let pid = try owner.pid()
    #expect(owner.server.lastKnownAddress() == first)
    #expect(try owner.start() == first)
    #expect(try owner.pid() == pid)
    #expect(owner.folder.read("shop/.seedbed/.gitignore") == "*\n")

    #expect(try owner.stop())
    #expect(owner.server.lastKnownAddress() == nil)
    #expect(try !owner.stop())
    #expect(try owner.start().port == first.port)
  }

  @Test func `the socket trusts, the port wants the password`() throws {
    let owner = try Owner()
    let address = try owner.start()
    let folder = try #require(FileStatus(address.socketFolder))
    #expect(folder.mode & 0o077 == 0)
    let url = owner.server.url(database: "postgres", at: address)
    var target = try ConnectionTarget(parsing: url)
    #expect(try Connection(target).database == "postgres")
    target["password"] = "wrong"
    #expect(throws: PostgresError.self) { try Connection(target) }
    let password = try #require(FileStatus("\(owner.server.root)/.seedbed/postgres/password"))
    #expect(password.mode == 0o600)
  }

  @Test func `its own URL is known again and starts it on demand`() throws {
    let owner = try Owner()
    let url = owner.server.url(database: "postgres", at: try owner.start())
    _ = try owner.stop()
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let variables = ["DATABASE_URL": url, "PATH": path]
    var options = Project.Options(root: owner.server.root, variables: variables)
    let database = try Project(options).database()
    #expect(database.isLocal)
    #expect(try database.connect().database == "postgres")
    options.variables = ["DATABASE_URL": url.replacing("postgres:", with: "postgres:0")]
    #expect(try !Project(options).database().isLocal)
  }

  @Test func `two starts at once are one server`() async throws {
    let owner = try Owner()
    let server = owner.server
    let addresses = try await withThrowingTaskGroup(of: LocalServer.Address.self) { group in
      for _ in 0..<4 { group.addTask { try server.start(SilentProgress()) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(addresses.allSatisfy { $0 == addresses[0] })
    #expect(try version(addresses[0]) > 0)
  }

  @Test func `a half-made data directory is made anew`() throws {
    let owner = try Owner()
    let unfinished = "\(owner.server.root)/.seedbed/postgres/data.new"
    try Folder.make(unfinished + "/base")
    try TextFile.write("15\n", to: unfinished + "/PG_VERSION")
    #expect(try version(owner.start()) > 0)
    #expect(FileStatus(unfinished) == nil)
  }

  @Test func `a data directory that is none is never touched`() throws {
    let owner = try Owner()
    try owner.folder.write("shop/.seedbed/postgres/data/precious", "x")
    let problem = #expect(throws: Problem.self) { try owner.start() }
    #expect(["local_server.no_data_directory", "local_server.other_user"].contains(problem?.code))
    #expect(owner.folder.read("shop/.seedbed/postgres/data/precious") == "x")
  }

  @Test func `a server that was killed is started again, its data there`() throws {
    let owner = try Owner()
    let address = try owner.start()
    try Connection(address.target(database: "postgres")).execute("CREATE TABLE kept (id int)")
    ServerSignal.kill(try owner.pid())
    let again = try owner.start()
    #expect(again.port == address.port)
    try Connection(again.target(database: "postgres")).execute("SELECT * FROM kept")
  }

  @Test func `the number of a dead server that is another process's is no server`() throws {
    let owner = try Owner()
    _ = try owner.start()
    let file = owner.data + "/postmaster.pid"
    let text = try #require(try TextFile.read(file))
    let pid = try owner.pid()
    _ = try owner.stop()
    // Process 1 is alive and no server of this directory.
    let owned = try #require(FileStatus(owner.data)).owner
    try TextFile.write(text.replacing("\(pid)\n", with: "1\n"), to: file, owner: owned)
    #expect(try version(owner.start()) > 0)
    #expect(try owner.pid() != 1)
  }

  @Test func `a killed server that nobody has buried is started again`() throws {
    let owner = try Owner()
    _ = try owner.start()
    let process = try #require(ServerProcess(data: owner.data))
    ServerSignal.send(SIGKILL, to: process.id)
    // From here on it is a zombie, whose number is still taken.
    while process.isAlive(in: owner.data) { sched_yield() }
    #expect(try version(owner.start()) > 0)
  }

  @Test(arguments: ["", "garbage\n"])
  func `a process file that a crash has cut off is no server`(text: String) throws {
    let owner = try Owner()
    _ = try owner.start()
    _ = try owner.stop()
    let owned = try #require(FileStatus(owner.data)).owner
    try TextFile.write(text, to: owner.data + "/postmaster.pid", owner: owned)
    #expect(try version(owner.start()) > 0)
  }

  @Test func `a socket folder that is gone comes back`() throws {
    let owner = try Owner()
    try Folder.remove(owner.start().socketFolder)
    #expect(try version(owner.start()) > 0)
  }

  @Test func `a port that somebody took is left to him`() throws {
    let owner = try Owner()
    let port = try owner.start().port
    _ = try owner.stop()
    let listener = try #require(Listener(port: port))
    #expect(try owner.start().port != port)
    listener.close()
  }

  @Test func `a deep project's socket has a short path`() throws {
    let owner = try Owner(deep: true)
    let address = try owner.start()
    #expect(address.socketFolder.utf8.count < 80)
    #expect(try version(address) > 0)
    #expect(try owner.start() == address)
  }

  @Test func `data of another version says what to do`() throws {
    let owner = try Owner()
    _ = try owner.start()
    _ = try owner.stop()
    let owned = try #require(FileStatus(owner.data)).owner
    try TextFile.write("9\n", to: owner.data + "/PG_VERSION", owner: owned)
    let problem = #expect(throws: Problem.self) { try owner.start() }
    #expect(problem?.code == "local_server.other_version")
    #expect(problem?.hint?.contains("PostgreSQL 9") == true)
  }

  @Test func `a copied project does not use the original's server`() throws {
    let owner = try Owner()
    let address = try owner.start()
    let copy = "\(owner.folder.path)/copy"
    let cp = try ChildProcess("/bin/cp", ["-a", owner.server.root, copy]).run()
    #expect(cp.succeeded)
    let server = LocalServer(
      root: copy, environment: ProcessEnvironment.current, durable: false)
    defer { _ = try? server.stop(SilentProgress()) }
    #expect(server.lastKnownAddress() == nil)
    let other = try server.start(SilentProgress())
    #expect(other.port != address.port)
    #expect(try version(address) > 0)
  }

  @Test func `no installed server is a problem with a way out`() {
    let problem = #expect(throws: Problem.self) {
      try ServerBinaries.find(major: 8, environment: [:])
    }
    #expect(problem?.hint?.contains("install PostgreSQL 8") == true)
  }
}
