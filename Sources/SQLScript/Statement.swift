/// One statement of a script, as it is sent to the server.
public struct Statement: Sendable {
  /// The script's whole text, shared with it.
  let source: SourceText
  /// From the first token to the last: without comments before, and without the semicolon.
  public let range: Range<Int>
  /// Of the first token.
  public let position: SourcePosition
  /// For `COPY … FROM STDIN`: the lines of data, without the line `\.` that ends them; may be empty.
  public let copyData: Range<Int>?

  /// The first twelve words outside quotes, in capitals: key words and names alike.
  public var words: [String] {
    var words: [String] = []
    var lexer = Lexer(source, in: range)
    while words.count < 12, let token = lexer.next() {
      if token.kind == .word { words.append(uppercased(token)) }
    }
    return words
  }

  /// The first of them; nil where it begins with something else.
  public var firstWord: String? {
    var lexer = Lexer(source, in: range)
    return lexer.next().flatMap { $0.kind == .word ? uppercased($0) : nil }
  }

  /// Whether it wants values for `$1` and the like.
  public var hasParameters: Bool {
    guard source[range].contains(.dollar) else { return false }
    var lexer = Lexer(source, in: range)
    while let token = lexer.next() {
      if token.kind == .parameter { return true }
    }
    return false
  }

  /// The tokens without comments and white space.
  public var tokens: [Token] {
    var tokens: [Token] = []
    var lexer = Lexer(source, in: range)
    while let token = lexer.next() {
      if !token.isLayout { tokens.append(token) }
    }
    return tokens
  }

  /// Whether its last word outside quotes is this one, in capitals.
  public func ends(in word: String) -> Bool {
    var lexer = Lexer(source, in: range)
    var last: Token?
    while let token = lexer.next() {
      if !token.isLayout { last = token }
    }
    return last.map { $0.kind == .word && uppercased($0) == word } ?? false
  }

  func uppercased(_ token: Token) -> String {
    String(decoding: source[token.range].map(\.uppercased), as: UTF8.self)
  }
}
