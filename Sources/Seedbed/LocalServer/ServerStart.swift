#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Brings a local server up from whatever state it was left in. To be used under its lock.
struct ServerStart {
  var server: LocalServer
  var folder: ServerFolder
  var account: ServerAccount?
  var lock: FileLock

  func run(_ progress: any Progress) throws -> LocalServer.Address {
    if let address = try runningServer(progress) { return address }
    let directory = DataDirectory(folder: folder, account: account, durable: server.durable)
    let version = try directory.version()
    let binaries = try ServerBinaries.find(major: version, environment: server.variables)
    if version == nil {
      progress.activity(
        "making a local PostgreSQL \(binaries.version) in .seedbed/\(server.kind.rawValue)")
      try directory.create(with: binaries, under: lock)
    }
    progress.activity("starting the local PostgreSQL \(binaries.version)")
    return try launch(binaries)
  }

  /// The server that runs already, if sessions can reach it; one that they cannot is stopped.
  private func runningServer(_ progress: any Progress) throws -> LocalServer.Address? {
    let remains = ServerRemains(folder: folder)
    guard let process = ServerProcess(data: folder.data) else {
      try remains.clearProcessFile()
      return nil
    }
    guard process.isAlive(in: folder.data) else {
      // PostgreSQL itself replaces the file of a dead process, but not one whose number another
      // process has by now, or that nobody has buried.
      if kill(process.id, 0) == 0 { try remains.clearProcessFile() }
      return nil
    }
    progress.activity("waiting for the local server")
    let settled = Self.wait(seconds: 60) { () -> ServerProcess? in
      guard let now = ServerProcess(data: folder.data), now.id == process.id else { return process }
      return now.state == .ready || !now.isAlive(in: folder.data) ? now : nil
    }
    guard let settled, settled.isAlive(in: folder.data) else { return nil }
    let address = LocalServer.Address(settled)
    if settled.dataFolder == folder.data, try server.answers(address) { return address }
    try Self.stop(settled, in: folder)
    return nil
  }

  /// Launches on the remembered port, on the next free one where somebody took it.
  private func launch(_ binaries: ServerBinaries) throws -> LocalServer.Address {
    let sockets = try folder.socketFolder(account: account)
    ServerRemains(folder: folder).clearSockets(in: sockets)
    try keepLogShort()
    var wanted = ServerPort.first(for: folder)
    for _ in 0..<40 {
      guard let port = ServerPort.free(from: wanted) else { break }
      let logStart = FileStatus(folder.log)?.size ?? 0
      let child = try process(binaries, port: port, sockets: sockets).launch(log: folder.log)
      guard let exit = waitUntilReady(child) else {
        try TextFile.write("\(port)\n", to: folder.port, owner: account?.user)
        return LocalServer.Address(socketFolder: sockets, port: port)
      }
      let said = try log(from: logStart)
      if said.contains("could not bind") || said.contains("Address already in use") {
        wanted = port + 1
      } else if said.contains("pre-existing shared memory") || said.contains("is still in use") {
        usleep(250_000)  // the last backends of a server that was killed are still ending
      } else {
        throw failure(exit, said)
      }
    }
    throw failure(1, try log(from: max(0, (FileStatus(folder.log)?.size ?? 0) - 2000)))
  }

  private func process(
    _ binaries: ServerBinaries, port: Int, sockets: String
  ) throws(Problem) -> ChildProcess {
    var arguments = ["-D", folder.data, "-p", String(port), "-k", sockets]
    if !server.durable {
      arguments += ["-c", "fsync=off", "-c", "full_page_writes=off"]
    }
    if server.kind == .ephemeral {
      for setting in Self.ephemeralSettings { arguments += ["-c", setting] }
    }
    let postgres = ChildProcess(
      binaries.program("postgres"), arguments, environment: LocalServer.environment,
      directory: folder.path)
    return try account?.running(postgres) ?? postgres
  }

  /// Nobody waits for a commit to be written, nothing is written for standbys, and there is room for
  /// the sessions of many tests.
  private static let ephemeralSettings = [
    "synchronous_commit=off", "wal_level=minimal", "max_wal_senders=0", "checkpoint_timeout=30min",
    "max_connections=300",
  ]

  /// Nil when the server takes sessions; how it ended, where it did instead.
  private func waitUntilReady(_ child: Int32) -> Int32? {
    let outcome = Self.wait(seconds: 120) { () -> Int32? in
      if let exit = ChildProcess.ended(child) { return exit }
      // The file may still be the one that a dead server left, saying that it is ready.
      guard let process = ServerProcess(data: folder.data), process.state == .ready else {
        return nil
      }
      return process.isAlive(in: folder.data) ? -1 : nil
    }
    return outcome == -1 ? nil : outcome ?? 1
  }

  static func stop(_ process: ServerProcess, in folder: ServerFolder) throws(Problem) {
    process.stop()
    let gone = wait(seconds: 60) { () -> Bool? in
      // A server that this very process started stays a zombie until it is asked for.
      _ = ChildProcess.ended(process.id)
      return process.isAlive(in: folder.data) ? nil : true
    }
    if gone == nil {
      throw Problem(
        "local_server.stop_failed", "the local server (process \(process.id)) does not end",
        hint: "see \(folder.log)")
    }
  }

  static func wait<Answer>(seconds: Int, _ answer: () -> Answer?) -> Answer? {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
      if let answer = answer() { return answer }
      usleep(5_000)
    }
    return nil
  }

  private func log(from start: Int) throws(Problem) -> String {
    let bytes = Array((try TextFile.read(folder.log) ?? "").utf8)
    return String(decoding: bytes.dropFirst(start), as: UTF8.self)
  }

  private func keepLogShort() throws(Problem) {
    guard let size = FileStatus(folder.log)?.size, size > 10_000_000 else { return }
    guard rename(folder.log, folder.log + ".old") == 0 else {
      throw SystemCall.failure("rename", folder.log)
    }
  }

  private func failure(_ exit: Int32, _ said: String) -> Problem {
    Problem(
      "local_server.start_failed", "the local server did not start (exit code \(exit))",
      hint: "see \(folder.log)",
      notes: said.split(separator: "\n").suffix(8).map(String.init))
  }
}
