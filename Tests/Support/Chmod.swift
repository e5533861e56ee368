#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

public enum Chmod {
  public struct Failure: Error {}

  public static func makeExecutable(_ path: String) throws {
    guard chmod(path, 0o755) == 0 else { throw Failure() }
  }
}
