/// A name as PostgreSQL reads it exactly: always quoted, so that case, spaces and reserved words
/// stay what they are (manual 4.1.1).
public func quoted(identifier name: String) -> String {
  var text = "\""
  for scalar in name.unicodeScalars {
    if scalar == "\"" { text += "\"" }
    text.unicodeScalars.append(scalar)
  }
  return text + "\""
}

/// The name that an identifier stands for, as the server writes it where it quotes only what it must:
/// what `quote_ident` and the text of `regnamespace` have made of it.
public func unquoted(identifier text: String) -> String {
  guard text.first == "\"" else { return text }
  return String(text.dropFirst().dropLast()).replacing("\"\"", with: "\"")
}

/// A text as a literal, right whatever `standard_conforming_strings` says.
public func quoted(literal value: String) -> String {
  var text = value.utf8.contains(UInt8(ascii: "\\")) ? "E'" : "'"
  for scalar in value.unicodeScalars {
    if scalar == "'" || scalar == "\\" { text.unicodeScalars.append(scalar) }
    text.unicodeScalars.append(scalar)
  }
  return text + "'"
}

/// A relation, type or function by its schema and name.
public struct QualifiedName: Sendable, Hashable, Comparable, CustomStringConvertible {
  public var schema: String
  public var name: String

  public init(schema: String, name: String) {
    self.schema = schema
    self.name = name
  }

  /// Both parts quoted, for use in a statement.
  public var sql: String { quoted(identifier: schema) + "." + quoted(identifier: name) }

  /// Both parts as a person writes them.
  public var description: String { "\(schema).\(name)" }

  public static func < (one: QualifiedName, other: QualifiedName) -> Bool {
    (one.schema, one.name) < (other.schema, other.name)
  }
}

/// The text form of arrays (manual 8.15.2).
public enum ArrayLiteral {
  /// A one-dimensional array with every element quoted; nil is a NULL element.
  public static func text(of elements: [String?]) -> String {
    let items = elements.map { element in
      guard let element else { return "NULL" }
      var item = "\""
      for scalar in element.unicodeScalars {
        if scalar == "\"" || scalar == "\\" { item += "\\" }
        item.unicodeScalars.append(scalar)
      }
      return item + "\""
    }
    return "{" + items.joined(separator: ",") + "}"
  }
}
