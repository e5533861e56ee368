public import JSON
internal import Postgres

/// Which database a run would use, and what is to be seen of it without starting anything.
public struct DatabaseStatus: Report, Sendable {
  public enum Condition: Sendable, Equatable {
    case present
    /// The server answers, and has no such database.
    case missing
    /// What the way to the server ended with.
    case unreachable([String])
    /// The local server is not running.
    case stopped
  }

  public let name: String
  public let source: DatabaseSource
  public let environment: String
  public let localServer: LocalServer.Status?
  public private(set) var condition: Condition
  public private(set) var marker: DatabaseMarker?
  public private(set) var host: String?
  public private(set) var port: Int?
  /// As `15.18`.
  public private(set) var serverVersion: String?

  public init(of database: Database, in project: Project) throws {
    name = database.name
    source = database.source
    environment = database.environment.name
    localServer = try database.localServer?.status()
    condition = .stopped
    if database.isLocal, localServer?.address == nil { return }
    do throws(PostgresError) {
      try look(
        at: try Connection(
          database.targetWithoutStarting, ownSchema: database.ownSchema.name))
    } catch {
      condition =
        error.isMissingDatabase ? .missing : .unreachable(database.unreachable(error).notes)
    }
  }

  private mutating func look(at connection: Connection) throws(PostgresError) {
    condition = .present
    host = connection.host
    port = connection.port
    serverVersion = connection.serverVersionText
    marker = try DatabaseMarker.read(from: connection)
  }

  public var exitStatus: ExitStatus { condition == .present ? .success : .pending }
}

extension DatabaseStatus {
  public var json: JSONValue {
    var database: JSONObject = [
      "name": .string(name), "source": .string(source.description), "state": .string(word),
    ]
    if let host { database["host"] = .string(host) }
    if let port { database["port"] = .number(port) }
    if let serverVersion { database["serverVersion"] = .string(serverVersion) }
    if let marker {
      database["marker"] = [
        "environment": .string(marker.environment), "disposable": .bool(marker.disposable),
        "protected": .bool(marker.protected),
      ]
    }
    var object: JSONObject = [
      "environment": .string(environment), "database": .object(database),
    ]
    if let localServer { object["localServer"] = localServer.json }
    return .object(object)
  }

  public func text(_ style: Style) -> String {
    var lines = ["\(style.bold(name)) · \(source) · \(sentence(style))"]
    if case .unreachable(let said) = condition { lines += said.map { "  " + style.dim($0) } }
    if let serverVersion {
      let place = [host, port.map(String.init)].compactMap { $0 }.joined(separator: ":")
      lines.append("server   PostgreSQL \(serverVersion) at \(place)")
    }
    if condition == .present { lines.append("marker   \(markerText)") }
    if let folder = localServer?.folder { lines.append("data     \(folder)") }
    return lines.joined(separator: "\n")
  }

  private var word: String {
    switch condition {
    case .present: "present"
    case .missing: "missing"
    case .unreachable: "unreachable"
    case .stopped: "stopped"
    }
  }

  private func sentence(_ style: Style) -> String {
    switch condition {
    case .present: style.green("there")
    case .missing: style.yellow("not created yet")
    case .unreachable: style.red("cannot be reached")
    case .stopped: style.yellow("server not running")
    }
  }

  private var markerText: String {
    guard let marker else { return "none: Seedbed has not made or migrated this database" }
    let kind = marker.protected ? "protected" : marker.disposable ? "disposable" : "to keep"
    return "\(marker.environment), \(kind)"
  }
}
