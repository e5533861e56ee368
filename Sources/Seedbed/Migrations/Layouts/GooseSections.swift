internal import SQLScript

/// The two directions of a file of goose's.
struct GooseSections {
  /// The file up to the way down.
  private(set) var up: SourceText
  /// Nil where the file has no way down.
  private(set) var down: Range<Int>?
  private(set) var transaction = TransactionRule.always

  private enum Annotation: String, CaseIterable {
    case up = "Up"
    case down = "Down"
    case begin = "StatementBegin"
    case end = "StatementEnd"
    case noTransaction = "NO TRANSACTION"
    case substitution = "ENVSUB ON"
    case noSubstitution = "ENVSUB OFF"
  }

  /// - Throws: every annotation that is not in order, together.
  init(_ text: consuming SourceText, of file: MigrationFile) throws(Problem) {
    var problems: [Problem] = []
    var seen: Set<Annotation> = []
    var opened: AnnotatedLines.Line?
    var ends: [Range<Int>] = []
    func problem(_ line: AnnotatedLines.Line?, _ message: String, hint: String? = nil) {
      problems.append(
        Problem(
          "migrate.annotation", message, hint: hint, at: file.location(line: line?.number),
          excerpt: line.map { String($0.text) }))
    }
    for line in AnnotatedLines.lines(of: text, holding: GooseLayout.mark) {
      guard line.text.drop(while: \.isWhitespace).hasPrefix("--") else { continue }
      guard let annotation = Self.annotation(of: line) else {
        problem(
          line, "this is no annotation of goose's",
          hint: "at a line's beginning, one of: "
            + Annotation.allCases.map(\.rawValue).joined(separator: ", "))
        continue
      }
      switch annotation {
      case .up:
        if !seen.insert(.up).inserted { problem(line, "-- +goose Up is there twice") }
        if !text[..<line.range.lowerBound].holdsOnlyComments {
          problem(line, "there is SQL before -- +goose Up", hint: "move it below")
        }
      case .down:
        if !seen.contains(.up) { problem(line, "-- +goose Down comes before -- +goose Up") }
        if !seen.insert(.down).inserted { problem(line, "-- +goose Down is there twice") }
        if let opened { problem(opened, "the statement has no -- +goose StatementEnd before Down") }
        opened = nil
        down = line.range.lowerBound..<text.count
      case .begin:
        if opened != nil { problem(line, "a statement begins inside another") }
        if !seen.contains(.up) { problem(line, "a statement begins before -- +goose Up") }
        opened = line
      case .end:
        if opened == nil { problem(line, "there is no -- +goose StatementBegin before this") }
        opened = nil
        ends.append(line.range)
      case .noTransaction: transaction = .never
      case .substitution:
        problem(
          line, "the values of ENVSUB are not put in", hint: "write them out, or make it a seed")
      case .noSubstitution: break
      }
    }
    if let opened { problem(opened, "the statement has no -- +goose StatementEnd") }
    if !seen.contains(.up), problems.isEmpty {
      problem(
        nil, "the file has no -- +goose Up",
        hint: "write it above the statements, or name another \"layout\" in seedbed.json")
    }
    if let problem = Problem.together(problems) { throw problem }
    up = text.taken()
    if let down { up = up[..<down.lowerBound] }
    for end in ends where end.upperBound <= up.endIndex {
      // The annotation ends the statement, with or without a semicolon of its own.
      up.blank(end)
      up.withMutableBytes { $0[end.lowerBound] = UInt8(ascii: ";") }
    }
  }

  /// Its case does not matter; white space before the dashes does.
  private static func annotation(of line: AnnotatedLines.Line) -> Annotation? {
    guard line.text.hasPrefix("--") else { return nil }
    let words = line.text.drop { $0 == "-" }.split(whereSeparator: \.isWhitespace)
    guard words.first == "+goose" else { return nil }
    let wanted = words.dropFirst().joined(separator: " ").lowercased()
    return Annotation.allCases.first { $0.rawValue.lowercased() == wanted }
  }
}
