internal import SQLScript

/// How a backfill is to go about its work: `-- seedbed: backfill batch=1000 pause=50ms`.
public struct BackfillOptions: Sendable, Hashable {
  /// How many rows the first batch has; later ones are sized by how long they took.
  public internal(set) var batch = 1_000
  /// The least rest between two batches; nil for a share of the batch's own time.
  public internal(set) var pause: Duration?
  /// The table whose rows are gone through, as it is named in the statement.
  public internal(set) var table: String?
  /// How far a replica may be behind before the work rests; nil for however far.
  public internal(set) var lag: Duration? = .milliseconds(1_500)
  /// Nothing but the range of keys tells what is done: each is gone through once.
  public internal(set) var isVerifiedByRange = false

  public init() {}
}

extension BackfillOptions {
  /// The options' names, with a form of each that is right.
  private static let forms = [
    "batch": "batch=1000", "pause": "pause=50ms", "table": "table=posts", "lag": "lag=5s",
    "verify": "verify=range",
  ]

  /// Reads the directive at the top of the file, going on after what is wrong.
  init(_ script: Script, of file: MigrationFile, problems: inout [Problem]) {
    var isGiven = false
    func add(_ message: String, _ hint: String, _ comment: Comment) {
      problems.append(
        Problem(
          "migrate.directive", message, hint: hint,
          at: file.location(line: comment.position.line, column: comment.position.column),
          excerpt: script.line(comment.position.line)))
    }
    for comment in script.annotations where comment.text.lowercased().hasPrefix("seedbed:") {
      add(
        "the directive stands after the first statement, where it means nothing",
        "move it to the top of the file", comment)
    }
    for comment in script.header where comment.text.lowercased().hasPrefix("seedbed:") {
      let words = comment.text.dropFirst("seedbed:".count).split { $0 == " " || $0 == "\t" }
        .map(String.init)
      guard words.first == "backfill" else {
        add(
          "\"\(words.first ?? "")\" is no directive of a backfill", "write -- seedbed: backfill …",
          comment)
        continue
      }
      if isGiven { add("the directive is given twice", "leave one out", comment) }
      isGiven = true
      for word in words.dropFirst() {
        if let (message, hint) = take(word) { add(message, hint, comment) }
      }
    }
  }

  /// Reads one word of the directive.
  ///
  /// - Returns: what is wrong with it, and what to write; nil where it is understood.
  mutating func take(_ word: String) -> (message: String, hint: String)? {
    guard let equals = word.firstIndex(of: "=") else {
      return ("\"\(word)\" is no option of a backfill", Self.hint(for: word))
    }
    let name = String(word[..<equals])
    let value = String(word[word.index(after: equals)...])
    guard let form = Self.forms[name] else {
      return ("unknown option \"\(name)\" of a backfill", Self.hint(for: name))
    }
    return set(name, value) ? nil : ("\"\(name)\" cannot be \"\(value)\"", "write \(form)")
  }

  /// False where the value is none.
  private mutating func set(_ name: String, _ value: String) -> Bool {
    switch name {
    case "batch":
      guard let number = Int(value), (1...20_000).contains(number) else { return false }
      batch = number
    case "pause":
      guard let milliseconds = Directives.milliseconds(value) else { return false }
      pause = .milliseconds(milliseconds)
    case "lag":
      if value == "off" {
        lag = nil
        return true
      }
      guard let milliseconds = Directives.milliseconds(value), milliseconds > 0 else {
        return false
      }
      lag = .milliseconds(milliseconds)
    case "verify":
      isVerifiedByRange = value == "range"
      return isVerifiedByRange
    default:
      table = value
      return !value.isEmpty
    }
    return true
  }

  private static func hint(for name: String) -> String {
    Suggestion.nearest(to: name, in: forms.keys).map { "did you mean \"\($0)\"?" }
      ?? "there is: " + forms.values.sorted().joined(separator: " · ")
  }
}
