/// Reads SQL token by token by psql's rules (PostgreSQL manual, section 4.1 "Lexical Structure").
///
/// Reads every byte sequence to its end: what is no token is a symbol of one byte.
struct Lexer {
  let bytes: SourceText
  let end: Int
  /// Where the next token begins.
  var index: Int

  private var escapes = EscapeContinuation.none
  /// Up to here every `+` and `-` is known to be a token of its own, so that a long run of them is
  /// looked through once.
  private var signsEnd = 0

  /// `E'a'`, white space with a line break and `'b'` are one constant to the server, and the
  /// backslash rules of the first part hold in the second (section 4.1.2.2).
  private enum EscapeContinuation { case none, afterString, afterLineBreak }

  init(_ bytes: SourceText, in range: Range<Int>) {
    self.bytes = bytes
    index = range.lowerBound
    end = range.upperBound
  }

  mutating func next() -> Token? {
    guard index < end else { return nil }
    let start = index
    let (kind, isClosed) = advance()
    let token = Token(kind: kind, range: start..<index, isClosed: isClosed)
    if escapes != .none || kind == .string { followEscapes(after: token) }
    return token
  }

  /// The byte so many places after the index, or 0 past the end.
  func peek(_ distance: Int) -> UInt8 {
    index + distance < end ? bytes[index + distance] : 0
  }

  private mutating func advance() -> (Token.Kind, isClosed: Bool) {
    let byte = bytes[index]
    if byte.isIdentifierStart { return advanceOverWord(byte) }
    if byte.isSpace {
      skipSpace()
      return (.whitespace, true)
    }
    if byte.isDigit || byte == .period && peek(1).isDigit {
      advanceOverNumber()
      return (.number, true)
    }
    switch byte {
    case .quote:
      index += 1
      return (
        .string,
        escapes == .afterLineBreak ? skipEscapeString() : skipQuoted(by: .quote)
      )
    case .doubleQuote:
      index += 1
      return (.quotedIdentifier, skipQuoted(by: .doubleQuote))
    case .dollar: return advanceOverDollar()
    case .minus where peek(1) == .minus:
      while index < end, bytes[index] != .newline { index += 1 }
      return (.lineComment, true)
    case .slash where peek(1) == .asterisk: return (.blockComment, skipBlockComment())
    case .colon where peek(1) == .colon || peek(1) == .equals:
      index += 2
      return (.symbol, true)
    case .period where peek(1) == .period:
      index += 2
      return (.symbol, true)
    default: break
    }
    if byte.isOperator {
      advanceOverOperator()
      return (.symbol, true)
    }
    index += 1
    return (Self.kind(ofSingle: byte), true)
  }

  /// Where a part of a file was blanked, very much of it.
  private mutating func skipSpace() {
    var passed = index
    while index < end, bytes[index].isSpace {
      index += 1
      if index - passed > SourceText.Pieces.size {
        bytes.letGo(passed..<index)
        passed = index
      }
    }
  }

  private static func kind(ofSingle byte: UInt8) -> Token.Kind {
    switch byte {
    case .openParenthesis: .openParenthesis
    case .closeParenthesis: .closeParenthesis
    case .semicolon: .semicolon
    case .colon: .colon
    case .backslash: .backslash
    default: .symbol
    }
  }

  private mutating func advanceOverWord(_ first: UInt8) -> (Token.Kind, isClosed: Bool) {
    switch first.uppercased {
    case UInt8(ascii: "E") where peek(1) == .quote:
      index += 2
      return (.string, skipEscapeString())
    case UInt8(ascii: "B") where peek(1) == .quote, UInt8(ascii: "X") where peek(1) == .quote,
      UInt8(ascii: "N") where peek(1) == .quote:
      index += 2
      return (.string, skipQuoted(by: .quote))
    case UInt8(ascii: "U") where peek(1) == .ampersand && peek(2) == .quote:
      index += 3
      return (.string, skipQuoted(by: .quote))
    case UInt8(ascii: "U") where peek(1) == .ampersand && peek(2) == .doubleQuote:
      index += 3
      return (.quotedIdentifier, skipQuoted(by: .doubleQuote))
    default:
      while index < end, bytes[index].isIdentifierPart { index += 1 }
      return (.word, true)
    }
  }

  /// Letters glued to a number belong to it, as the server has it since version 15.
  private mutating func advanceOverNumber() {
    let isPrefixed = bytes[index] == UInt8(ascii: "0") && peek(1).isLetter
    var hasPoint = false
    var hasLetter = false
    while index < end {
      let byte = bytes[index]
      if byte.isTagPart || byte == .dollar && hasLetter {
        hasLetter = hasLetter || byte.isIdentifierStart
        index += 1
        if !isPrefixed, byte | 0x20 == UInt8(ascii: "e"), peek(0).isSign, peek(1).isDigit {
          index += 1
        }
      } else if byte == .period, !hasPoint, peek(1) != .period {
        hasPoint = true
        index += 1
      } else {
        return
      }
    }
  }

  /// An operator ends before a comment, and ends in `+` or `-` only if it holds one of the
  /// characters that allow it (section 4.1.3).
  private mutating func advanceOverOperator() {
    let start = index
    guard start >= signsEnd else {
      index += 1
      return
    }
    var lastOther: Int?
    var mayEndInSign = false
    while index < end, bytes[index].isOperator {
      let byte = bytes[index]
      if byte == .minus && peek(1) == .minus || byte == .slash && peek(1) == .asterisk { break }
      if !byte.isSign { lastOther = index }
      mayEndInSign = mayEndInSign || byte.allowsTrailingSign
      index += 1
    }
    if mayEndInSign { return }
    signsEnd = index
    index = (lastOther ?? start) + 1
  }

  private mutating func followEscapes(after token: Token) {
    switch token.kind {
    case .string:
      let first = bytes[token.range.lowerBound]
      let continues = first == .quote && escapes == .afterLineBreak
      escapes = continues || first.uppercased == UInt8(ascii: "E") ? .afterString : .none
    case .whitespace:
      if bytes[token.range].contains(.newline) { escapes = .afterLineBreak }
    case .lineComment: break
    default: escapes = .none
    }
  }
}
