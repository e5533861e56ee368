/// A token of a text that is known to be correct, as it is written; comments are tokens, too.
struct FormatToken {
  enum Kind: Equatable {
    case open(isObject: Bool)
    case close
    case comma
    case colon
    /// A string or name with its quotes, a number, `true`, `false` or `null`.
    case scalar
    case lineComment
    case blockComment
    case end
  }

  var kind: Kind
  var text: [UInt8] = []
  /// How many lines end in the white space before it.
  var lineBreaks: Int
}

/// Reads the tokens of a text that a scanner has found correct, one at a time.
///
/// It checks nothing, so that the scanner, which has to be fast, need not know of comments; memory
/// holds one token.
struct FormatTokenReader {
  private var source: any ByteSource
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var index = 0
  private var count = 0

  init(_ source: any ByteSource) { self.source = source }

  mutating func next() throws -> FormatToken {
    var lineBreaks = 0
    while let byte = try peek() {
      switch byte {
      case .lineFeed:
        lineBreaks += 1
        index += 1
      // A byte order mark can only stand at the beginning.
      case .space, .tab, .carriageReturn, 0xEF, 0xBB, 0xBF: index += 1
      case .slash: return try comment(lineBreaks)
      case .quote: return try string(lineBreaks)
      case .openBrace, .openBracket:
        index += 1
        return FormatToken(kind: .open(isObject: byte == .openBrace), lineBreaks: lineBreaks)
      case .closeBrace, .closeBracket:
        index += 1
        return FormatToken(kind: .close, lineBreaks: lineBreaks)
      case .comma:
        index += 1
        return FormatToken(kind: .comma, lineBreaks: lineBreaks)
      case .colon:
        index += 1
        return FormatToken(kind: .colon, lineBreaks: lineBreaks)
      default: return try word(lineBreaks)
      }
    }
    return FormatToken(kind: .end, lineBreaks: lineBreaks)
  }

  private mutating func peek() throws -> UInt8? {
    if index == count {
      count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
      index = 0
      if count == 0 { return nil }
    }
    return buffer[index]
  }

  private mutating func string(_ lineBreaks: Int) throws -> FormatToken {
    var text: [UInt8] = []
    var isEscaped = false
    while let byte = try peek() {
      text.append(byte)
      index += 1
      if isEscaped {
        isEscaped = false
      } else if byte == .backslash {
        isEscaped = true
      } else if byte == .quote, text.count > 1 {
        break
      }
    }
    return FormatToken(kind: .scalar, text: text, lineBreaks: lineBreaks)
  }

  private mutating func word(_ lineBreaks: Int) throws -> FormatToken {
    var text: [UInt8] = []
    loop: while let byte = try peek() {
      switch byte {
      case ...UInt8.space, .comma, .colon, .slash, .quote, .openBrace, .openBracket, .closeBrace,
        .closeBracket:
        break loop
      default:
        text.append(byte)
        index += 1
      }
    }
    if text.isEmpty { index += 1 }
    return FormatToken(kind: .scalar, text: text, lineBreaks: lineBreaks)
  }

  /// Without carriage returns, and a line's without the white space behind it.
  private mutating func comment(_ lineBreaks: Int) throws -> FormatToken {
    var text: [UInt8] = []
    var isLine = false
    while let byte = try peek() {
      if text.count == 2 { isLine = text[1] == .slash }
      if isLine, byte == .lineFeed { break }
      index += 1
      if byte != .carriageReturn { text.append(byte) }
      if !isLine, text.count >= 4, text.suffix(2).elementsEqual([.asterisk, .slash]) { break }
    }
    if isLine { while let last = text.last, last <= .space { text.removeLast() } }
    return FormatToken(
      kind: isLine ? .lineComment : .blockComment, text: text, lineBreaks: lineBreaks)
  }
}
