import FoundationEssentials
import Seedbed

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The built `seedbed`, running while its test goes on. It is killed where the test ends first.
public final class BackgroundRun {
  public let process: Int32
  private let log: String
  private var status: Int32?

  /// - Parameters:
  ///   - arguments: as on the command line, without `--root` and `--database-url`.
  ///   - command: what stands behind `--`.
  public init(
    _ arguments: String..., command: [String] = [], in folder: TemporaryFolder, url: String?
  ) throws {
    log = "\(folder.path)/\(UUID().uuidString).log"
    let variables = ProcessEnvironment.current.filter { ["PATH", "HOME"].contains($0.key) }
    let database = url.map { ["--database-url", $0] } ?? []
    process = try ChildProcess(
      Build.folder + "/seedbed",
      arguments + ["--root", folder.path] + database
        + (command.isEmpty ? [] : ["--"] + command),
      environment: variables
    ).launch(log: log)
  }

  deinit { if status == nil { kill() } }

  /// What it has written to standard output and standard error.
  public var output: String {
    FileManager.default.contents(atPath: log).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// It has come to its end.
  public var hasEnded: Bool {
    if status == nil { status = ChildProcess.ended(process) }
    return status != nil
  }

  /// Kills it as a crash would, at once, and waits until it is gone.
  public func kill() {
    ServerSignal.send(SIGKILL, to: process)
    _ = try? wait()
  }

  /// The exit status; 137 after `kill`.
  @discardableResult
  public func wait(_ limit: Duration = .seconds(20)) throws -> Int32 {
    try Patience.until("the run ends", limit) { hasEnded }
    return status ?? 0
  }
}

/// Waits for what other processes do.
public enum Patience {
  public struct Exhausted: Error { public var what: String }

  public static func until(
    _ what: String, _ limit: Duration = .seconds(20), _ condition: () throws -> Bool
  ) throws {
    let start = ContinuousClock.now
    while try !condition() {
      guard ContinuousClock.now - start < limit else { throw Exhausted(what: what) }
      usleep(1_000)
    }
  }

  /// For as long as this, and not a moment less.
  public static func pause(_ duration: Duration) {
    let end = ContinuousClock.now + duration
    while ContinuousClock.now < end { usleep(200) }
  }
}
