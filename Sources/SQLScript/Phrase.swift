/// A statement read from its beginning, token by token, without comments and white space.
struct Phrase {
  private let statement: Statement
  private var lexer: Lexer
  private var current: Token?

  init(_ statement: Statement) {
    self.statement = statement
    lexer = Lexer(statement.source, in: statement.range)
    advance()
  }

  var isAtEnd: Bool { current == nil }

  private mutating func advance() {
    repeat { current = lexer.next() } while current?.isLayout == true
  }

  /// The next word in capitals; nil, and nothing taken, if something else is next.
  mutating func takeWord() -> String? {
    guard let token = current, token.kind == .word else { return nil }
    advance()
    return statement.uppercased(token)
  }

  mutating func take(_ keyword: String) -> Bool {
    guard let token = current, token.kind == .word,
      statement.source.spells(keyword, at: token.range)
    else { return false }
    advance()
    return true
  }

  /// A name with or without quotes, qualified or not.
  mutating func skipName() {
    repeat {
      guard current?.kind == .word || current?.kind == .quotedIdentifier else { return }
      advance()
    } while take(.period)
  }

  mutating func take(_ mark: UInt8) -> Bool {
    guard let token = current, token.range.count == 1,
      statement.source[token.range.lowerBound] == mark
    else { return false }
    advance()
    return true
  }

  /// Past the next `keyword`; false, and at the end, if there is none.
  mutating func skip(past keyword: String) -> Bool {
    while !isAtEnd {
      if take(keyword) { return true }
      advance()
    }
    return false
  }

  /// `(name [=] [value], …)`: names in small letters, no value as the empty string, values without
  /// their quotes. Empty, and nothing taken, if no parenthesis is next.
  mutating func takeOptions() -> [String: String] {
    var options: [String: String] = [:]
    guard take(.openParenthesis) else { return options }
    while !isAtEnd, !take(.closeParenthesis) {
      let name = takeValue().lowercased()
      _ = take(.equals)
      var value = ""
      while !isAtEnd, current?.kind != .closeParenthesis, !take(UInt8(ascii: ",")) {
        value += takeValue()
      }
      options[name] = value
    }
    return options
  }

  /// The next token, a value without its quotes; empty at the end.
  mutating func takeValue() -> String {
    guard let token = current, token.kind != .closeParenthesis else { return "" }
    advance()
    let bytes = statement.source[token.range]
    let isQuoted = token.kind == .string || token.kind == .quotedIdentifier
    return String(
      decoding: isQuoted ? bytes.dropFirst().dropLast() : bytes, as: UTF8.self)
  }
}
