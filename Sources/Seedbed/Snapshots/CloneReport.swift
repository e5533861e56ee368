public import JSON

/// The databases that were made as copies of a template.
public struct CloneReport: Report, Sendable {
  public let environment: String
  public let databases: [(name: String, url: String)]
  public let seconds: Double

  init(environment: String, databases: [(name: String, url: String)], seconds: Double) {
    self.environment = environment
    self.databases = databases
    self.seconds = seconds
  }

  /// `{"command","environment","databases":[{"name","url"}],"durationMs"}`
  public var json: JSONValue {
    [
      "command": "db clone", "environment": .string(environment),
      "databases": .array(
        databases.map { ["name": .string($0.name), "url": .string($0.url)] }),
      "durationMs": .milliseconds(seconds),
    ]
  }

  public func text(_ style: Style) -> String {
    databases.map { "\(style.green("+")) \($0.name)" }.joined(separator: "\n")
  }
}
