#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What the file system knows about a path.
package struct FileStatus: Sendable {
  package enum Kind: Sendable { case file, folder, link, other }

  package var kind: Kind
  package var owner: UInt32
  /// The permission bits only.
  package var mode: UInt32
  package var size: Int
  /// The file's number in its file system.
  package var inode: UInt64
  /// When its bytes were last changed, in nanoseconds since 1970.
  package var changed: Int

  /// Nil where nothing is there, or nothing that may be seen.
  package init?(_ path: String, followingLinks: Bool = true) {
    var status = stat()
    let answer = followingLinks ? stat(path, &status) : lstat(path, &status)
    guard answer == 0 else { return nil }
    self.init(status)
  }

  /// Of a file that is open.
  init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      default: .other
      }
    owner = status.st_uid
    mode = UInt32(status.st_mode & 0o7777)
    size = Int(status.st_size)
    inode = UInt64(status.st_ino)
    #if canImport(Glibc)
      changed = status.st_mtim.tv_sec * 1_000_000_000 + status.st_mtim.tv_nsec
    #else
      changed = status.st_mtimespec.tv_sec * 1_000_000_000 + status.st_mtimespec.tv_nsec
    #endif
  }

  package static func isFolder(_ path: String) -> Bool { FileStatus(path)?.kind == .folder }

  package static func isExecutable(_ path: String) -> Bool {
    FileStatus(path)?.kind == .file && access(path, X_OK) == 0
  }

  /// The path without links, `.` and `..`; nil where it does not exist.
  package static func realPath(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
