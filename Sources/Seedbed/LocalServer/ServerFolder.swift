#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The folder that holds everything of a local server, `.seedbed/postgres` of its project, or
/// `.seedbed/ephemeral`.
///
/// Where the file system or the server's account cannot do with that place, it is a link to a
/// folder elsewhere (see `ServerPlace`), so that one path leads to it in every case.
struct ServerFolder: Sendable, Equatable {
  /// Without links, as the server itself names it.
  var path: String

  var data: String { "\(path)/data" }
  /// A data directory in the making; it takes the name `data` when it is complete, in one step.
  var unfinishedData: String { "\(path)/data.new" }
  var log: String { "\(path)/server.log" }
  var password: String { "\(path)/password" }
  var port: String { "\(path)/port" }
  var sockets: String { "\(path)/sockets" }

  /// In a folder outside the project: the root of the project that it is for.
  var project: String { "\(path)/project" }

  /// The folder of a server that was made before; nil where there is none, or where a copied
  /// project's link leads to the server of the original.
  static func existing(root: String, _ kind: LocalServer.Kind) -> ServerFolder? {
    guard let folder = linked(from: root, kind) else { return nil }
    guard let original = folder.recordedProject, original != root else { return folder }
    return linked(from: original, kind) == folder ? nil : folder
  }

  private static func linked(from root: String, _ kind: LocalServer.Kind) -> ServerFolder? {
    FileStatus.realPath("\(root)/.seedbed/\(kind.rawValue)").map(ServerFolder.init)
  }

  private var recordedProject: String? {
    (try? TextFile.read(project))?.split(separator: "\n").first.map(String.init)
  }

  /// The folder for the server's socket, which nobody but its user can enter.
  ///
  /// A socket's path has 103 bytes at most (107 on Linux), so a deep project's socket lies under
  /// `/tmp`, and `sockets` is a link to it.
  func socketFolder(account: ServerAccount?) throws(Problem) -> String {
    let fits = "\(sockets)/.s.PGSQL.65535".utf8.count <= 103
    if let present = FileStatus.realPath(sockets), Self.isPrivate(present, account) {
      if fits || present != sockets { return present }
    }
    try Folder.remove(sockets)
    if fits {
      try Self.makePrivate(sockets, account)
      return sockets
    }
    var template = Array("/tmp/seedbed-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw SystemCall.failure("create", "/tmp/seedbed-…") }
    let short = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    try Self.makePrivate(short, account)
    guard symlink(short, sockets) == 0 else { throw SystemCall.failure("create", sockets) }
    return short
  }

  /// Makes a folder that only the server's user can enter.
  static func makePrivate(_ path: String, _ account: ServerAccount?) throws(Problem) {
    try Folder.make(path, mode: 0o700)
    if let account, chown(path, account.user, account.group) != 0 {
      throw SystemCall.failure("give away", path)
    }
    guard chmod(path, 0o700) == 0 else { throw SystemCall.failure("protect", path) }
  }

  static func isPrivate(_ path: String, _ account: ServerAccount?) -> Bool {
    guard let status = FileStatus(path, followingLinks: false) else { return false }
    return status.kind == .folder && status.mode & 0o077 == 0
      && status.owner == account?.user ?? geteuid()
  }
}
