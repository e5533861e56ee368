#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes from the start of the value being read.
struct ValueText {
  private let base: UnsafePointer<UInt8>
  private let startIndex: Int
  private let start: TextPosition

  init(_ lexer: Lexer) {
    base = lexer.base + lexer.cursor.index
    startIndex = lexer.cursor.index
    start = lexer.position
  }

  /// How far the lexer is from the value's start.
  @inline(__always)
  func offset(_ lexer: borrowing Lexer) -> Int { lexer.cursor.index - startIndex }

  func bytes(of token: Tape.Token) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + Int(token.start), count: Int(token.end - token.start))
  }

  /// The bytes of a name with its escapes replaced.
  func unescaped(_ name: Tape.Token) -> [UInt8] {
    var text: [UInt8] = []
    Unescaping.append(bytes(of: name), to: &text)
    return text
  }

  func areEqual(_ left: Tape.Token, _ right: Tape.Token) -> Bool {
    if left.hasEscapes || right.hasEscapes { return unescaped(left) == unescaped(right) }
    let count = left.end - left.start
    return count == right.end - right.start
      && memcmp(base + Int(left.start), base + Int(right.start), Int(count)) == 0
  }

  /// The first member of the object at `container` with the same name as the one at `index`.
  func first(
    _ name: Tape.Token, before index: Int, after container: Int, in tokens: borrowing TokenStore
  ) -> Tape.Token? {
    var other = container + 1
    while other < index {
      if areEqual(tokens[other], name) { return tokens[other] }
      other = Int(tokens[other + 1].next)
    }
    return nil
  }

  func duplicate(_ first: Tape.Token, _ second: Tape.Token) -> Halt {
    .syntax(
      .duplicate(
        String(decoding: unescaped(second), as: UTF8.self), at: position(of: second),
        first: position(of: first)))
  }

  private func position(of name: Tape.Token) -> TextPosition {
    start.advanced(over: UnsafeBufferPointer(start: base, count: Int(name.start) - 1))
  }
}

extension JSONSyntaxError {
  static func duplicate(
    _ name: String, at position: TextPosition, first: TextPosition
  ) -> JSONSyntaxError {
    let shown = name.unicodeScalars.count > 100 ? "\(name.prefix(100))…" : name
    return JSONSyntaxError(
      .duplicateName(first: first), at: position,
      "expected each name once in an object, found `\(shown)` again after \(first)")
  }
}
