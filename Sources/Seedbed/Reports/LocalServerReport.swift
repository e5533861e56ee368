public import JSON

/// What became of a project's private server.
public struct LocalServerReport: Report {
  public enum Action: String, Sendable {
    case started
    case alreadyRunning
    case stopped
    case notRunning
  }

  public let action: Action
  public let status: LocalServer.Status
  public let kind: LocalServer.Kind

  public init(action: Action, status: LocalServer.Status, kind: LocalServer.Kind = .lasting) {
    self.action = action
    self.status = status
    self.kind = kind
  }

  public var json: JSONValue {
    var object: JSONObject = ["action": .string(action.rawValue), "localServer": status.json]
    if kind == .ephemeral { object["ephemeral"] = true }
    return .object(object)
  }

  public func text(_ style: Style) -> String {
    let version = status.dataVersion.map { "PostgreSQL \($0)" } ?? "PostgreSQL"
    let place = status.address.map { " · port \($0.port)" } ?? ""
    let which = kind == .ephemeral ? "ephemeral" : "local"
    return switch action {
    case .started: "\(which) \(version) started\(place)"
    case .alreadyRunning: "\(which) \(version) already running\(place)"
    case .stopped: "\(which) \(version) stopped"
    case .notRunning: "no \(which) server running"
    }
  }
}

extension LocalServer.Status {
  var json: JSONValue {
    var object: JSONObject = ["running": .bool(address != nil)]
    if let processID { object["pid"] = .number(processID) }
    if let address {
      object["port"] = .number(address.port)
      object["socket"] = .string(address.socketFolder)
    }
    if let dataVersion { object["dataVersion"] = .number(dataVersion) }
    if let folder { object["folder"] = .string(folder) }
    if let log { object["log"] = .string(log) }
    return .object(object)
  }
}
