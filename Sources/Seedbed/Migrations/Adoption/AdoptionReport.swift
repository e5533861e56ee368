public import JSON

/// What was taken over.
public struct AdoptionReport: Report, Sendable {
  public let environment: String
  /// The layout's name.
  public let tool: String
  /// Nil where there was none.
  public internal(set) var table: String?
  /// In the order in which the tool applied them.
  public internal(set) var adopted: [String] = []
  /// Whether Prisma's history is kept up to date.
  public internal(set) var isMirrored = false

  init(environment: String, tool: String) {
    self.environment = environment
    self.tool = tool
  }

  init(_ adoption: Adoption, environment: String) {
    self.init(environment: environment, tool: adoption.table.tool.rawValue)
    table = adoption.table.description
    adopted = adoption.rows.map(\.name)
  }

  /// `{"tool","table","adopted":[…]}`, as it stands in the report of `migrate`.
  public var body: JSONObject {
    [
      "tool": .string(tool), "table": table.map { .string($0) } ?? .null,
      "adopted": .array(adopted.map { .string($0) }),
    ]
  }

  public var json: JSONValue {
    var object: JSONObject = [
      "command": "migrate adopt", "environment": .string(environment),
    ]
    for member in body { object[member.name] = member.value }
    object["mirror"] = .bool(isMirrored)
    return .object(object)
  }

  public func text(_ style: Style) -> String {
    var lines = adopted.map { "  \(style.green("=")) \($0)" }
    lines.append(summary)
    if isMirrored { lines.append("Prisma's history is kept up to date") }
    return lines.joined(separator: "\n")
  }

  /// `adopted 12 migrations from public._prisma_migrations`
  var summary: String {
    guard let table else { return "a history of Seedbed's own is kept" }
    if adopted.isEmpty { return "nothing new in \(table)" }
    let count = adopted.count == 1 ? "1 migration" : "\(adopted.count) migrations"
    return "adopted \(count) from \(table)"
  }
}
