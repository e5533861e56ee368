import FoundationEssentials
import Seedbed
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The built `seedbed`, running while its test goes on. It is killed where the test ends first.
final class BackgroundRun {
  let process: Int32
  private let log: String
  private var status: Int32?

  /// - Parameter arguments: as on the command line, without `--root` and `--database-url`.
  init(_ arguments: String..., in folder: TemporaryFolder, url: String?) throws {
    log = "\(folder.path)/\(UUID().uuidString).log"
    let variables = ProcessEnvironment.current.filter { ["PATH", "HOME"].contains($0.key) }
    let database = url.map { ["--database-url", $0] } ?? []
    process = try ChildProcess(
      Build.folder + "/seedbed", arguments + ["--root", folder.path] + database,
      environment: variables
    ).launch(log: log)
  }

  deinit { if status == nil { kill() } }

  /// What it has written to standard output and standard error.
  var output: String {
    FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// It has come to its end.
  var hasEnded: Bool {
    if status == nil { status = ChildProcess.ended(process) }
    return status != nil
  }

  /// Kills it as a crash would, at once, and waits until it is gone.
  func kill() {
    ServerSignal.send(SIGKILL, to: process)
    _ = try? wait()
  }

  /// The exit status; 137 after `kill`.
  @discardableResult
  func wait() throws -> Int32 {
    try Patience.until("the run ends") { hasEnded }
    return status ?? 0
  }
}

/// Waits for what other processes do.
enum Patience {
  struct Exhausted: Error { var what: String }

  static func until(_ what: String, _ condition: () throws -> Bool) throws {
    let start = ContinuousClock.now
    while try !condition() {
      guard ContinuousClock.now - start < .seconds(20) else { throw Exhausted(what: what) }
      usleep(1_000)
    }
  }

  /// For as long as this, and not a moment less.
  static func pause(_ duration: Duration) {
    let end = ContinuousClock.now + duration
    while ContinuousClock.now < end { usleep(200) }
  }
}
