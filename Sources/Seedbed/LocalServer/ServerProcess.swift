internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A running server as its `postmaster.pid` tells of it (PostgreSQL's source, `miscadmin.h`).
struct ServerProcess: Sendable, Equatable {
  enum State: Sendable { case starting, ready, stopping }

  var id: Int32
  var dataFolder: String
  var port: Int
  var socketFolder: String
  var state: State

  /// Nil where the file is missing or not written to its end yet.
  init?(data: String) {
    guard let text = try? TextFile.read("\(data)/postmaster.pid") else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 5, let id = Int32(lines[0]), let port = Int(lines[3]) else { return nil }
    self.id = id
    self.port = port
    dataFolder = String(lines[1])
    socketFolder = String(lines[4])
    let word = lines.count > 7 ? lines[7].prefix { $0 != " " } : ""
    state = word == "ready" ? .ready : word == "stopping" ? .stopping : .starting
  }

  /// The process that the file names is alive and is a server on this data directory.
  ///
  /// After a crash or in a new container its number may be any other process's: a server stays in
  /// its data directory, so that tells.
  func isAlive(in data: String) -> Bool { Self.workingFolder(of: id) == data }

  /// Some process works in the data directory: a server, or what a killed one has left running.
  static func isAny(in data: String) -> Bool {
    #if os(Linux)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      return names.lazy.compactMap { Int32($0) }.contains { workingFolder(of: $0) == data }
    #else
      let lsof = ChildProcess("/usr/sbin/lsof", ["-a", "-c", "postgres", "-d", "cwd", "-Fn"])
      return (try? lsof.run())?.output.split(separator: "\n").contains { $0 == "n\(data)" } ?? false
    #endif
  }

  /// Tells the server to end: sessions are cut off, their transactions rolled back, the data left
  /// in order (manual 19.5, "fast shutdown").
  func stop() { kill(id, SIGINT) }

  private static func workingFolder(of process: Int32) -> String? {
    #if os(Linux)
      return FileStatus.realPath("/proc/\(process)/cwd")
    #else
      let lsof = ChildProcess("/usr/sbin/lsof", ["-a", "-p", "\(process)", "-d", "cwd", "-Fn"])
      let lines = (try? lsof.run())?.output.split(separator: "\n") ?? []
      return lines.last { $0.hasPrefix("n") }.map { String($0.dropFirst()) }
    #endif
  }
}
