#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Makes a local server's data directory.
struct DataDirectory {
  var folder: ServerFolder
  var account: ServerAccount?
  /// False for servers whose data nobody will miss: nothing is flushed to the disk.
  var durable: Bool

  /// The major version that made the data; nil where there is none yet.
  ///
  /// `data` appears under that name only when it is complete: nothing half-made is ever taken for
  /// one, and nothing complete is ever removed.
  func version() throws(Problem) -> Int? {
    guard FileStatus(folder.data) != nil else { return nil }
    guard let text = try TextFile.read("\(folder.data)/PG_VERSION"),
      let major = Int(text.filter(\.isNumber))
    else {
      throw Problem(
        "local_server.no_data_directory", "\(folder.data) is not a PostgreSQL data directory",
        hint: "move it away; Seedbed makes a new one")
    }
    return major
  }

  /// Runs initdb, which keeps the lock where it outlives us: nobody else begins before it has ended.
  func create(with binaries: ServerBinaries, under lock: FileLock) throws(Problem) {
    try Folder.remove(folder.unfinishedData)
    try TextFile.write(Self.newPassword() + "\n", to: folder.password, mode: 0o600, owner: owner)
    var arguments = [
      "-D", folder.unfinishedData, "-U", LocalServer.superuser, "--encoding=UTF8",
      "--locale=\(Self.locale)", "--auth-local=trust", "--auth-host=scram-sha-256",
      "--pwfile=\(folder.password)", "--no-instructions",
    ]
    if !durable { arguments.append("--no-sync") }
    var initdb = ChildProcess(
      binaries.program("initdb"), arguments, environment: LocalServer.environment,
      directory: folder.path)
    if let account { initdb = try account.running(initdb) }
    initdb.lock = lock
    let outcome = try initdb.run()
    guard outcome.succeeded else {
      let said = (outcome.errors + outcome.output).split(separator: "\n").map(String.init)
      throw Problem(
        "local_server.initdb_failed", "initdb could not make the local server's data directory",
        hint: "name a database instead (DATABASE_URL), or see what initdb says",
        notes: said.suffix(8).map { $0 })
    }
    try configure()
    guard rename(folder.unfinishedData, folder.data) == 0 else {
      throw SystemCall.failure("create", folder.data)
    }
  }

  private var owner: UInt32? { account?.user }

  private func configure() throws(Problem) {
    let file = "\(folder.unfinishedData)/postgresql.conf"
    let settings = """

      # Written by Seedbed when it made this server; change what you like.
      listen_addresses = '127.0.0.1'
      unix_socket_permissions = 0700
      max_connections = 100
      timezone = 'UTC'
      log_timezone = 'UTC'
      log_line_prefix = '%m [%p] %q%a@%d '

      """
    try TextFile.write(
      (try TextFile.read(file) ?? "") + settings, to: file, mode: 0o600, owner: owner)
  }

  /// C.UTF-8 knows the letters of all languages and sorts the same on every machine; C is there
  /// even where no locale is installed.
  private static var locale: String {
    #if canImport(Glibc)
      let letters = Int32(1) << LC_CTYPE
    #else
      let letters = LC_CTYPE_MASK
    #endif
    guard let locale = newlocale(letters, "C.UTF-8", nil) else { return "C" }
    freelocale(locale)
    return "C.UTF-8"
  }

  private static func newPassword() -> String {
    (0..<2).map { _ in String(UInt64.random(in: (1 << 60)...UInt64.max), radix: 16) }.joined()
  }
}
