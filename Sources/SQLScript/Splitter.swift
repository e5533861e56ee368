/// Finds the statements of a script as psql does: a semicolon ends one unless it stands inside
/// parentheses, quotes, a comment or a `BEGIN ATOMIC` body.
struct Splitter {
  let bytes: SourceText
  private(set) var header: [Comment] = []
  /// Of comments after the beginning of the first statement: `-- name: …`.
  private(set) var annotations: [Range<Int>] = []
  private(set) var flaws: [Flaw] = []

  private var lexer: Lexer
  private var position = SourcePosition.start
  private var open: OpenStatement?
  private var isInHeader: Bool
  /// Up to here the text is not needed any more.
  private var passed: Int

  init(_ bytes: SourceText) {
    self.bytes = bytes
    lexer = Lexer(bytes, in: bytes.indices)
    isInHeader = true
    passed = 0
  }

  /// Goes on at the beginning of a statement that was found before.
  init(_ bytes: SourceText, resumingAt start: SourcePosition) {
    self.bytes = bytes
    lexer = Lexer(bytes, in: start.offset..<bytes.endIndex)
    position = start
    isInHeader = false
    passed = start.offset
  }

  /// The next statement; nil at the end of the text.
  mutating func next() -> Statement? {
    while let token = lexer.next() {
      if !token.isClosed, let flaw = Flaw.unterminated(token) {
        // The text ends here: what else is open is open because of this.
        flaws.append(flaw)
        open = nil
        return nil
      }
      switch token.kind {
      case .whitespace, .blockComment: break
      case .lineComment:
        if isInHeader {
          addToHeader(token)
        } else if isAnnotation(token) {
          annotations.append(token.range)
        }
      case .backslash: skipCommand(at: token.range.lowerBound)
      case .semicolon where open == nil: break
      case .semicolon where open?.endsAtSemicolon == true: return finish()
      case .colon where isVariable(token):
        flaws.append(.psqlVariable(at: token.range.lowerBound))
        take(token)
      default: take(token)
      }
    }
    if let flaw = open?.unclosed { flaws.append(flaw) }
    return finish()
  }

  private mutating func take(_ token: Token) {
    if open == nil { open = OpenStatement(at: token.range.lowerBound) }
    isInHeader = false
    if let flaw = open?.take(token, in: bytes) { flaws.append(flaw) }
  }

  private mutating func finish() -> Statement? {
    guard let open else { return nil }
    self.open = nil
    advancePosition(to: open.start)
    let data = open.form == .copyFromStandardInput ? skipCopyData() : nil
    let statement = Statement(
      source: bytes, range: open.start..<open.end, position: position, copyData: data)
    if statement.letsBackslashesEscape {
      // What strings the rest consists of is not known any more.
      flaws.append(.nonconformingStrings(at: open.start))
      lexer.index = bytes.count
    }
    return statement
  }

  private mutating func advancePosition(to target: Int) {
    position.advance(to: target, in: bytes)
    guard position.offset - passed >= SourceText.Pieces.size else { return }
    bytes.letGo(passed..<position.offset)
    passed = position.offset
  }

  private func isAnnotation(_ token: Token) -> Bool {
    let word = bytes[token.range].dropFirst(2).drop(while: \.isSpace).prefix { !$0.isSpace }
    return word.contains(UInt8(ascii: ":"))
  }

  private mutating func addToHeader(_ token: Token) {
    position.advance(to: token.range.lowerBound, in: bytes)
    header.append(Comment(bytes[token.range].dropFirst(2), at: position))
  }

  /// psql reads the data from the line after the one that sends the statement.
  private mutating func skipCopyData() -> Range<Int> {
    var layout = lexer
    while let token = layout.next(), token.isLayout {
      let newline = bytes[token.range].firstIndex(of: .newline)
      if newline != nil, token.kind == .blockComment { break }
      lexer.index = newline ?? token.range.upperBound
      if newline != nil { break }
    }
    if lexer.index < bytes.count {
      if bytes[lexer.index] == .newline {
        lexer.index += 1
      } else {
        flaws.append(.textBeforeCopyData(at: lexer.index))
        lexer.skipLine()
      }
    }
    let start = lexer.index
    var passed = start
    while lexer.index < bytes.count {
      let line = lexer.index
      if line - passed >= SourceText.Pieces.size {
        bytes.letGo(passed..<line)
        passed = line
      }
      lexer.skipLine()
      if bytes[line] == .backslash, bytes[line..<lexer.index].elementsEqual(Self.endOfData) {
        return start..<line
      }
      if lexer.index < bytes.count { lexer.index += 1 }
    }
    return start..<bytes.count
  }

  private static let endOfData: [UInt8] = [.backslash, .period]

  private mutating func skipCommand(at backslash: Int) {
    let command = MetaCommand(at: backslash, in: bytes)
    lexer.index = command.range.upperBound
    guard command.isHarmless, open == nil, lexer.skipKey() else {
      flaws.append(command.flaw)
      lexer.skipLine()
      return
    }
  }

  /// Whether `:'name'` or `:"name"` begins here. Glued to what stands before it, the colon is one
  /// of `json_object('a':'b')` or of an array slice.
  private func isVariable(_ colon: Token) -> Bool {
    let mark = lexer.peek(0)
    guard mark == .quote || mark == .doubleQuote else { return false }
    var end = lexer.index + 1
    while end < bytes.count, bytes[end].isTagPart { end += 1 }
    guard end > lexer.index + 1, end < bytes.count, bytes[end] == mark else { return false }
    guard let open, open.end == colon.range.lowerBound else { return true }
    let before = bytes[open.end - 1]
    return
      !(before.isIdentifierPart || before == .quote || before == .doubleQuote
      || before == .closeParenthesis || before == .closeBracket)
  }
}

extension Lexer {
  /// To the line feed that ends the line, or to the end of the text.
  fileprivate mutating func skipLine() {
    index = bytes[index...].firstIndex(of: .newline) ?? end
  }

  /// Over the one argument of `\restrict`; false if something else stands on the line.
  fileprivate mutating func skipKey() -> Bool {
    let start = index
    skipLine()
    let arguments = bytes[start..<index].split(whereSeparator: \.isSpace)
    return arguments.count == 1 && arguments[0].allSatisfy { $0.isLetter || $0.isDigit }
  }
}
