internal import JSON

/// What stands for a value that is found out, and the options of a record: just those that this
/// Seedbed understands.
enum DirectiveSchema {
  /// The definitions of all directives but `$fake`, which has one for each kind of column.
  static var definitions: JSONObject {
    var definitions = JSONObject()
    for name in ShapeReader.directives where name != FakeDirective.name {
      definitions[name] = definition(of: name)
    }
    definitions[FakeSchema.referenceName] = FakeSchema.reference
    return definitions
  }

  /// The directives that may stand in a column of a table.
  static func directives(for column: Column, of table: Table) -> [Definition] {
    let form = ValueForm(column.type, modifier: column.typeModifier)
    return ShapeReader.directives.flatMap { name -> [Definition] in
      switch (name, form) {
      case ("$now", .time), ("$json", .json): [.directive(name)]
      case ("$now", _), ("$json", _): []
      case (FakeDirective.name, _):
        [.fake(FakeSchema(form: form))]
          + (table.foreignKey(of: column) == nil ? [] : [.directive(FakeSchema.referenceName)])
      default: [.directive(name)]
      }
    }
  }

  /// The options that a record may have beside its fields.
  static let recordOptions: JSONObject = [
    "$label": [
      "description": "A name for this row, for $ref.", "type": ["string", "number", "boolean"],
    ],
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
    case LabelReference.name:
      object(
        name, ["type": "string"], "The row with this label, as \"ada\" or \"users.ada\".",
        ["column": ["description": "Another column of it.", "type": "string"]])
    default: object(name, ["type": "string"], "")
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
