internal import Postgres

/// A throw-away database, in which migrations show what they make.
///
/// It is on the same server as the database it is compared with, from `template0` and in the same
/// encoding and locale; where the role may not create databases, on the local server. It is dropped
/// at the end, whatever that is. A run that is killed leaves it; the next one drops it, which an
/// advisory lock tells from one that is in use.
struct Shadow {
  let database: Database
  /// Whether it is on the local server because the role may not create databases.
  let isElsewhere: Bool

  static let prefix = "seedbed_shadow_"

  /// Makes one for as long as `body` takes.
  ///
  /// - Parameter ofSameVersion: throws a `Problem` where there is no server of the database's own
  ///   major version.
  static func use<Result>(
    beside original: Database, of project: Project, ofSameVersion: Bool = false,
    _ progress: any Progress, _ body: (Shadow) throws -> Result
  ) throws -> Result {
    let traits = try ShadowTraits(of: original.connect(progress))
    if traits.mayCreate {
      let server = try original.maintenanceConnection(progress)
      return try use(original, on: server, traits, isElsewhere: false, body) {
        try original.target(progress).with(database: $0)
      }
    }
    if ofSameVersion { try project.localServer.checkVersion(traits.majorVersion) }
    progress.note(
      "the role may not create databases: the shadow database is made on the local server")
    let address = try project.localServer.start(progress)
    let server = try Connection(address.target(database: "postgres"))
    try traits.makeRoles(on: server)
    let version = server.serverVersion / 10_000
    if version != traits.majorVersion {
      progress.note(
        """
        the local server is PostgreSQL \(version), the database's is \(traits.majorVersion): some \
        differences may come from that
        """)
    }
    return try use(original, on: server, traits, isElsewhere: true, body) {
      address.target(database: $0)
    }
  }

  private static func use<Result>(
    _ original: Database, on server: Connection, _ traits: ShadowTraits, isElsewhere: Bool,
    _ body: (Shadow) throws -> Result, target: (String) throws -> ConnectionTarget
  ) throws -> Result {
    try dropLeftovers(on: server)
    let number = Int.random(in: 1...Int(UInt32.max))
    let name = prefix + String(number, radix: 16)
    guard try lock(number).tryLock(on: server) else {
      throw Problem("shadow.name_taken", "the shadow database's name is taken; run again")
    }
    do throws(PostgresError) {
      try traits.create(name, on: server)
    } catch {
      throw Problem(error)
    }
    // Nothing can be done about a failure here; the next run drops what is left.
    defer { _ = try? drop(name, on: server) }
    try traits.applySettings(to: name, on: server)
    try forbidForeignTables(of: name, on: server)
    return try body(
      Shadow(
        database: Database(
          name: name, source: original.source, environment: original.environment,
          schema: original.schema, ownSchema: original.ownSchema, isPooled: false, notes: [],
          place: .server(try target(name))),
        isElsewhere: isElsewhere))
  }

  /// What they lead to are real rows of another server. The setting came with the minor versions of
  /// August 2024; a server without it lets a replay reach them.
  private static func forbidForeignTables(
    of name: String, on server: Connection
  ) throws(PostgresError) {
    let setting = "restrict_nonsystem_relation_kind"
    let known = try server.execute("SELECT FROM pg_catalog.pg_settings WHERE name = \(setting)")
    if known.isEmpty { return }
    try server.run(
      simple: "ALTER DATABASE \(quoted(identifier: name)) SET \(setting) = 'foreign-table'")
  }

  private static func dropLeftovers(on server: Connection) throws(PostgresError) {
    let names = try server.execute(
      """
      SELECT datname FROM pg_catalog.pg_database
      WHERE pg_catalog.starts_with(datname::text, \(prefix))
        AND pg_catalog.pg_has_role(datdba, 'USAGE')
      """)
    for row in names {
      let name = row.string(0)
      guard let number = Int(name.dropFirst(prefix.count), radix: 16),
        try lock(number).tryLock(on: server)
      else { continue }
      try drop(name, on: server)
      try lock(number).unlock(on: server)
    }
  }

  private static func drop(_ name: String, on server: Connection) throws(PostgresError) {
    try server.run(
      simple: "DROP DATABASE IF EXISTS \(quoted(identifier: name)) WITH (FORCE)")
  }

  private static func lock(_ number: Int) -> AdvisoryLock {
    AdvisoryLock(key: 0x5EED_5AD0_0000_0000 + number)
  }
}
