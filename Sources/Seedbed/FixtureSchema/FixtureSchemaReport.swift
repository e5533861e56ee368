public import JSON

/// The schema, or where it was written.
public struct FixtureSchemaReport: Report, Sendable {
  public let schema: JSONValue
  /// Nil where it is the output.
  public let file: String?
  /// Whether the file held something else before.
  public let isChanged: Bool

  /// The schema itself, or `{"command","file","changed"}`.
  public var json: JSONValue {
    guard let file else { return schema }
    return ["command": "seed schema", "file": .string(file), "changed": .bool(isChanged)]
  }

  public func text(_ style: Style) -> String {
    guard let file else { return schema.serialized(pretty: true) }
    return isChanged ? "\(style.green("+")) \(file)" : style.dim("= \(file)")
  }
}
