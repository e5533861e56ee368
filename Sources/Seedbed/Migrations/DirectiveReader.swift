internal import SQLScript

/// Reads a script's directives, going on after a wrong one so that all are reported together.
struct DirectiveReader {
  private(set) var directives = Directives()
  private(set) var problems: [Problem] = []
  private let file: MigrationFile
  private let script: Script
  private var seen: Set<String> = []

  private static let forms = [
    "transaction": "transaction off",
    "phase": "phase contract",
    "lock-timeout": "lock-timeout 2s",
    "allow": "allow HAZARD because REASON",
    "irreversible": "irreversible",
  ]

  init(_ script: Script, of file: MigrationFile) {
    self.file = file
    self.script = script
    for comment in script.header { read(comment) }
    for comment in script.annotations where comment.text.lowercased().hasPrefix("seedbed:") {
      problem(
        "the directive stands after the first statement, where it means nothing", comment,
        hint: "move it to the top of the file")
    }
  }

  private mutating func read(_ comment: Comment) {
    let words = comment.text.split { $0 == " " || $0 == "\t" }.map(String.init)
    guard let first = words.first else { return }
    if first.lowercased().hasPrefix("seedbed:") {
      let glued = String(first.dropFirst("seedbed:".count))
      read((glued.isEmpty ? [] : [glued]) + words.dropFirst(), at: comment)
    } else if first.lowercased() == "seedbed", words.count > 1, Self.forms[words[1]] != nil {
      // A missing colon would make `transaction off` a remark that nobody heeds.
      problem(
        "the directive has no colon", comment,
        hint: "write -- seedbed: \(words.dropFirst().joined(separator: " "))")
    }
  }

  private mutating func read(_ words: [String], at comment: Comment) {
    guard let name = words.first else {
      return problem("the directive is empty", comment, hint: Self.list)
    }
    guard let form = Self.forms[name] else {
      return problem(
        "unknown directive \"\(name)\"", comment,
        hint: Suggestion.nearest(to: name, in: Self.forms.keys).map { "did you mean \"\($0)\"?" }
          ?? Self.list)
    }
    if name != "allow", !seen.insert(name).inserted {
      return problem("the directive \"\(name)\" is given twice", comment, hint: "leave one out")
    }
    if !take(name, Array(words.dropFirst()), at: comment) {
      problem(
        "the directive \"\(name)\" is not complete or says too much", comment,
        hint: "write -- seedbed: \(form)")
    }
  }

  /// False where the words after the name are not what belongs there.
  private mutating func take(_ name: String, _ words: [String], at comment: Comment) -> Bool {
    switch name {
    case "transaction":
      directives.usesTransaction = false
      return words == ["off"]
    case "phase":
      directives.phase = words.first.flatMap(Directives.Phase.init)
      return words.count == 1 && directives.phase != nil
    case "lock-timeout":
      directives.lockTimeout = Directives.milliseconds(words.joined())
      return directives.lockTimeout != nil
    case "allow":
      guard words.count > 2, words[1] == "because" else { return false }
      directives.allowances.append(
        Directives.Allowance(
          hazard: words[0], reason: words.dropFirst(2).joined(separator: " "),
          location: place(of: comment)))
      return true
    default:
      directives.isReversible = false
      return words.isEmpty
    }
  }

  private static var list: String {
    "there is: " + forms.values.sorted().joined(separator: " · ")
  }

  private func place(of comment: Comment) -> Problem.Location {
    file.location(line: comment.position.line, column: comment.position.column)
  }

  private mutating func problem(_ message: String, _ comment: Comment, hint: String) {
    problems.append(
      Problem(
        "migrate.directive", message, hint: hint, at: place(of: comment),
        excerpt: script.line(comment.position.line)))
  }
}
