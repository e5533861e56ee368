#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A lock between processes on a file: `flock`, which the system frees when its holder dies.
package struct FileLock {
  let descriptor: Int32

  /// Runs the body under the lock; `whileWaiting` is called once where it is not free at once.
  package static func hold<Result>(
    _ path: String, whileWaiting: () -> Void, _ body: (FileLock) throws -> Result
  ) throws -> Result {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw SystemCall.failure("lock", path) }
    defer { close(descriptor) }
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      whileWaiting()
      while flock(descriptor, LOCK_EX) != 0 {
        guard errno == EINTR else { throw SystemCall.failure("lock", path) }
      }
    }
    return try body(FileLock(descriptor: descriptor))
  }
}
