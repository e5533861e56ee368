internal import JSON

/// A fixture's text, as it is laid out for people.
struct FixtureText {
  /// Relative to the project's root.
  let name: String
  let content: FixtureContent
  var form: JSONFormatter.Form
  var isCompressed = false

  func check() throws { try JSONFormatter.check(content.source(), form: form) }

  /// Whether the text is in its canonical form already; it is checked first.
  ///
  /// - Parameter output: gets the canonical form, piece by piece.
  func isCanonical(_ output: @escaping ([UInt8]) -> Void = { _ in }) throws -> Bool {
    try check()
    let comparison = TextComparison(try content.source())
    try write { piece in
      try comparison.compare(piece)
      output(piece)
    }
    return try comparison.isEqual()
  }

  /// Writes the canonical form in the text's place.
  func replace() throws {
    guard case .file(let path) = content else { return }
    let draft = try FileDraft(for: path)
    try write { try draft.append($0) }
    try draft.replace()
  }

  func problem(_ error: any Error) -> Problem {
    switch error {
    case let error as JSONSyntaxError:
      var problem = Problem(
        "seed.syntax", error.message,
        at: .init(file: name, line: error.position.line, column: error.position.column))
      if case .duplicateName(let first) = error.kind {
        problem.code = "seed.duplicate_name"
        problem.notes = ["first at \(name):\(first)"]
      }
      return problem
    case let error as FileError:
      return Problem(
        "seed.unreadable_file", "the fixture cannot be read: \(error.message)",
        at: .init(file: name))
    case is JSONFormatter.TextChanged:
      return Problem(
        "seed.moving_file", "the fixture was changed while it was read", hint: "run again",
        at: .init(file: name))
    default: return .describing(error)
    }
  }

  private func write(_ output: @escaping ([UInt8]) throws -> Void) throws {
    try JSONFormatter.format(
      content.source(), form: form, isOuter: Self.isOuter, output: output)
  }

  /// The file itself, its tables, and their records.
  static func isOuter(_ path: [String]) -> Bool {
    switch path.count {
    case 0: true
    case 1: !path[0].hasPrefix("$") || path[0] == "$rows"
    case 2: !path[0].hasPrefix("$") && path[1] == "$rows"
    default: false
    }
  }
}

/// Compares bytes that come in pieces with those of a source.
private final class TextComparison {
  private var source: any ByteSource
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var waiting: ArraySlice<UInt8> = []
  private var differs = false

  init(_ source: any ByteSource) { self.source = source }

  func compare(_ piece: [UInt8]) throws {
    var rest = piece[...]
    while !differs, !rest.isEmpty {
      if waiting.isEmpty { try refill() }
      let count = min(waiting.count, rest.count)
      differs = count == 0 || !waiting.prefix(count).elementsEqual(rest.prefix(count))
      waiting = waiting.dropFirst(count)
      rest = rest.dropFirst(count)
    }
  }

  /// Whether all pieces together were the source's bytes.
  func isEqual() throws -> Bool {
    if !differs, waiting.isEmpty { try refill() }
    return !differs && waiting.isEmpty
  }

  private func refill() throws {
    // The buffer would be copied for as long as a piece of it is held.
    waiting = []
    let count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
    waiting = buffer[..<count]
  }
}
