internal import Fakes
internal import JSON

/// What `$fake` takes in a column: the kinds that fit it, each with its options.
struct FakeSchema {
  let form: ValueForm

  /// The same for columns in which the same fits.
  var name: String {
    switch form {
    case .text(let limit?): "$fake text \(limit)"
    case .text(nil), .json, .other: "$fake text"
    case .integer, .number: "$fake number"
    case .time: "$fake moment"
    case .boolean: "$fake boolean"
    case .uuid: "$fake uuid"
    case .enumeration: "$fake enum"
    case .bytea, .array, .composite, .range: "$fake choice"
    }
  }

  var definition: JSONValue {
    let kinds = Kind.allCases.filter(fits)
    let alike = Dictionary(grouping: kinds.filter { $0.form != .choice }, by: \.options)
    let groups = alike.sorted { $0.value[0].rawValue < $1.value[0].rawValue }.map {
      options, kinds in
      Self.group(kinds, Self.options(options), isBound: false)
    }
    // Between what, has to be said.
    let between =
      kinds.contains(.dateBetween)
      ? [Self.group([.dateBetween], Self.options([.from, .to]), isBound: true)] : []
    return ["description": .string(Self.description), "anyOf": .array(groups + between + choices)]
  }

  /// `{"$fake": "reference"}`, in a column with a foreign key.
  static let reference: JSONValue = [
    "description": "Any row of the table that the column refers to.", "type": "object",
    "properties": ["$fake": ["const": .string(FakeDirective.reference)], "optional": optional],
    "required": ["$fake"], "additionalProperties": false,
  ]

  static let referenceName = "$fake reference"

  private static let description = "A value that looks real, the same in every run."

  /// What options can make of a number is Seedbed's to tell.
  private func fits(_ kind: Kind) -> Bool {
    if kind.form == .number, name == "$fake number" { return true }
    var fake = Fake(kind)
    FakeFit(form: form).prepare(&fake)
    return FakeFit(form: form).takes(fake)
  }

  private var choices: [JSONValue] {
    let list: JSONObject = ["from": ["type": "array", "minItems": 1]]
    let weights: JSONObject = [
      "from": [
        "type": "object", "minProperties": 1,
        "additionalProperties": ["type": "integer", "minimum": 0, "maximum": 1_000_000_000],
      ]
    ]
    let isEnum = if case .enumeration = form { true } else { false }
    return [
      Self.group([.pick], list, isBound: !isEnum), Self.group([.weighted], weights, isBound: true),
    ]
  }

  // MARK: Groups of kinds with the same options

  /// - Parameter isBound: the options are required.
  private static func group(_ kinds: [Kind], _ options: JSONObject, isBound: Bool) -> JSONValue {
    let free = isBound ? kinds : kinds.filter { $0 != .dateBetween }
    var properties: JSONObject = [
      "$fake": ["enum": .array(free.map { .string($0.rawValue) })],
      "locale": ["enum": .array(Language.allCases.map { .string($0.rawValue) })],
      "optional": optional,
    ]
    for option in options { properties[option.name] = option.value }
    let required = ["$fake"] + (isBound ? options.map(\.name) : [])
    return [
      "type": "object", "properties": .object(properties),
      "required": .array(required.map { .string($0) }), "additionalProperties": false,
    ]
  }

  private static func options(_ options: [Kind.Option]) -> JSONObject {
    var schemas = JSONObject()
    for option in options {
      schemas[option.rawValue] =
        switch option {
        case .min, .max: ["type": "number"]
        case .decimals: ["type": "integer", "minimum": 0, "maximum": 9]
        case .from, .to: ["type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}"]
        case .count: ["type": "integer", "minimum": 1, "maximum": 1000]
        }
    }
    return schemas
  }

  private static let optional: JSONValue = [
    "description": "How often it is NULL.", "type": "number", "minimum": 0, "maximum": 1,
  ]
}
