internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What a killed server leaves behind and the next one would refuse to start over. To be used under
/// the server's lock.
struct ServerRemains {
  var folder: ServerFolder

  /// Removes the file that names the server's process, once nothing works on the data any more: a
  /// second server beside a killed one's last backends would destroy them.
  func clearProcessFile() throws(Problem) {
    let file = "\(folder.data)/postmaster.pid"
    guard FileStatus(file) != nil else { return }
    let ended = ServerStart.wait(seconds: 60) { ServerProcess.isAny(in: folder.data) ? nil : true }
    guard ended == true else {
      throw Problem(
        "local_server.still_ending", "processes of a killed local server still work on its data",
        hint: "end the postgres processes in \(folder.data)")
    }
    guard unlink(file) == 0 || errno == ENOENT else { throw SystemCall.failure("remove", file) }
  }

  /// Removes sockets and their lock files, in a folder that no other server uses. PostgreSQL keeps
  /// one whose number another process has by now.
  func clearSockets(in sockets: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: sockets)) ?? []
    where name.hasPrefix(".s.PGSQL.") {
      unlink("\(sockets)/\(name)")
    }
  }
}
