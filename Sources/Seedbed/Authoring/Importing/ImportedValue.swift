internal import JSON

/// Values as fixtures write them, from the texts of other formats: by the column's type, never by
/// the look of the text.
enum ImportedValue {
  /// - Returns: nil where the column's type cannot have this text.
  static func value(of text: String, for column: Column) -> JSONValue? {
    let type = column.type.resolved(modifier: -1).type
    switch type.builtIn {
    case "bool": return truth(text).map { .bool($0) } ?? .string(text)
    case "json", "jsonb": return (try? JSONValue(parsing: text)).map(literal)
    case _ where isNumeric(type): return isNumber(text) ? .number(text) : .string(text)
    default: return .string(text)
    }
  }

  /// A value for a column of JSON, where an object's first name may begin with `$`.
  static func literal(_ value: JSONValue) -> JSONValue {
    let isDirective = value.object?.names.first?.hasPrefix("$") ?? false
    return isDirective || value.isNull ? ["$json": value] : value
  }

  static func isNumeric(_ type: PostgresType) -> Bool {
    ["int2", "int4", "int8", "numeric", "float4", "float8"].contains(type.builtIn)
  }

  /// Whether a text is a number as JSON writes it.
  static func isNumber(_ text: String) -> Bool {
    var rest = Array(text.utf8)[...]
    func takeDigits() -> Int {
      let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      rest = rest.dropFirst(digits.count)
      return digits.count
    }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let hasLeadingZero = rest.first == UInt8(ascii: "0")
    let whole = takeDigits()
    guard whole > 0, !hasLeadingZero || whole == 1 else { return false }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard takeDigits() > 0 else { return false }
    }
    if let sign = rest.first, sign | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      guard takeDigits() > 0 else { return false }
    }
    return rest.isEmpty
  }

  /// As PostgreSQL reads booleans (manual 8.6), and YAML 1.1.
  private static func truth(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "t", "yes", "y", "on", "1": true
    case "false", "f", "no", "n", "off", "0": false
    default: nil
    }
  }

  /// `\x…`, from base64 with line breaks or without; nil where the text is none.
  static func bytea(base64 text: String) -> String? {
    var hex = #"\x"#
    var bits: UInt32 = 0
    var count = 0
    for byte in text.utf8 {
      let value: UInt8
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - UInt8(ascii: "A")
      case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - UInt8(ascii: "a") + 26
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0") + 52
      case UInt8(ascii: "+"): value = 62
      case UInt8(ascii: "/"): value = 63
      case UInt8(ascii: "="), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: " "): continue
      default: return nil
      }
      bits = (bits << 6 | UInt32(value)) & 0xFF_FFFF
      count += 6
      if count >= 8 {
        count -= 8
        let octet = bits >> UInt32(count) & 0xFF
        hex += (octet < 16 ? "0" : "") + String(octet, radix: 16)
      }
    }
    return hex
  }
}
