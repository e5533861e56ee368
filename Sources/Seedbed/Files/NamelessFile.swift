#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A temporary file that has no name: nobody else can open it, and it goes with its last descriptor.
enum NamelessFile {
  /// Where there is no better place.
  static var folder: String {
    guard let folder = getenv("TMPDIR"), folder.pointee != 0 else { return "/tmp" }
    return String(cString: folder)
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
