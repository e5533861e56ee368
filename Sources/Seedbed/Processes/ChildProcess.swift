#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A program run without a shell.
///
/// It inherits no descriptor but the three given and its lock: whoever waits for the end of our output must not
/// wait for a server that outlives us.
package struct ChildProcess {
  package var executable: String
  package var arguments: [String]
  /// The whole environment; nothing is inherited.
  package var environment: [String: String]
  package var directory: String?
  /// A lock that the program and all it starts keep until their end, even where we die before them.
  package var lock: FileLock?

  package init(
    _ executable: String, _ arguments: [String] = [],
    environment: [String: String] = ProcessEnvironment.current, directory: String? = nil
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
  }

  /// How a program ended.
  package struct Outcome: Sendable {
    /// The exit code; 128 and the signal's number where a signal ended it.
    package var status: Int32
    package var output: String
    package var errors: String

    package var succeeded: Bool { status == 0 }
  }

  /// Runs the program to its end and gathers what it writes.
  ///
  /// - Parameter receive: takes its output piece by piece instead, however long it is.
  package func run(
    input: String = "", receive: ((ArraySlice<UInt8>) -> Void)? = nil
  ) throws(Problem) -> Outcome {
    let standardInput = try Pipe(for: executable)
    let output = try Pipe(for: executable)
    let errors = try Pipe(for: executable)
    let child = try spawn(
      input: standardInput.reading, output: output.writing, errors: errors.writing)
    standardInput.closeReading()
    output.closeWriting()
    errors.closeWriting()
    var exchange = Exchange(input: Array(input.utf8), receive: receive)
    exchange.run(input: standardInput, output: output, errors: errors)
    return Outcome(
      status: Self.wait(for: child),
      output: String(decoding: exchange.output, as: UTF8.self),
      errors: String(decoding: exchange.errors, as: UTF8.self))
  }

  /// Starts the program in a session of its own, without a terminal, writing to the end of a log.
  ///
  /// It goes on when this process ends.
  package func launch(log: String) throws(Problem) -> Int32 {
    let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
    let file = open(log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    defer {
      close(null)
      close(file)
    }
    guard null >= 0, file >= 0 else { throw SystemCall.failure("write", log) }
    return try spawn(input: null, output: file, errors: file, inNewSession: true)
  }

  /// Becomes the program; returns only by an error.
  package func replaceThisProcess() throws(Problem) -> Never {
    if let directory { chdir(directory) }
    withArguments { arguments, environment in
      _ = execve(executable, arguments, environment)
    }
    throw SystemCall.failure("run", executable)
  }

  /// How a child ended, if it has; it is asked and not waited for.
  package static func ended(_ child: Int32) -> Int32? {
    var status: Int32 = 0
    return waitpid(child, &status, WNOHANG) == child ? exitCode(status) : nil
  }

  static func wait(for child: Int32) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      if errno != EINTR { return 127 }
    }
    return exitCode(status)
  }

  /// WIFEXITED and its like are macros, which Swift does not see.
  private static func exitCode(_ status: Int32) -> Int32 {
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
