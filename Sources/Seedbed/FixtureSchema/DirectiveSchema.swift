internal import JSON

/// What stands for a value that is found out, and the options of a record: just those that this
/// Seedbed understands.
enum DirectiveSchema {
  /// The definitions of all directives.
  static var definitions: JSONObject {
    var definitions = JSONObject()
    for name in ShapeReader.directives { definitions[name] = definition(of: name) }
    return definitions
  }

  /// The directives that may stand in a column.
  static func directives(for column: Column) -> [String] {
    let form = ValueForm(column.type, modifier: column.typeModifier)
    return ShapeReader.directives.filter { name in
      switch (name, form) {
      case ("$now", .time), ("$json", .json): true
      case ("$now", _), ("$json", _): false
      default: true
      }
    }
  }

  /// The options that a record may have beside its fields.
  static let recordOptions: JSONObject = [
    "$label": ["description": "A name for this row, for $ref.", "type": "string"],
    "$repeat": [
      "description": "So many records from this one; {{n}} in its strings is the number.",
      "type": ["integer", "object"], "minimum": 0,
      "properties": ["count": ["type": "integer", "minimum": 0], "from": ["type": "integer"]],
      "required": ["count"], "additionalProperties": false,
    ],
  ]

  private static func definition(of name: String) -> JSONValue {
    switch name {
    case "$sql":
      object(
        name, ["type": "string"], "What the server makes of the expression, when the row is made.",
        ["always": ["description": "Compared and written in rows that exist.", "type": "boolean"]])
    case "$now":
      object(name, ["type": "string"], "The moment of the run plus an interval, as \"-3 days\".")
    case "$env":
      object(
        name, ["type": "string"], "An environment variable.",
        ["default": ["description": "Where the variable is not set."]])
    case "$file":
      object(
        name, ["type": "string"], "A file's bytes or text; the path is relative to the fixture.")
    case "$json": object(name, true, "Literally this.")
    case "$ref":
      object(
        name, ["type": "string"], "The row with this label, as \"ada\" or \"users.ada\".",
        ["column": ["description": "Another column of it.", "type": "string"]])
    default:
      // What may stand beside it depends on what it says: that is Seedbed's to tell.
      [
        "type": "object", "properties": .object([name: ["type": "string"]]),
        "required": [.string(name)],
      ]
    }
  }

  private static func object(
    _ name: String, _ value: JSONValue, _ description: String, _ beside: JSONObject = [:]
  ) -> JSONValue {
    var properties: JSONObject = [name: value]
    for member in beside { properties[member.name] = member.value }
    return [
      "type": "object", "description": .string(description), "properties": .object(properties),
      "required": [.string(name)], "additionalProperties": false,
    ]
  }
}
