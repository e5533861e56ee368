extension JSONValue {
  /// Reads a whole text: one value, with the comments and trailing commas that a scanner accepts.
  ///
  /// Throws a `JSONSyntaxError` with the place in `text`.
  public init(parsing text: String) throws {
    try self.init(parsing: Array(text.utf8))
  }

  /// Reads the whole of a text in UTF-8.
  public init(parsing bytes: [UInt8]) throws {
    var scanner = JSONScanner(BytesSource(bytes))
    var tape = Tape()
    try scanner.readValue(into: &tape)
    try scanner.finish()
    try self.init(tape)
  }

  /// The tree of one value of a tape.
  ///
  /// json-c builds it, from text that the scanner found correct. json-c reads an integer beyond 64
  /// bits as the nearest that it can hold, so the numbers are the tape's own.
  public init(_ tape: Tape, at token: Int = 0) throws {
    var text: [UInt8] = []
    tape.appendCompact(at: token, to: &text)
    var next = token
    do {
      self = try JSONCTree.read(text, maximumDepth: tape.depth(of: token)) {
        while tape.tokens[next].kind != .number { next += 1 }
        defer { next += 1 }
        return tape.string(at: next)
      }
    } catch let refusal as JSONCTree.Refusal {
      throw JSONSyntaxError(
        .refused, at: tape.position(of: token), "json-c does not read this value: \(refusal.reason)"
      )
    }
  }
}
