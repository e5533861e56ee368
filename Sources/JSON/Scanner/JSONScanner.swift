/// A pull scanner over one or several JSON texts: walks the outer structure without building
/// anything, and reads one value at a time into a tape.
///
/// Memory holds the largest value that is read at once, not the text. Beyond RFC 8259 it accepts
/// a UTF-8 byte order mark at the start, `//` and `/* */` comments where white space may stand, and
/// a comma after the last element or member. All else is checked strictly, to the last byte.
public struct JSONScanner: ~Copyable {
  public enum ValueKind: Sendable {
    case object, array, string, number, `true`, `false`, null
  }

  /// An outer array or object that was begun and not ended.
  private struct Container {
    var isObject: Bool
    var isFresh = true
    var names: [[UInt8]: TextPosition] = [:]
  }

  private var window: Window
  private var lexer: Lexer
  private var reader: ValueReader
  private var containers: [Container] = []
  private var hasBegun = false
  /// The line where the last whole text ended.
  private var lastLine: Int?
  private let maximumDepth: Int
  private let maximumValue: Int

  /// Reads `source`, which is not asked for bytes before the first call that needs them.
  public init(_ source: any ByteSource, maximumDepth: Int = 256) {
    self.init(source, maximumDepth: maximumDepth, windowSize: 256 << 10, maximumValue: 1 << 30)
  }

  init(_ source: any ByteSource, maximumDepth: Int, windowSize: Int, maximumValue: Int) {
    window = Window(source, capacity: windowSize)
    lexer = Lexer(window)
    reader = ValueReader(maximumDepth: maximumDepth)
    self.maximumDepth = maximumDepth
    self.maximumValue = maximumValue
  }

  /// Where the next unread token stands, once a call has skipped the white space before it.
  public var position: TextPosition { lexer.position }

  /// The kind of the value that comes next. Only white space and comments are consumed, and only
  /// the value's first character is looked at.
  public mutating func nextKind() throws -> ValueKind {
    try skipSpace()
    switch lexer.byte {
    case .openBrace: return .object
    case .openBracket: return .array
    case .quote: return .string
    case .minus, .zero ... .nine: return .number
    case UInt8(ascii: "t"): return .true
    case UInt8(ascii: "f"): return .false
    case UInt8(ascii: "n"): return .null
    default: throw try unexpected("a value")
    }
  }

  /// Reads one whole value, of at most 1 GiB. After an error the tape is empty.
  public mutating func readValue(into tape: inout Tape) throws {
    tape.clear()
    let start = try readTokens()
    let length = lexer.cursor.index - start.index
    tape.fill(
      bytes: UnsafeBufferPointer(start: lexer.base + start.index, count: length),
      tokens: reader.tokens.all, start: start.position)
  }

  /// Reads past one value and checks it as strictly, an array or object of any size without
  /// holding it in memory.
  public mutating func skipValue() throws {
    let depth = containers.count
    repeat {
      switch try nextKind() {
      case .object:
        if !skipWithinWindow() { try beginObject() }
      case .array:
        if !skipWithinWindow() { try beginArray() }
      default:
        _ = try readTokens()
      }
      while containers.count > depth {
        let goesOn =
          containers[containers.count - 1].isObject ? try nextName() != nil : try nextElement()
        if goesOn { break }
      }
    } while containers.count > depth
  }
}

// MARK: - The outer structure

extension JSONScanner {
  /// Steps into the object that comes next.
  public mutating func beginObject() throws {
    try begin(.openBrace, expected: "an object")
  }

  /// Steps into the array that comes next.
  public mutating func beginArray() throws {
    try begin(.openBracket, expected: "an array")
  }

  /// The next member's name, or nil after the object's end was consumed. A name that the object
  /// had before is an error.
  public mutating func nextName() throws -> (name: String, position: TextPosition)? {
    guard try next(before: .closeBrace, expected: "`,` or `}`") else { return nil }
    if lexer.byte != .quote { throw try unexpected("a name in double quotes or `}`") }
    let start = try readTokens()
    let text = UnsafeBufferPointer(
      start: lexer.base + start.index + 1, count: lexer.cursor.index - start.index - 2)
    var bytes: [UInt8] = []
    Unescaping.append(text, to: &bytes)
    let name = String(decoding: bytes, as: UTF8.self)
    let first = containers[containers.count - 1].names.updateValue(start.position, forKey: bytes)
    if let first { throw JSONSyntaxError.duplicate(name, at: start.position, first: first) }
    try skipSpace()
    if lexer.byte != .colon { throw try unexpected("`:` after a name") }
    lexer.cursor.index += 1
    try skipSpace()
    return (name, start.position)
  }

  /// Whether an element follows; false after the array's end was consumed.
  public mutating func nextElement() throws -> Bool {
    try next(before: .closeBracket, expected: "`,` or `]`")
  }

  /// For JSON Lines: true if another value follows, false at the end of the text. A value stands on
  /// a line of its own.
  public mutating func hasMore() throws -> Bool {
    try skipSpace()
    if lexer.isAtEnd { return false }
    if lastLine == lexer.cursor.line { throw try unexpected("a line break between two values") }
    return true
  }

  /// Checks that only white space and comments follow.
  public mutating func finish() throws {
    try skipSpace()
    if !lexer.isAtEnd { throw try unexpected("the end of the text", .trailingContent) }
  }

  private mutating func begin(_ bracket: UInt8, expected: String) throws {
    try skipSpace()
    if lexer.byte != bracket { throw try unexpected(expected) }
    if containers.count >= maximumDepth {
      // The reader says it in the same words.
      _ = try readTokens()
    }
    lexer.cursor.index += 1
    containers.append(Container(isObject: bracket == .openBrace))
  }

  /// Steps over a comma or the closing bracket; true if it was no bracket.
  private mutating func next(before closer: UInt8, expected: String) throws -> Bool {
    precondition(
      containers.last?.isObject == (closer == .closeBrace),
      "the innermost container that was begun is of the other kind")
    let innermost = containers.count - 1
    try skipSpace()
    if !containers[innermost].isFresh, lexer.byte != closer {
      if lexer.byte != .comma { throw try unexpected(expected) }
      lexer.cursor.index += 1
      try skipSpace()
    }
    containers[innermost].isFresh = false
    if lexer.byte != closer { return true }
    lexer.cursor.index += 1
    containers.removeLast()
    if containers.isEmpty { lastLine = lexer.cursor.line }
    return false
  }
}

// MARK: - The window

extension JSONScanner {
  private mutating func skipSpace() throws {
    while true {
      do throws(Halt) {
        return try lexer.space()
      } catch {
        try refill(after: error)
      }
    }
  }

  /// Reads one value, whose tokens and bytes stay until the next call.
  private mutating func readTokens() throws -> (index: Int, position: TextPosition) {
    try skipSpace()
    while true {
      let start = lexer.cursor
      let position = lexer.position
      do throws(Halt) {
        try reader.read(&lexer, depth: containers.count)
        if lexer.cursor.index - start.index > maximumValue { throw tooLarge(at: position) }
        if containers.isEmpty { lastLine = lexer.cursor.line }
        return (start.index, position)
      } catch {
        lexer.cursor = start
        try refill(after: error)
      }
    }
  }

  /// Skips a value that is valid and ends in the window; else stays before it, so that its errors
  /// are found in the same order wherever the window ends.
  private mutating func skipWithinWindow() -> Bool {
    let start = lexer.cursor
    do throws(Halt) {
      try reader.read(&lexer, depth: containers.count)
      if containers.isEmpty { lastLine = lexer.cursor.line }
      return true
    } catch {
      lexer.cursor = start
      return false
    }
  }

  private mutating func unexpected(
    _ expected: String, _ kind: JSONSyntaxError.Kind = .unexpectedCharacter
  ) throws -> JSONSyntaxError {
    while true {
      let halt = lexer.unexpected(kind, expected: expected)
      if case .syntax(let error) = halt { return error }
      try refill(after: halt)
    }
  }

  /// Reads more of the text if that was all that halted the lexer.
  private mutating func refill(after halt: Halt) throws {
    if case .syntax(let error) = halt { throw error }
    if lexer.end - lexer.cursor.index > maximumValue {
      if case .syntax(let error) = tooLarge(at: lexer.position) { throw error }
    }
    try window.refill(keepingFrom: lexer.cursor.index)
    lexer.continueIn(window)
    if !hasBegun {
      hasBegun = true
      do throws(Halt) {
        try lexer.beginText()
      } catch {
        try refill(after: error)
      }
    }
  }

  private func tooLarge(at position: TextPosition) -> Halt {
    .syntax(
      JSONSyntaxError(
        .tooLarge(limit: maximumValue), at: position,
        "expected a value of at most \(maximumValue) bytes, found a larger one"))
  }
}
