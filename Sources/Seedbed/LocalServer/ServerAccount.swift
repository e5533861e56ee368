#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The unprivileged user that the server runs as when we are root, which PostgreSQL refuses.
struct ServerAccount: Sendable, Equatable {
  var name: String
  var user: UInt32
  var group: UInt32

  /// Nil where this process is not root and runs the server as itself.
  static func needed() throws(Problem) -> ServerAccount? {
    guard geteuid() == 0 else { return nil }
    for name in ["postgres", "_postgres", "nobody"] {
      if let entry = getpwnam(name) {
        return ServerAccount(name: name, user: entry.pointee.pw_uid, group: entry.pointee.pw_gid)
      }
    }
    throw Problem(
      "local_server.no_account",
      "PostgreSQL refuses to run as root, and there is no user to run it as",
      hint: "make a user named postgres, or run seedbed as another user than root")
  }

  /// The same program, run as this user by the first tool that the system has for it.
  func running(_ process: ChildProcess) throws(Problem) -> ChildProcess {
    var switched = process
    let program = [process.executable] + process.arguments
    if let setpriv = tool("setpriv") {
      switched.executable = setpriv
      switched.arguments =
        ["--reuid=\(user)", "--regid=\(group)", "--init-groups", "--"] + program
    } else if let runuser = tool("runuser") {
      switched.executable = runuser
      switched.arguments = ["-u", name, "--"] + program
    } else if let su = tool("su") {
      switched.executable = su
      switched.arguments = ["-s", "/bin/sh", "-c", #"exec "$0" "$@""#, name, "--"] + program
    } else {
      throw Problem(
        "local_server.no_account",
        "PostgreSQL refuses to run as root, and neither setpriv, runuser nor su is installed",
        hint: "install util-linux, or run seedbed as another user than root")
    }
    return switched
  }

  /// BusyBox has a setpriv as well, one that cannot change the user.
  private func tool(_ name: String) -> String? {
    let folders = ProcessEnvironment.folders(of: ProcessEnvironment.current)
    return (folders + ["/usr/bin", "/usr/sbin", "/bin", "/sbin"]).lazy.map { "\($0)/\(name)" }
      .first { path in
        FileStatus.isExecutable(path)
          && (name == "su" || FileStatus.realPath(path).map(Folder.name) != "busybox")
      }
  }
}
