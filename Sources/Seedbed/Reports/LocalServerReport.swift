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

  public init(action: Action, status: LocalServer.Status) {
    self.action = action
    self.status = status
  }

  public var json: JSONValue {
    ["action": .string(action.rawValue), "localServer": status.json]
  }

  public func text(_ style: Style) -> String {
    let version = status.dataVersion.map { "PostgreSQL \($0)" } ?? "PostgreSQL"
    let place = status.address.map { " · port \($0.port)" } ?? ""
    return switch action {
    case .started: "local \(version) started\(place)"
    case .alreadyRunning: "local \(version) already running\(place)"
    case .stopped: "local \(version) stopped"
    case .notRunning: "no local server running"
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
