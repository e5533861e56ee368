public import JSON

/// What became of a database as a whole.
public struct DatabaseChange: Report {
  public enum Action: String, Sendable {
    case created
    /// It was there already.
    case present
    case dropped
    /// It was not there.
    case absent
    /// Its server takes sessions.
    case reachable
  }

  public let database: String
  public let action: Action
  public let duration: Duration?

  public init(database: String, action: Action, duration: Duration? = nil) {
    self.database = database
    self.action = action
    self.duration = duration
  }

  public var json: JSONValue {
    var object: JSONObject = ["database": .string(database), "action": .string(action.rawValue)]
    if let duration { object["durationMs"] = .number((duration / .milliseconds(1)).rounded()) }
    return .object(object)
  }

  public func text(_ style: Style) -> String {
    switch action {
    case .created: "database \(database) created"
    case .present: "database \(database) is there already"
    case .dropped: "database \(database) dropped"
    case .absent: "there is no database \(database)"
    case .reachable: "the server of \(database) takes sessions"
    }
  }
}

/// A database's URL.
public struct DatabaseURLReport: Report {
  public let url: String

  public init(url: String) { self.url = url }

  public var json: JSONValue { ["url": .string(url)] }
  public func text(_ style: Style) -> String { url }
}
