internal import SQLScript

/// The directions of a file of dbmate's, which may hold several blocks of each.
struct DbmateSections {
  /// The file with nothing but the blocks of this direction.
  private(set) var up: SourceText
  private(set) var transaction = TransactionRule.always
  private(set) var down: WayDown?

  private struct Block {
    let isUp: Bool
    let line: AnnotatedLines.Line
    let isOutsideTransaction: Bool
  }

  /// - Throws: every block that is not in order, together.
  init(_ text: consuming SourceText, of file: MigrationFile) throws(Problem) {
    var problems: [Problem] = []
    var blocks: [Block] = []
    func problem(_ line: AnnotatedLines.Line?, _ message: String, hint: String? = nil) {
      problems.append(
        Problem(
          "migrate.annotation", message, hint: hint, at: file.location(line: line?.number),
          excerpt: line.map { String($0.text) }))
    }
    for line in AnnotatedLines.lines(of: text, holding: DbmateLayout.mark) {
      guard line.text.utf8.starts(with: "--".utf8) else { continue }
      let words = line.text.utf8.dropFirst(2).split(whereSeparator: \.isSpace).map(
        Substring.init)
      guard let first = words.first, ["migrate:up", "migrate:down"].contains(first) else {
        continue
      }
      let options = words.dropFirst()
      for option in options where !["transaction:false", "transaction:true"].contains(option) {
        problem(line, "unknown option \"\(option)\"", hint: "there is: transaction:false")
      }
      blocks.append(
        Block(
          isUp: first == "migrate:up", line: line,
          isOutsideTransaction: options.contains("transaction:false")))
    }
    guard let first = blocks.first, blocks.contains(where: \.isUp) else {
      throw Problem(
        "migrate.annotation", "the file has no -- migrate:up",
        hint: "write it above the statements, or name another \"layout\" in seedbed.json",
        at: file.location())
    }
    if !first.isUp { problem(first.line, "-- migrate:down comes before -- migrate:up") }
    if !text[..<first.line.range.lowerBound].holdsOnlyComments {
      problem(first.line, "there is SQL before -- migrate:up", hint: "move it below")
    }
    if let problem = Problem.together(problems) { throw problem }

    let ends = blocks.dropFirst().map(\.line.range.lowerBound) + [text.count]
    let parts = zip(blocks, ends).map { ($0, $0.line.range.lowerBound..<$1) }
    up = text.taken()
    up.blank(outside: [0..<first.line.range.lowerBound] + parts.filter(\.0.isUp).map(\.1))
    if let last = parts.last(where: \.0.isUp)?.1.upperBound { up = up[..<last] }
    if parts.contains(where: { $0.0.isUp && $0.0.isOutsideTransaction }) { transaction = .never }
    let downs = parts.filter { !$0.0.isUp }
    // Several blocks are undone in the order of their ways up, newest first: no part of the file.
    if downs.count == 1, let (block, part) = downs.first {
      down = WayDown(file, part: part, transaction: block.isOutsideTransaction ? .never : .always)
    }
  }
}
