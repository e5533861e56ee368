internal import JSON

/// What an editor puts down for a new record: the fields that a new row needs, each to be typed over.
///
/// `defaultSnippets` is a word of VS Code's; validators pass over it. That a field is required cannot
/// be said otherwise: the record of a row that exists may leave it out.
struct RecordSnippet {
  let table: Table
  let catalog: Catalog

  var json: JSONValue {
    var stops = 0
    let fields = SkeletonRecord(table: table, catalog: catalog).fields
    return [
      "label": "what a new row needs", "bodyText": .string(Self.text(.object(fields), &stops)),
    ]
  }

  /// In the syntax of snippets, where `${1:…}` is a place to type in.
  ///
  /// - Parameter stops: how many such places there are before.
  private static func text(_ value: JSONValue, _ stops: inout Int) -> String {
    switch value {
    case .object(let fields):
      var members: [String] = []
      for field in fields {
        members.append("\"\(inside(field.name))\": \(text(field.value, &stops))")
      }
      return "{\(members.joined(separator: ", "))}"
    case .string(let text):
      stops += 1
      return "\"${\(stops):\(inside(text))}\""
    case .array, .number, .bool, .null:
      stops += 1
      return "${\(stops):\(escaped(value.serialized()))}"
    }
  }

  /// What stands between the quotes of a string.
  private static func inside(_ text: String) -> String {
    escaped(String(JSONValue.string(text).serialized().dropFirst().dropLast()))
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text {
      if "\\$}".contains(character) { escaped.append("\\") }
      escaped.append(character)
    }
    return escaped
  }
}
