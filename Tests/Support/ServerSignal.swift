#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Signals to processes that a test has started.
public enum ServerSignal {
  public static func send(_ signal: Int32, to process: Int32) {
    #if canImport(Glibc)
      _ = Glibc.kill(process, signal)
    #else
      _ = Darwin.kill(process, signal)
    #endif
  }

  /// Kills a server as a crash of the machine would, and waits until it is gone.
  public static func kill(_ process: Int32) {
    send(SIGKILL, to: process)
    var status: Int32 = 0
    _ = waitpid(process, &status, 0)
  }
}
