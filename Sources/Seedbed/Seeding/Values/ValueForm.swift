internal import JSON
internal import Postgres

/// What values a column takes and how they are written in its type's own input text.
///
/// What can be judged here is judged here, so that problems come together and with their place;
/// the server judges the rest when the rows are staged.
indirect enum ValueForm: Sendable {
  /// At most so many characters.
  case text(limit: Int?)
  case integer(type: String, ClosedRange<Int64>)
  case number(type: String)
  case boolean
  case json
  case bytea
  case uuid
  /// A date or time; the words that mean another moment on every run are refused.
  case time(type: String)
  case enumeration(QualifiedName, labels: [String])
  case array(ValueForm)
  case composite(QualifiedName, fields: [(name: String, form: ValueForm)])
  case range(QualifiedName, bound: ValueForm)
  /// Any other type: whatever the server makes of the text.
  case other(type: String)

  init(_ type: PostgresType, modifier: Int) {
    let (type, modifier) = type.resolved(modifier: modifier)
    switch type {
    case .enum(let name, let labels): self = .enumeration(name, labels: labels)
    case .array(let element, _): self = .array(ValueForm(element, modifier: modifier))
    case .range(let name, let bound): self = .range(name, bound: ValueForm(bound, modifier: -1))
    case .composite(let name, let fields):
      self = .composite(
        name,
        fields: fields.map { ($0.name, ValueForm($0.type, modifier: $0.typeModifier)) })
    case .domain: self = .other(type: type.name.name)  // resolved(modifier:) leaves none
    case .base(let name, _): self = Self.base(type.builtIn ?? "", name.name, modifier)
    }
  }

  private static func base(_ builtIn: String, _ name: String, _ modifier: Int) -> ValueForm {
    switch builtIn {
    case "text", "name", "xml": .text(limit: nil)
    // The modifier counts the four bytes of the length word too.
    case "varchar", "bpchar": .text(limit: modifier >= 4 ? modifier - 4 : nil)
    case "int2": .integer(type: "smallint", Int64(Int16.min)...Int64(Int16.max))
    case "int4": .integer(type: "integer", Int64(Int32.min)...Int64(Int32.max))
    case "int8": .integer(type: "bigint", Int64.min...Int64.max)
    case "oid": .integer(type: "oid", 0...Int64(UInt32.max))
    case "numeric": .number(type: "numeric")
    case "float4": .number(type: "real")
    case "float8": .number(type: "double precision")
    case "bool": .boolean
    case "json", "jsonb": .json
    case "bytea": .bytea
    case "uuid": .uuid
    case "date", "time", "timetz", "timestamp", "timestamptz": .time(type: builtIn)
    default: .other(type: name)
    }
  }

  /// As a person calls it in an error.
  var description: String {
    switch self {
    case .text(let limit?): "text of at most \(limit) characters"
    case .text(nil): "text"
    case .integer(let type, _), .number(let type), .time(let type), .other(let type): type
    case .boolean: "boolean"
    case .json: "json"
    case .bytea: "bytea"
    case .uuid: "uuid"
    case .enumeration(let name, _): "enum \(name.name)"
    case .array(let element): "array of \(element.description)"
    case .composite(let name, _): "composite \(name.name)"
    case .range(let name, _): "range \(name.name)"
    }
  }
}
