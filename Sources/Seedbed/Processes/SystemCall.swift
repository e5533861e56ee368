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
}
