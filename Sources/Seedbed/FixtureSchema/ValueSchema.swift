internal import JSON
internal import Postgres

/// The JSON that a column takes as a value, as far as it can be judged without the server.
enum ValueSchema {
  static func value(of column: Column) -> JSONValue {
    value(column.type, modifier: column.typeModifier)
  }

  private static func value(_ type: PostgresType, modifier: Int) -> JSONValue {
    let (plain, modifier) = type.resolved(modifier: modifier)
    switch plain {
    case .base, .domain: return scalar(ValueForm(plain, modifier: modifier))
    case .enum(let name, _): return .reference(to: .enumeration(name))
    case .array(let element, _):
      return [
        "type": ["array", "string"],
        "items": ["anyOf": [part(element, modifier), ["type": "null"], ["type": "array"]]],
        "pattern": #"^\s*[\[{]"#,
      ]
    case .composite(_, let fields):
      var properties = JSONObject()
      for field in fields {
        properties[field.name] = [
          "anyOf": [part(field.type, field.typeModifier), ["type": "null"]]
        ]
      }
      return [
        "type": ["object", "string"], "properties": .object(properties),
        "additionalProperties": false, "pattern": #"^\s*\("#,
      ]
    case .range(_, let bound):
      let end: JSONValue = ["anyOf": [part(bound, -1), ["type": "null"]]]
      return [
        "type": ["object", "string"],
        "properties": [
          "lower": end, "upper": end, "bounds": ["enum": ["[)", "[]", "(]", "()"]],
        ],
        "additionalProperties": false,
        "pattern": .string(#"^\s*([\[(].*[\])]|"# + Pattern.word("empty") + #")\s*$"#),
      ]
    }
  }

  /// A value inside of another; nothing is a directive there.
  private static func part(_ type: PostgresType, _ modifier: Int) -> JSONValue {
    type.resolved(modifier: modifier).type.isJSON ? true : value(type, modifier: modifier)
  }

  private static func scalar(_ form: ValueForm) -> JSONValue {
    switch form {
    case .text(let limit):
      guard let limit else { return ["type": ["string", "number", "boolean"]] }
      return ["type": ["string", "number", "boolean"], "maxLength": .number(limit)]
    case .integer(_, let range):
      return [
        "type": ["integer", "string"], "minimum": .number(Int(range.lowerBound)),
        "maximum": .number(Int(range.upperBound)),
        "pattern": .string(#"^ *[-+]?[0-9][0-9a-zA-Z_]* *$|"# + placeholder),
      ]
    case .number:
      let words = [Pattern.word("nan"), Pattern.word("inf")].joined(separator: "|")
      return ["type": ["number", "string"], "pattern": .string("[0-9]|\(words)|\(placeholder)")]
    case .boolean:
      return ["anyOf": [["enum": [true, false, 0, 1]], ["type": "string", "pattern": booleans]]]
    case .json: return json
    case .bytea: return ["type": "string", "pattern": #"^\\x([0-9a-fA-F]{2})*$"#]
    case .uuid:
      return [
        "type": "string",
        "pattern": .string(#"^[-{}]*([0-9a-fA-F][-{}]*){32}$|"# + placeholder),
      ]
    case .time: return moment
    case .other, .enumeration, .array, .composite, .range:
      return ["type": ["string", "number", "boolean"]]
    }
  }

  /// A string with `{{n}}` in it becomes another for each of the records that `$repeat` makes.
  private static let placeholder = #"\{\{"#

  /// Any beginning of the words that tells them apart.
  private static let booleans: JSONValue = {
    let words = ["true", "false", "yes", "no"].flatMap { word in
      (1...word.count).map { Pattern.word(String(word.prefix($0))) }
    }
    let all = words + [Pattern.word("on"), Pattern.word("of"), Pattern.word("off"), "0", "1"]
    return .string("^ *(\(all.joined(separator: "|"))) *$")
  }()

  /// Anything but an object of names that begin with $, which is a directive or a mistake.
  private static let json: JSONValue = [
    "not": [
      "anyOf": [
        ["type": "null"],
        ["type": "object", "minProperties": 1, "propertyNames": ["pattern": #"^\$"#]],
      ]
    ]
  ]

  /// A date or time has a digit, or is one of the words that always mean the same.
  private static let moment: JSONValue = {
    let steady = ["infinity", "epoch", "allballs"].map(Pattern.word)
    let moving = ["now", "today", "tomorrow", "yesterday"].map(Pattern.word)
    return [
      "type": "string", "pattern": .string((["[0-9]"] + steady).joined(separator: "|")),
      "not": [
        "type": "string", "pattern": .string("(^| )(\(moving.joined(separator: "|")))( |$)"),
      ],
    ]
  }()
}
