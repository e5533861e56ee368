internal import Postgres

/// How a type's output text becomes JSON that reads back as the same value.
indirect enum ValueText {
  /// A JSON string of the text.
  case text
  case number
  case boolean
  /// The text of `json`, as it was given; of `jsonb`, as the server writes it.
  case json(isBinary: Bool)
  case array(ValueText)
  case composite([(name: String, value: ValueText)])

  init(_ type: PostgresType) {
    switch type.resolved(modifier: -1).type {
    case .array(let element, _):
      // Its elements would not be told from further dimensions, or are separated otherwise.
      if case .array = element.resolved(modifier: -1).type {
        self = .text
      } else {
        self = element.builtIn == "box" ? .text : .array(ValueText(element))
      }
    case .composite(_, let fields):
      // An object whose first name begins with $ is a directive.
      let isPlain = fields.first.map { !$0.name.hasPrefix("$") } ?? false
      self = isPlain ? .composite(fields.map { ($0.name, ValueText($0.type)) }) : .text
    case .enum, .range, .domain: self = .text
    case .base(let name, _):
      guard name.schema == "pg_catalog" else {
        self = .text
        return
      }
      switch name.name {
      case "int2", "int4", "int8", "oid", "numeric", "float4", "float8": self = .number
      case "bool": self = .boolean
      case "json": self = .json(isBinary: false)
      case "jsonb": self = .json(isBinary: true)
      default: self = .text
      }
    }
  }

  private var isJSON: Bool { if case .json = self { true } else { false } }

  /// Appends the JSON of a column's value.
  func append(_ text: ArraySlice<UInt8>, to out: inout [UInt8]) {
    let start = out.count
    if case .json(let isBinary) = self {
      JSONColumnText.append(text, isBinary: isBinary, to: &out)
    } else if !appendPart(text, to: &out) {
      // What JSON's own arrays and objects cannot say, the type's text does.
      out.removeSubrange(start...)
      JSONLiteral.append(string: text, to: &out)
    }
  }

  /// - Returns: false where the value cannot be said in JSON but by its text.
  private func appendPart(_ text: ArraySlice<UInt8>, to out: inout [UInt8]) -> Bool {
    switch self {
    case .text: JSONLiteral.append(string: text, to: &out)
    case .number:
      if JSONLiteral.isNumber(text) {
        out.append(contentsOf: text)
      } else {
        JSONLiteral.append(string: text, to: &out)
      }
    case .boolean: out.append(contentsOf: (text.first == UInt8(ascii: "t") ? "true" : "false").utf8)
    case .json:
      // JSON's null stands for NULL inside of arrays and composites.
      guard !text.elementsEqual("null".utf8) else { return false }
      return JSONColumnText.appendValue(text, to: &out)
    case .array(let element):
      var literal = ArrayText(text)
      return append(dimension: &literal, of: element, to: &out) && literal.isAtEnd
    case .composite(let fields):
      guard let values = RecordText.values(of: text), values.count == fields.count else {
        return false
      }
      out.append(UInt8(ascii: "{"))
      for (index, field) in fields.enumerated() {
        if index > 0 { out.append(contentsOf: ", ".utf8) }
        JSONLiteral.append(string: Array(field.name.utf8)[...], to: &out)
        out.append(contentsOf: ": ".utf8)
        guard let value = values[index] else {
          out.append(contentsOf: "null".utf8)
          continue
        }
        guard field.value.appendPart(value[...], to: &out) else { return false }
      }
      out.append(UInt8(ascii: "}"))
    }
    return true
  }

  private func append(
    dimension literal: inout ArrayText, of element: ValueText, to out: inout [UInt8]
  ) -> Bool {
    guard literal.open() else { return false }
    out.append(UInt8(ascii: "["))
    var isFirst = true
    while let item = literal.next() {
      if !isFirst { out.append(contentsOf: ", ".utf8) }
      isFirst = false
      switch item {
      case .null: out.append(contentsOf: "null".utf8)
      case .value(let value): guard element.appendPart(value[...], to: &out) else { return false }
      case .dimension:
        // In an array of JSON, an array is an element.
        guard !element.isJSON, append(dimension: &literal, of: element, to: &out) else {
          return false
        }
      }
    }
    guard literal.close() else { return false }
    out.append(UInt8(ascii: "]"))
    return true
  }
}
