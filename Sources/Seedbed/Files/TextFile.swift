#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Small files, read and written whole.
package enum TextFile {
  /// Nil where there is no such file; a problem where there is one that cannot be read.
  package static func read(_ path: String) throws(Problem) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw SystemCall.failure("read", path)
    }
    defer { close(file) }
    var text: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(file, &chunk, chunk.count)
      #else
        let count = Darwin.read(file, &chunk, chunk.count)
      #endif
      if count == 0 { return String(decoding: text, as: UTF8.self) }
      if count > 0 {
        text.append(contentsOf: chunk[..<count])
      } else if errno != EINTR {
        throw SystemCall.failure("read", path)
      }
    }
  }

  /// Replaces the file in one step: a reader sees the old text or the new one, never a part.
  package static func write(
    _ text: String, to path: String, mode: UInt32 = 0o644, owner: UInt32? = nil
  ) throws(Problem) {
    let draft = path + ".\(getpid())-\(UInt32.random(in: 0...UInt32.max)).new"
    let file = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode_t(mode))
    guard file >= 0 else { throw SystemCall.failure("write", path) }
    defer { close(file) }
    do throws(Problem) {
      try SystemCall.write(Array(text.utf8)[...], to: file, path)
      if let owner, fchown(file, owner, gid_t.max) != 0 {
        throw SystemCall.failure("write", path)
      }
      guard rename(draft, path) == 0 else { throw SystemCall.failure("write", path) }
    } catch {
      unlink(draft)
      throw error
    }
  }
}
