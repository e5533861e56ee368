#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A large file, read piece by piece.
enum FileLines {
  static func count(in path: String) throws(Problem) -> Int {
    var count = 0
    try read(path) { piece in
      for byte in piece where byte == UInt8(ascii: "\n") { count += 1 }
    }
    return count
  }

  static func read(_ path: String, _ receive: (UnsafeRawBufferPointer) -> Void) throws(Problem) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw SystemCall.failure("read", path) }
    defer { close(file) }
    var chunk = [UInt8](repeating: 0, count: 1 << 17)
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(file, &chunk, chunk.count)
      #else
        let count = Darwin.read(file, &chunk, chunk.count)
      #endif
      if count == 0 { return }
      if count > 0 {
        chunk.withUnsafeBytes { receive(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
      } else if errno != EINTR {
        throw SystemCall.failure("read", path)
      }
    }
  }
}
