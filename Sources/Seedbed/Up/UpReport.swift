public import JSON

/// What a whole run did: the database, its migrations, its seeds.
public struct UpReport: Report, Sendable {
  /// The server that was brought up to date.
  public struct Server: Sendable {
    public let database: String
    public let version: String
    /// The local server's folder, or the host and port.
    public let place: String
    public let isLocal: Bool
  }

  public let environment: String
  public let server: Server
  /// Nil where the project has no migrations.
  public internal(set) var migrations: MigrationReport?
  /// Nil where the project has no seeds.
  public internal(set) var seeds: SeedReport?
  public internal(set) var seconds: Double = 0

  public var exitStatus: ExitStatus { migrations?.backfills?.exitStatus ?? .success }

  init(environment: String, server: Server) {
    self.environment = environment
    self.server = server
  }

  /// `{"command","environment","database","migrations":{…},"seeds":{…},"durationMs"}`
  public var json: JSONValue {
    var object: JSONObject = [
      "command": "up", "environment": .string(environment),
      "database": .string(server.database),
    ]
    if let migrations { object["migrations"] = .object(migrations.body) }
    if let backfills = migrations?.backfills { object["backfills"] = backfills.body }
    if let seeds { object["seeds"] = seeds.json }
    object["durationMs"] = .milliseconds(seconds)
    return .object(object)
  }

  public func text(_ style: Style) -> String {
    let kind = server.isLocal ? "local PostgreSQL" : "PostgreSQL"
    let head = [
      "\(kind) \(server.version)", server.place, "database \(style.bold(server.database))",
    ].joined(separator: " · ")
    let steps = [
      migrations?.summary(style), migrations?.backfills?.summary(style), seeds?.summary(style),
    ].compactMap { $0 }
    return ([head] + steps + (migrations?.pendingLines(style) ?? [])).joined(separator: "\n")
  }
}
