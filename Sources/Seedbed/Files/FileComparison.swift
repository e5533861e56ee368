#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Compares files without reading them into memory.
enum FileComparison {
  static func areEqual(_ one: String, _ other: String) throws(Problem) -> Bool {
    guard let size = FileStatus(one)?.size, size == FileStatus(other)?.size else { return false }
    let files = (try opened(one), try opened(other))
    defer {
      fclose(files.0)
      fclose(files.1)
    }
    var chunks = ([UInt8](repeating: 0, count: 1 << 16), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let counts = (
        fread(&chunks.0, 1, chunks.0.count, files.0), fread(&chunks.1, 1, chunks.1.count, files.1)
      )
      guard counts.0 == counts.1, chunks.0[..<counts.0] == chunks.1[..<counts.1] else {
        return false
      }
      if counts.0 == 0 { return true }
    }
  }

  private static func opened(_ path: String) throws(Problem) -> UnsafeMutablePointer<FILE> {
    guard let file = fopen(path, "re") else { throw SystemCall.failure("read", path) }
    return file
  }
}
