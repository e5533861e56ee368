public import Postgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A project's private PostgreSQL server in `.seedbed/postgres`: made and started on demand, and
/// left running.
///
/// Its unix socket, in a folder that only the server's user can enter, trusts who gets there; its
/// loopback port wants the generated password. Every call is safe beside others of other processes.
public struct LocalServer: Sendable {
  static let superuser = "postgres"

  /// The project's root, absolute.
  public let root: String
  public let kind: Kind
  /// False for a server of throw-away data: nothing it writes is flushed to the disk.
  let durable: Bool
  let variables: [String: String]

  /// What a server is for; the name of its folder in `.seedbed`.
  public enum Kind: String, Sendable {
    /// The developer's own, whose data stay.
    case lasting = "postgres"
    /// For tests: made for speed, in memory where that is possible. It loses its data when it is
    /// stopped, or when the machine crashes.
    case ephemeral
  }

  public init(root: String, environment: [String: String], kind: Kind = .lasting) {
    self.init(root: root, environment: environment, durable: kind == .lasting, kind: kind)
  }

  package init(
    root: String, environment: [String: String], durable: Bool, kind: Kind = .lasting
  ) {
    self.root = FileStatus.realPath(root) ?? root
    self.kind = kind
    self.durable = durable
    variables = environment
  }

  /// Where a running server listens.
  public struct Address: Sendable, Equatable {
    public var socketFolder: String
    /// On 127.0.0.1.
    public var port: Int

    /// Logs in through the socket, without a password.
    public func target(database: String) -> ConnectionTarget {
      ConnectionTarget(parameters: [
        "host": socketFolder, "port": String(port), "user": LocalServer.superuser,
        "dbname": database,
      ])
    }
  }

  /// Where the server listens if its own files say that it runs; it is not asked, so this costs
  /// microseconds and may be out of date after a crash.
  public func lastKnownAddress() -> Address? {
    guard let folder = ServerFolder.existing(root: root, kind),
      let process = ServerProcess(data: folder.data), process.state == .ready,
      process.dataFolder == folder.data
    else { return nil }
    return Address(process)
  }

  /// Makes and starts the server as far as that is needed, and returns when it takes sessions.
  @discardableResult
  public func start(_ progress: any Progress) throws -> Address {
    if let address = lastKnownAddress(), try answers(address) { return address }
    return try locked(progress) { lock in
      let account = try ServerAccount.needed()
      let folder = try ServerPlace(root: root, kind: kind, account: account, environment: variables)
        .prepare()
      return try ServerStart(server: self, folder: folder, account: account, lock: lock)
        .run(progress)
    }
  }

  /// Stops the server and waits until it is gone.
  ///
  /// - Returns: false where none was running.
  public func stop(_ progress: any Progress) throws -> Bool {
    guard let folder = ServerFolder.existing(root: root, kind) else { return false }
    return try locked(progress) { _ in
      guard let process = ServerProcess(data: folder.data), process.isAlive(in: folder.data) else {
        return false
      }
      progress.activity("stopping the local server")
      try ServerStart.stop(process, in: folder)
      if kind == .ephemeral { try removeData(folder) }
      return true
    }
  }

  /// An ephemeral server leaves nothing.
  private func removeData(_ folder: ServerFolder) throws(Problem) {
    let link = "\(root)/.seedbed/\(kind.rawValue)"
    if let sockets = FileStatus.realPath(folder.sockets), !sockets.hasPrefix(folder.path) {
      try Folder.remove(sockets)
    }
    try Folder.remove(folder.path)
    try Folder.remove(link)
  }

  /// What is known of the server without starting it.
  public struct Status: Sendable, Equatable {
    public var address: Address?
    public var processID: Int?
    /// The major version that made the data; nil where there is no data yet.
    public var dataVersion: Int?
    /// Where data and log are, without links.
    public var folder: String?
    public var log: String?
  }

  public func status() throws -> Status {
    guard let folder = ServerFolder.existing(root: root, kind) else { return Status() }
    var status = Status(folder: folder.path, log: folder.log)
    status.dataVersion = try DataDirectory(folder: folder, account: nil, durable: durable).version()
    if let process = ServerProcess(data: folder.data), process.isAlive(in: folder.data) {
      status.processID = Int(process.id)
      if process.state == .ready { status.address = Address(process) }
    }
    return status
  }

  /// Throws a `Problem` unless the server is of that major version, or would be if it was made.
  func checkVersion(_ major: Int) throws {
    let version = try status().dataVersion ?? ServerBinaries.find(environment: variables).major
    guard version == major else {
      throw Problem(
        "local_server.version",
        "the local server is PostgreSQL \(version), and the database's is \(major)")
    }
  }

  /// The password of the loopback port, for applications; nil where it cannot be read.
  public func password() -> String? {
    guard let folder = ServerFolder.existing(root: root, kind) else { return nil }
    return (try? TextFile.read(folder.password))?.split(separator: "\n").first.map(String.init)
  }

  /// True for the loopback URL that `seedbed db url` gave to an application, which may come back in
  /// `DATABASE_URL`: it means this server, to be started on demand like without a URL.
  func isMeant(by target: ConnectionTarget) -> Bool {
    guard let folder = ServerFolder.existing(root: root, kind),
      let text = try? TextFile.read(folder.port), let port = Int(text.filter(\.isNumber))
    else { return false }
    let password = target["password"]
    return ["127.0.0.1", "localhost"].contains(target["host"]) && target["hostaddr"] == nil
      && target["port"] == String(port) && target["user"] == Self.superuser
      && password != nil && password == self.password()
  }

  /// The URL for applications: the loopback port, with its generated password.
  public func url(database: String, at address: Address) -> String {
    ConnectionTarget(parameters: [
      "host": "127.0.0.1", "port": String(address.port), "user": Self.superuser,
      "password": password() ?? "", "dbname": database,
    ]).url(includingPassword: true)
  }

  /// False where nothing listens there any more; throws what the server said otherwise. One that
  /// starts, stops or recovers from a crash is waited for.
  func answers(_ address: Address) throws(PostgresError) -> Bool {
    let end = ContinuousClock.now + .seconds(60)
    while true {
      do {
        _ = try Connection(address.target(database: "postgres"))
        return true
      } catch {
        if error.isMissingDatabase { return true }
        // libpq passes on no SQLSTATE here; our server speaks English.
        if error.message.contains("the database system is"), ContinuousClock.now < end {
          usleep(10_000)
          continue
        }
        // A socket without its server is a leftover; a server that refuses, being full, is alive.
        if address.isListening { throw error }
        return false
      }
    }
  }

  private func locked<Result>(
    _ progress: any Progress, _ body: (FileLock) throws -> Result
  ) throws -> Result {
    let state = "\(root)/.seedbed"
    try Folder.make(state)
    if FileStatus("\(state)/.gitignore") == nil {
      try TextFile.write("*\n", to: "\(state)/.gitignore")
    }
    let waiting = { progress.activity("waiting for another seedbed that starts the local server") }
    return try FileLock.hold("\(state)/\(kind.rawValue).lock", whileWaiting: waiting, body)
  }

  /// The server's own environment: none of the settings that libpq or a shell left in ours.
  static var environment: [String: String] {
    ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"]
  }
}

extension LocalServer.Address {
  init(_ process: ServerProcess) {
    self.init(socketFolder: process.socketFolder, port: process.port)
  }

  /// Somebody takes connections at the socket.
  var isListening: Bool { UnixSocket.isListening("\(socketFolder)/.s.PGSQL.\(port)") }
}
