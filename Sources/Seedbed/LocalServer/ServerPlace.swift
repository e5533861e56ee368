#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Decides where a project's local server lives.
///
/// First in `.seedbed/postgres`. A server that root starts runs as another user, who cannot reach a
/// project under `/root`; and some mounted file systems keep no owners and modes, without which
/// PostgreSQL does not start. Then it is `/var/lib/seedbed` for root, else the user's data folder,
/// with a folder for each project.
struct ServerPlace {
  var root: String
  var kind: LocalServer.Kind
  var account: ServerAccount?
  var environment: [String: String]

  private var state: String { "\(root)/.seedbed" }
  private var link: String { "\(state)/\(kind.rawValue)" }

  /// The server's folder, made where it is missing. To be called under the server's lock.
  func prepare() throws(Problem) -> ServerFolder {
    if let folder = ServerFolder.existing(root: root, kind), try isOurs(folder) { return folder }
    if FileStatus(link, followingLinks: false)?.kind == .link { unlink(link) }

    if kind == .ephemeral, let folder = try inMemory() { return folder }
    if suits(link) { return ServerFolder(path: FileStatus.realPath(link) ?? link) }
    rmdir(link)
    for parent in outside {
      let place = "\(parent)/seedbed/\(Self.name(for: root))"
      guard (try? Folder.make(Folder.parent(of: place))) != nil, suits(place) else { continue }
      try TextFile.write(root + "\n", to: ServerFolder(path: place).project, owner: account?.user)
      guard symlink(place, link) == 0 else { throw SystemCall.failure("create", link) }
      return ServerFolder(path: place)
    }
    throw Problem(
      "local_server.no_place", "there is no folder that a local server could keep its data in",
      hint: "name a database instead: --database-url or DATABASE_URL",
      notes: ["tried: " + ([link] + outside.map { "\($0)/seedbed" }).joined(separator: ", ")])
  }

  /// A folder of a file system in memory, where there is one with room; nil where there is none.
  private func inMemory() throws(Problem) -> ServerFolder? {
    let place = "/dev/shm/seedbed-\(geteuid())-\(Self.name(for: root))"
    guard MemoryFileSystem.hasRoom("/dev/shm"), suits(place) else { return nil }
    try TextFile.write(root + "\n", to: ServerFolder(path: place).project, owner: account?.user)
    guard symlink(place, link) == 0 else { throw SystemCall.failure("create", link) }
    return ServerFolder(path: place)
  }

  private var outside: [String] {
    if account != nil { return ["/var/lib"] }
    if let data = environment["XDG_DATA_HOME"], data.hasPrefix("/") { return [data] }
    return environment["HOME"].map { ["\($0)/.local/share"] } ?? []
  }

  /// Throws where another user's server lives there; false where it was made and not given to the
  /// server's user yet.
  private func isOurs(_ folder: ServerFolder) throws(Problem) -> Bool {
    guard let status = FileStatus(folder.path) else { return false }
    if status.owner == account?.user ?? geteuid() {
      // A project that was moved takes its server along.
      if FileStatus(folder.project) != nil {
        try TextFile.write(root + "\n", to: folder.project, owner: account?.user)
      }
      return true
    }
    if status.owner == geteuid(), FileStatus(folder.data) == nil { return false }
    let owner = getpwuid(status.owner).map { String(cString: $0.pointee.pw_name) }
    throw Problem(
      "local_server.other_user",
      "the local server in \(link) belongs to the user \(owner ?? String(status.owner))",
      hint: "run seedbed as the user that started it first, or name a database: DATABASE_URL")
  }

  /// Makes the folder and sees whether it keeps its owner and mode, and whether the account that
  /// the server runs as can enter it.
  private func suits(_ path: String) -> Bool {
    guard (try? ServerFolder.makePrivate(path, account)) != nil,
      ServerFolder.isPrivate(path, account)
    else { return false }
    guard let account else { return true }
    let probe = ChildProcess("/bin/sh", ["-c", #"cd -- "$0""#, path])
    return (try? account.running(probe).run().succeeded) == true
  }

  /// `shop-3f2a9c1d`: the project's folder, told apart from others of that name.
  private static func name(for root: String) -> String {
    let hash = PathHash.of(root)
    return Folder.name(of: root) + "-" + String(hash & 0xFFFF_FFFF, radix: 16)
  }
}

/// FNV-1a: the same number for the same path on every run, as `Hasher` does not promise.
enum PathHash {
  static func of(_ path: String) -> UInt64 {
    path.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }
}
