internal import SQLScript

/// Reads a statement token by token: a place in it, and what stands there.
struct TokenCursor {
  let source: SourceText
  let tokens: [Token]
  private(set) var index = 0

  init(_ tokens: [Token], of source: SourceText) {
    self.tokens = tokens
    self.source = source
  }

  var isAtEnd: Bool { index >= tokens.count }

  /// Where the next token begins; at the end, where the last one ends.
  var offset: Int {
    isAtEnd ? tokens.last?.range.upperBound ?? 0 : tokens[index].range.lowerBound
  }

  /// Where the token before ends.
  var endOfLast: Int { index == 0 ? offset : tokens[index - 1].range.upperBound }

  func text(_ range: Range<Int>) -> String { String(decoding: source[range], as: UTF8.self) }

  /// The next word in capitals; nil where something else is next.
  var word: String? { word(at: 0) }

  func word(at distance: Int) -> String? {
    guard index + distance < tokens.count, tokens[index + distance].kind == .word else {
      return nil
    }
    return text(tokens[index + distance].range).uppercased()
  }

  func isNext(_ words: String...) -> Bool { isNext(words) }

  private func isNext(_ words: [String]) -> Bool {
    words.indices.allSatisfy { word(at: $0) == words[$0] }
  }

  /// Takes the words if all of them are next, in this order.
  mutating func take(_ words: String...) -> Bool {
    guard isNext(words) else { return false }
    index += words.count
    return true
  }

  /// Takes and names the next word if it is one of these.
  mutating func takeAny(_ words: Set<String>) -> String? {
    guard let word, words.contains(word) else { return nil }
    index += 1
    return word
  }

  mutating func takeWord() -> String? {
    guard let word else { return nil }
    index += 1
    return word
  }

  func isSymbol(_ symbol: Character) -> Bool {
    guard !isAtEnd, tokens[index].range.count == 1 else { return false }
    return source[tokens[index].range.lowerBound] == symbol.asciiValue
  }

  mutating func takeSymbol(_ symbol: Character) -> Bool {
    guard isSymbol(symbol) else { return false }
    index += 1
    return true
  }

  /// A name with or without quotes, folded as the server does.
  mutating func takeIdentifier() -> String? {
    guard !isAtEnd else { return nil }
    let token = tokens[index]
    switch token.kind {
    case .word:
      index += 1
      return text(token.range).lowercased()
    case .quotedIdentifier:
      index += 1
      let quoted = text(token.range)
      guard let start = quoted.firstIndex(of: "\"") else { return quoted }
      return String(quoted[quoted.index(after: start)...].dropLast()).replacing("\"\"", with: "\"")
    default: return nil
    }
  }

  /// A name, qualified or not; of `database.schema.name` the first part says nothing.
  mutating func takeName() -> RelationName? {
    guard var name = takeIdentifier() else { return nil }
    var schema: String?
    while takeSymbol(".") {
      guard let next = takeIdentifier() else { return nil }
      schema = name
      name = next
    }
    return RelationName(name, schema: schema)
  }

  /// `ONLY name *`, of which the marks are taken too.
  mutating func takeTable() -> RelationName? {
    let isOnly = take("ONLY")
    let isWrapped = isOnly && takeSymbol("(")
    let name = takeName()
    _ = takeSymbol("*")
    if isWrapped { _ = takeSymbol(")") }
    return name
  }

  mutating func takeIfExists() -> Bool { take("IF", "EXISTS") }
  mutating func takeIfNotExists() -> Bool { take("IF", "NOT", "EXISTS") }

  /// A string's value where it is a plain one.
  mutating func takeString() -> String? {
    guard !isAtEnd, tokens[index].kind == .string else { return nil }
    let text = text(tokens[index].range)
    index += 1
    guard let start = text.firstIndex(of: "'") else { return nil }
    return String(text[text.index(after: start)...].dropLast()).replacing("''", with: "'")
  }

  /// What stands between the parenthesis that is next and the one that closes it, both taken.
  mutating func takeParenthesised() -> Range<Int>? {
    guard !isAtEnd, tokens[index].kind == .openParenthesis else { return nil }
    let start = tokens[index].range.upperBound
    skip()
    return start..<tokens[index - 1].range.lowerBound
  }

  /// Names between parentheses: `(a, b)`; nil, and all taken, where something else stands there.
  mutating func takeNames() -> [String]? {
    guard var inner = takeInside() else { return nil }
    var names: [String] = []
    repeat {
      guard let name = inner.takeIdentifier() else { return nil }
      names.append(name)
    } while inner.takeSymbol(",")
    return inner.isAtEnd ? names : nil
  }

  /// A cursor over what stands between the parentheses that are next, which are taken.
  mutating func takeInside() -> TokenCursor? {
    let first = index + 1
    guard takeParenthesised() != nil else { return nil }
    return TokenCursor(Array(tokens[first..<max(first, index - 1)]), of: source)
  }

  /// Over the next token; over a parenthesis together with all up to the one that closes it.
  mutating func skip() {
    var depth = 0
    while !isAtEnd {
      switch tokens[index].kind {
      case .openParenthesis: depth += 1
      case .closeParenthesis: depth -= 1
      case .symbol where isSymbol("["): depth += 1
      case .symbol where isSymbol("]"): depth -= 1
      default: break
      }
      index += 1
      if depth <= 0 { return }
    }
  }

  /// Over one token, parenthesis or not.
  mutating func step() { index += 1 }

  /// Up to the first of these words outside parentheses, or to the end.
  mutating func skip(to words: Set<String>) {
    while !isAtEnd {
      if let word, words.contains(word) { return }
      skip()
    }
  }

  mutating func skipToEnd() { index = tokens.count }

  /// The parts between commas outside parentheses, from here to the end.
  mutating func takeList() -> [TokenCursor] {
    var parts: [TokenCursor] = []
    var start = index
    while !isAtEnd {
      if isSymbol(",") {
        parts.append(TokenCursor(Array(tokens[start..<index]), of: source))
        index += 1
        start = index
      } else {
        skip()
      }
    }
    if start < index { parts.append(TokenCursor(Array(tokens[start..<index]), of: source)) }
    return parts
  }

  /// From the first token to the last.
  var range: Range<Int> {
    guard let first = tokens.first, let last = tokens.last else { return 0..<0 }
    return first.range.lowerBound..<last.range.upperBound
  }
}
