/// The variables of a `.env` file, in the form that the tools of most languages agree on.
///
/// `NAME=value`, with `export` before it or not; `#` begins a comment at the start of a line or
/// after a space; single quotes keep everything, double quotes know `\n`, `\"`, `\\` and `\$`, and
/// both may go over several lines; `${NAME}` outside single quotes is another variable. Lines of
/// another form mean nothing. The values are secrets: they are never shown.
struct DotEnv: Sendable {
  let values: [String: String]

  subscript(name: String) -> String? { values[name] }

  init(root: String, environment: [String: String]) throws(Problem) {
    self.init(parsing: try TextFile.read("\(root)/.env") ?? "", environment: environment)
  }

  /// - Parameter environment: what `${NAME}` finds first, as the process's own variables hold
  ///   before the file's.
  init(parsing text: String, environment: [String: String] = [:]) {
    var scanner = DotEnvScanner(text)
    var values: [String: String] = [:]
    while let entry = scanner.nextEntry() {
      values[entry.name] =
        entry.expands
        ? Self.expanded(entry.value) { environment[$0] ?? values[$0] } : entry.value
    }
    self.values = values
  }

  private static func expanded(_ text: String, _ variable: (String) -> String?) -> String {
    var result = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "$") {
      result += rest[..<start]
      let after = rest.index(after: start)
      guard after < rest.endIndex, rest[after] == "{",
        let end = rest[after...].firstIndex(of: "}")
      else {
        result += "$"
        rest = rest[after...]
        continue
      }
      let name = String(rest[rest.index(after: after)..<end])
      result += variable(name) ?? "${\(name)}"
      rest = rest[rest.index(after: end)...]
    }
    return String((result + rest).map { $0 == DotEnvScanner.literalDollar ? "$" : $0 })
  }
}

/// Reads one `NAME=value` after the other.
struct DotEnvScanner {
  /// Stands for `\$` until the variables are put in; no variable can hold it.
  static let literalDollar: Character = "\0"

  private var rest: Substring

  init(_ text: String) {
    let normalised = text.split(separator: "\r\n", omittingEmptySubsequences: false)
    rest = Substring(normalised.joined(separator: "\n"))
    if rest.unicodeScalars.first == "\u{FEFF}" { rest.unicodeScalars.removeFirst() }
  }

  mutating func nextEntry() -> (name: String, value: String, expands: Bool)? {
    while !rest.isEmpty {
      let line = rest.prefix { $0 != "\n" }
      guard let equals = line.firstIndex(of: "="), let name = Self.name(line[..<equals]) else {
        skipLine()
        continue
      }
      rest = rest[rest.index(after: equals)...].drop { $0 == " " || $0 == "\t" }
      if let quote = rest.first, quote == "'" || quote == "\"", let value = quoted(by: quote) {
        skipLine()
        return (name, value, quote == "\"")
      }
      let value = Self.withoutComment(rest.prefix { $0 != "\n" })
      skipLine()
      return (name, value, true)
    }
    return nil
  }

  private mutating func skipLine() {
    rest = rest.drop { $0 != "\n" }.dropFirst()
  }

  private static func name(_ text: Substring) -> String? {
    var words = text.split { $0 == " " || $0 == "\t" }
    if words.first == "export" { words.removeFirst() }
    guard words.count == 1, let first = words[0].first, first != "#", !first.isNumber,
      words[0].allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) })
    else { return nil }
    return String(words[0])
  }

  private static func withoutComment(_ line: Substring) -> String {
    var value = line
    var index = line.startIndex
    while index < line.endIndex {
      let blankBefore = index == line.startIndex || " \t".contains(line[line.index(before: index)])
      if line[index] == "#", blankBefore {
        value = line[..<index]
        break
      }
      index = line.index(after: index)
    }
    while let last = value.last, " \t\r".contains(last) { value.removeLast() }
    return String(value)
  }

  /// Nil, with nothing read, where the quote is not closed.
  private mutating func quoted(by quote: Character) -> String? {
    var value = ""
    var index = rest.index(after: rest.startIndex)
    while index < rest.endIndex {
      let character = rest[index]
      let next = rest.index(after: index)
      if character == quote {
        rest = rest[next...]
        return value
      }
      if character == "\\", quote == "\"", next < rest.endIndex {
        value += Self.unescaped(rest[next])
        index = rest.index(after: next)
      } else {
        value.append(character)
        index = next
      }
    }
    return nil
  }

  private static func unescaped(_ letter: Character) -> String {
    switch letter {
    case "n": "\n"
    case "r": "\r"
    case "t": "\t"
    case "\"", "\\", "`": String(letter)
    case "$": String(literalDollar)
    default: "\\\(letter)"
    }
  }
}
