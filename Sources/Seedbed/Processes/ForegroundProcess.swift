internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The child that signals are handed on to; 0 where there is none.
private let foregroundChild = Atomic<Int32>(0)

extension ChildProcess {
  /// Runs the program with this process's own input and outputs, and waits for it.
  ///
  /// Signals that would end this process are the program's meanwhile: what a terminal sends reaches it
  /// by itself, and what another process sends is handed on.
  ///
  /// - Returns: the exit code; 128 and the signal's number where a signal ended it.
  package func runInForeground() throws(Problem) -> Int32 {
    foregroundChild.store(0, ordering: .relaxed)
    let signals = [SIGINT, SIGTERM, SIGQUIT, SIGHUP]
    let earlier = signals.map { Self.handle($0, Self.handingOn) }
    defer {
      for (signal, action) in zip(signals, earlier) { _ = Self.handle(signal, action) }
    }
    let child = try spawn(input: STDIN_FILENO, output: STDOUT_FILENO, errors: STDERR_FILENO)
    foregroundChild.store(child, ordering: .relaxed)
    defer { foregroundChild.store(0, ordering: .relaxed) }
    return Self.wait(for: child)
  }

  private static func handle(_ signal: Int32, _ action: sigaction) -> sigaction {
    var action = action
    var earlier = sigaction()
    sigaction(signal, &action, &earlier)
    return earlier
  }

  private static var handingOn: sigaction {
    var action = sigaction()
    let handler:
      @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?)
        -> Void = { signal, info, _ in
          // Positive codes come from the system, as for a key pressed in the terminal, whose whole
          // group of processes gets the signal.
          let child = foregroundChild.load(ordering: .relaxed)
          if child > 0, (info?.pointee.si_code ?? 0) <= 0 { kill(child, signal) }
        }
    #if canImport(Glibc)
      action.__sigaction_handler.sa_sigaction = handler
    #else
      action.__sigaction_u.__sa_sigaction = handler
    #endif
    action.sa_flags = Int32(SA_SIGINFO) | Int32(SA_RESTART)
    return action
  }
}
