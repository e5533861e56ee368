internal import JSON

/// A value of a configuration file that knows where it stands.
struct ConfigurationNode {
  /// A place, with the line it is in; nil for lines that may hold a secret.
  struct Place {
    var location: Problem.Location
    var excerpt: String?
  }

  struct Member {
    var name: String
    /// Of the name.
    var place: Place
    var node: ConfigurationNode
  }

  private let file: String
  private let lines: [Substring]
  private let tape: Tape
  private let token: Int
  /// As json-c reads it.
  let value: JSONValue

  /// The whole of a text, which is checked to its end.
  static func root(of text: String, file: String) throws(Problem) -> ConfigurationNode {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    do {
      var scanner = JSONScanner(BytesSource(Array(text.utf8)))
      var tape = Tape()
      try scanner.readValue(into: &tape)
      try scanner.finish()
      return ConfigurationNode(
        file: file, lines: lines, tape: tape, token: 0, value: try JSONValue(tape))
    } catch let error as JSONSyntaxError {
      let place = Place(error.position, file: file, lines: lines)
      throw Problem(
        "config.syntax", error.message, at: place.location, excerpt: place.excerpt)
    } catch {
      throw Problem("config.syntax", "\(file) is not JSON")
    }
  }

  var place: Place { Place(tape.position(of: token), file: file, lines: lines) }

  /// The members in the file's order; nil where this is no object.
  var members: [Member]? {
    guard tape.tokens[token].kind == .object, let values = value.object?.members else { return nil }
    var members: [Member] = []
    var name = token + 1
    for member in values {
      members.append(
        Member(
          name: member.name,
          place: Place(tape.position(of: name), file: file, lines: lines),
          node: ConfigurationNode(
            file: file, lines: lines, tape: tape, token: name + 1, value: member.value)))
      name = Int(tape.tokens[name + 1].next)
    }
    return members
  }

  /// What the value is, in words.
  var kind: String {
    switch value {
    case .null: "null"
    case .bool(let flag): String(flag)
    case .number: "a number"
    case .string(let text): text.isEmpty ? "an empty text" : "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

extension ConfigurationNode.Place {
  init(_ position: TextPosition, file: String, lines: [Substring]) {
    location = Problem.Location(file: file, line: position.line, column: position.column)
    let line = position.line <= lines.count ? String(lines[position.line - 1]) : nil
    // A URL in the line may hold a password.
    excerpt = line.flatMap { $0.contains("://") ? nil : $0 }
  }
}
