import FoundationEssentials
import Postgres
import Seedbed
import TestSupport

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A PgBouncer of a test's own, before the database that is lent to it; ended with this object.
final class Pooler {
  enum Mode: String, Sendable, CaseIterable { case session, transaction, statement }

  /// Nil where it is not installed (Debian: `pgbouncer`).
  static var program: String? {
    ["/usr/sbin/pgbouncer", "/usr/local/bin/pgbouncer", "/opt/homebrew/bin/pgbouncer"]
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  let url: String
  private let process: Int32
  private let folder: TemporaryFolder

  init(_ mode: Mode, before database: TestDatabase) throws {
    folder = try TemporaryFolder()
    let port = Int.random(in: 20_000..<30_000)
    let parameters = ["host", "port", "user", "password"].compactMap { name in
      database.target[name].map { "\(name)='\($0)'" }
    }
    let file = try folder.write(
      "pgbouncer.ini",
      """
      [databases]
      \(database.name) = \(parameters.joined(separator: " "))
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = \(port)
      unix_socket_dir =
      auth_type = any
      pool_mode = \(mode.rawValue)
      ignore_startup_parameters = extra_float_digits
      """)
    // It refuses to be run by root.
    let isRoot = geteuid() == 0
    let log = "\(folder.path)/pgbouncer.log"
    process = try ChildProcess(
      isRoot ? "/usr/bin/setpriv" : Pooler.program ?? "",
      (isRoot
        ? ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", Pooler.program ?? ""]
        : []) + [file]
    ).launch(log: log)
    url = "postgresql://anybody@127.0.0.1:\(port)/\(database.name)"
    let target = try ConnectionTarget(parsing: url)
    try Patience.until("PgBouncer takes connections") { (try? Connection(target)) != nil }
  }

  deinit {
    ServerSignal.send(SIGTERM, to: process)
    _ = try? Patience.until("PgBouncer has ended") { ChildProcess.ended(process) != nil }
  }
}
