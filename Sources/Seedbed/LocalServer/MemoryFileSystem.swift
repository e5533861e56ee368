#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// File systems that keep their files in memory.
enum MemoryFileSystem {
  /// What a server and some test databases need, in bytes; more is not taken from other programs.
  private static let room: UInt64 = 1 << 30

  /// Whether a path is on one that has room, and memory that is free for it.
  static func hasRoom(_ path: String) -> Bool {
    #if os(Linux)
      var status = statvfs()
      guard isMounted(path), statvfs(path, &status) == 0 else { return false }
      return UInt64(status.f_bavail) * UInt64(status.f_frsize) >= room && freeMemory >= 2 * room
    #else
      return false
    #endif
  }

  /// Whether one is mounted at this very place.
  private static func isMounted(_ path: String) -> Bool {
    let mounts = (try? TextFile.read("/proc/mounts")) ?? ""
    return mounts.split(separator: "\n").contains { line in
      let words = line.split(separator: " ")
      return words.count > 2 && words[1] == path && words[2] == "tmpfs"
    }
  }

  /// In bytes; what the system keeps files in that it can read again counts as free.
  private static var freeMemory: UInt64 {
    let text = (try? TextFile.read("/proc/meminfo")) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return (line.flatMap { UInt64($0.filter(\.isNumber)) } ?? 0) * 1024
  }
}
