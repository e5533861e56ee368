import FoundationEssentials
public import Postgres
import Seedbed

/// The server that tests use: the one that `SEEDBED_TEST_DATABASE_URL` names, else a local server
/// of the test build's own, kept running from run to run. `SEEDBED_TEST_SERVER` gives it another
/// folder, for a run with the programs of another version first in `PATH`.
public enum TestServer {
  /// Logs in to a database that is always there.
  public static var target: ConnectionTarget {
    get throws { try started.get() }
  }

  private static let started = Result { () throws -> ConnectionTarget in
    let environment = ProcessInfo.processInfo.environment
    if let url = environment["SEEDBED_TEST_DATABASE_URL"] {
      return try ConnectionTarget(parsing: url)
    }
    let suffix = environment["SEEDBED_TEST_SERVER"].map { "-" + $0 } ?? ""
    let root = Build.folder + "/test-server" + suffix
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
    let server = LocalServer(root: root, environment: environment, durable: false)
    return try server.start(SilentProgress()).target(database: "postgres")
  }
}

/// Where the build put its products.
public enum Build {
  /// The folder of the running test bundle and, beside it, the programs.
  public static var folder: String {
    let program = CommandLine.arguments[0]
    return String(program[..<(program.lastIndex(of: "/") ?? program.startIndex)])
  }
}
