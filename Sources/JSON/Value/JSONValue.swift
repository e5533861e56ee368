/// A JSON value as a tree, for configuration, nested values and reports.
public enum JSONValue: Sendable, Hashable {
  case null
  case bool(Bool)
  /// A number's source text, which keeps every digit.
  case number(String)
  case string(String)
  case array([JSONValue])
  case object(JSONObject)

  public static func number(_ integer: Int) -> JSONValue { .number(String(integer)) }

  /// The shortest text that reads back as `double`; null for what JSON cannot write: infinities
  /// and what is not a number.
  public static func number(_ double: Double) -> JSONValue {
    double.isFinite ? .number(String(describing: double)) : .null
  }
}

extension JSONValue {
  public var isNull: Bool { self == .null }

  public var bool: Bool? {
    if case .bool(let bool) = self { bool } else { nil }
  }

  /// The number, if it is written as an integer and fits.
  public var int: Int? {
    if case .number(let text) = self { Int(text) } else { nil }
  }

  /// The number, rounded to the nearest double.
  public var double: Double? {
    if case .number(let text) = self { Double(text) } else { nil }
  }

  public var string: String? {
    if case .string(let string) = self { string } else { nil }
  }

  public var array: [JSONValue]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  public var object: JSONObject? {
    if case .object(let object) = self { object } else { nil }
  }

  /// A member's value; nil if there is none or this is no object.
  public subscript(name: String) -> JSONValue? { object?[name] }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  public init(nilLiteral: ()) { self = .null }
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  public init(integerLiteral value: Int) { self = .number(value) }
  public init(floatLiteral value: Double) { self = .number(value) }
  public init(stringLiteral value: String) { self = .string(value) }
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }

  /// Of a name that stands twice the last value holds.
  public init(dictionaryLiteral members: (String, JSONValue)...) {
    var object = JSONObject()
    for (name, value) in members { object[name] = value }
    self = .object(object)
  }
}
