internal import JSON
internal import Postgres

/// A named part of the schema.
enum Definition {
  /// A table's records with its options.
  case table(Table)
  case record(Table)
  /// An object in a foreign-key column.
  case row(Table)
  case enumeration(QualifiedName)
  case directive(String)
  /// What `$fake` takes in a column.
  case fake(FakeSchema)
  case anyRecord

  var name: String {
    switch self {
    case .table(let table): "table \(table.name)"
    case .record(let table): "record \(table.name)"
    case .row(let table): "row \(table.name)"
    case .enumeration(let name): "enum \(name)"
    case .directive(let name): name
    case .fake(let fake): fake.name
    case .anyRecord: "record"
    }
  }
}

extension JSONValue {
  /// `{"$ref": "#/$defs/…"}`, the name written as a fragment of a URI takes it.
  static func reference(to definition: Definition) -> JSONValue {
    var pointer = ""
    for byte in definition.name.utf8 {
      switch byte {
      case UInt8(ascii: "~"): pointer += "~0"
      case UInt8(ascii: "/"): pointer += "~1"
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"),
        UInt8(ascii: "."), UInt8(ascii: "$"):
        pointer += String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        pointer += "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }
    return ["$ref": .string("#/$defs/\(pointer)")]
  }
}

/// Parts of regular expressions that ECMA 262 and Python read alike.
enum Pattern {
  /// Matches just this text.
  static func literal(_ text: String) -> String {
    text.map { character in
      "\\^$.|?*+()[]{}/".contains(character) ? "\\\(character)" : String(character)
    }.joined()
  }

  /// Matches a word in any case.
  static func word(_ word: String) -> String {
    word.map { "[\($0.uppercased())\($0.lowercased())]" }.joined()
  }
}
