#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Turns what the operating system refused into a problem.
enum SystemCall {
  /// `cannot write seedbed.json: Permission denied`.
  static func failure(_ verb: String, _ path: String, code: Int32 = errno) -> Problem {
    Problem("system.\(verb)", "cannot \(verb) \(path): \(String(cString: strerror(code)))")
  }

  /// Writes all bytes to an open file, however many calls that takes.
  ///
  /// - Parameter path: what a problem names.
  static func write(
    _ bytes: ArraySlice<UInt8>, to file: Int32, _ path: String
  ) throws(Problem) {
    var rest = bytes
    while !rest.isEmpty {
      #if canImport(Glibc)
        let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      #else
        let count = rest.withUnsafeBytes { Darwin.write(file, $0.baseAddress, $0.count) }
      #endif
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        throw failure("write", path)
      }
    }
  }
}
