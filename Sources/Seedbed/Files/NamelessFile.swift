#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A temporary file that has no name: nobody else can open it, and it goes with its last descriptor.
enum NamelessFile {
  /// Where it is on a disk, as far as that is known: on many systems `/tmp` is memory.
  static var folder: String {
    if let folder = getenv("TMPDIR"), folder.pointee != 0 { return String(cString: folder) }
    return access("/var/tmp", W_OK | X_OK) == 0 ? "/var/tmp" : "/tmp"
  }

  /// - Returns: its descriptor, for reading and writing.
  static func make(in folder: String) throws(Problem) -> Int32 {
    while true {
      let path = "\(folder)/seedbed-\(String(UInt64.random(in: 0...UInt64.max), radix: 16))"
      let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if file >= 0 {
        unlink(path)
        return file
      }
      guard errno == EEXIST || errno == EINTR else { throw SystemCall.failure("write", folder) }
    }
  }
}
