internal import Postgres

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Database {
  /// The URL for an application. For the local server it holds the password generated for it, or
  /// leads through the socket, which needs none; for any other it holds no password.
  public func urlForApplications(
    throughSocket: Bool = false, _ progress: any Progress
  ) throws -> String {
    switch place {
    case .server(let target): return target.url()
    case .local(let server):
      let address = try server.start(progress)
      return throughSocket
        ? address.target(database: name).url() : server.url(database: name, at: address)
    }
  }

  /// psql on this database.
  package func psql(
    _ arguments: [String], _ progress: any Progress
  ) throws -> ChildProcess {
    guard let program = ProcessEnvironment.find("psql") ?? Self.packagedPsql else {
      throw Problem(
        "psql.not_found", "psql is not installed",
        hint: "install PostgreSQL's client: apt install postgresql-client")
    }
    let target: ConnectionTarget
    switch place {
    case .server(let given): target = given
    case .local(let server): target = try server.start(progress).target(database: name)
    }
    var environment = ProcessEnvironment.current
    if let password = target["password"] { environment["PGPASSWORD"] = password }
    return ChildProcess(program, [target.url()] + arguments, environment: environment)
  }

  private static var packagedPsql: String? {
    (try? ServerBinaries.find()).map { $0.program("psql") }
      .flatMap { FileStatus.isExecutable($0) ? $0 : nil }
  }

  /// Waits until the server takes sessions; the database may be missing still.
  ///
  /// - Returns: how long that took.
  public func wait(for limit: Duration, _ progress: any Progress) throws -> Duration {
    let start = ContinuousClock.now
    let target = try target(progress)
    progress.activity("waiting for the server of \(name)")
    while true {
      do throws(PostgresError) {
        _ = try Connection(target)
        return ContinuousClock.now - start
      } catch {
        if error.isMissingDatabase { return ContinuousClock.now - start }
        guard ContinuousClock.now - start < limit else {
          var problem = unreachable(error)
          problem.code = "database.wait_timeout"
          problem.hint = "give it more time with --timeout SECONDS"
          throw problem
        }
      }
      usleep(200_000)
    }
  }

  /// Throws, with the exit status of a refusal, unless the action is allowed on this database.
  public func check(
    _ action: Guard.Action, confirmation: String?, _ progress: any Progress = SilentProgress()
  ) throws {
    let marker = try DatabaseMarker.read(from: connect(creating: false, progress))
    try Guard(database: name, environment: environment, marker: marker, ownSchema: ownSchema)
      .check(action, confirmation: confirmation)
  }
}
