/// Reads one whole value into tokens, without recursion and without building anything.
struct ValueReader: ~Copyable {
  /// An array or object whose end is not read yet.
  struct Container {
    /// Its token, or -1 outside all containers.
    var token: Int
    var closer: UInt8
    var count: Int32 = 0
    var names = NameFilter()

    var isObject: Bool { closer == .closeBrace }
  }

  private(set) var tokens = TokenStore()
  private let maximumDepth: Int
  private var outer: [Container] = []
  private var names = NameTable()

  init(maximumDepth: Int) {
    self.maximumDepth = maximumDepth
  }

  /// Reads the value at the lexer's cursor, which `depth` containers enclose already. The ranges
  /// of its tokens are counted from there.
  mutating func read(_ lexer: inout Lexer, depth: Int) throws(Halt) {
    let text = ValueText(lexer)
    tokens.removeAll()
    outer.removeAll(keepingCapacity: true)
    var container = Container(token: -1, closer: 0)
    value: while true {
      let opening = lexer.byte
      if opening == .openBrace || opening == .openBracket {
        if depth + outer.count >= maximumDepth { throw tooDeep(lexer) }
        outer.append(container)
        container = open(opening, in: text, &lexer)
        try lexer.space()
        if lexer.byte != container.closer {
          if container.isObject { try name(of: &container, in: text, &lexer) }
          continue value
        }
        try close(&container, in: text, &lexer)
      } else {
        try scalar(in: text, &lexer)
      }
      while container.token >= 0 {
        container.count += 1
        try lexer.space()
        if lexer.byte == .comma {
          lexer.cursor.index += 1
          try lexer.space()
          if lexer.byte != container.closer {
            if container.isObject { try name(of: &container, in: text, &lexer) }
            continue value
          }
        } else if lexer.byte != container.closer {
          throw lexer.unexpected(expected: container.isObject ? "`,` or `}`" : "`,` or `]`")
        }
        try close(&container, in: text, &lexer)
      }
      return
    }
  }

  @inline(__always)
  private mutating func scalar(in text: ValueText, _ lexer: inout Lexer) throws(Halt) {
    let start = text.offset(lexer)
    switch lexer.byte {
    case .quote:
      let hasEscapes = try lexer.string()
      tokens.append(
        .string, start: start + 1, end: text.offset(lexer) - 1, hasEscapes: hasEscapes)
    case .minus, .zero ... .nine:
      try lexer.number()
      tokens.append(.number, start: start, end: text.offset(lexer))
    case UInt8(ascii: "t"):
      try lexer.literal("true")
      tokens.append(.true, start: start, end: text.offset(lexer))
    case UInt8(ascii: "f"):
      try lexer.literal("false")
      tokens.append(.false, start: start, end: text.offset(lexer))
    case UInt8(ascii: "n"):
      try lexer.literal("null")
      tokens.append(.null, start: start, end: text.offset(lexer))
    default:
      throw lexer.unexpected(expected: "a value")
    }
  }

  /// Reads a member's name and its colon.
  @inline(__always)
  private mutating func name(
    of container: inout Container, in text: ValueText, _ lexer: inout Lexer
  ) throws(Halt) {
    if lexer.byte != .quote { throw lexer.unexpected(expected: "a name in double quotes or `}`") }
    let start = text.offset(lexer) + 1
    let hasEscapes = try lexer.string()
    let name = tokens.count
    tokens.append(.name, start: start, end: text.offset(lexer) - 1, hasEscapes: hasEscapes)
    if container.names.mayHold(tokens[name], of: text),
      container.count < NameTable.smallest,
      let first = text.first(tokens[name], before: name, after: container.token, in: tokens)
    {
      throw text.duplicate(first, tokens[name])
    }
    try lexer.colon()
  }

  @inline(__always)
  private mutating func open(
    _ opening: UInt8, in text: ValueText, _ lexer: inout Lexer
  ) -> Container {
    let isObject = opening == .openBrace
    let container = Container(
      token: tokens.count, closer: isObject ? .closeBrace : .closeBracket)
    let start = text.offset(lexer)
    tokens.append(isObject ? .object : .array, start: start, end: start)
    lexer.cursor.index += 1
    return container
  }

  @inline(__always)
  private mutating func close(
    _ container: inout Container, in text: ValueText, _ lexer: inout Lexer
  ) throws(Halt) {
    lexer.cursor.index += 1
    tokens.close(container.token, end: text.offset(lexer), count: container.count)
    if container.isObject, container.count > NameTable.smallest {
      try names.check(container.token, of: text, in: tokens)
    }
    container = outer.removeLast()
  }

  private func tooDeep(_ lexer: Lexer) -> Halt {
    lexer.fault(
      .tooDeep(limit: maximumDepth),
      "expected at most \(maximumDepth) arrays and objects in each other, found one more")
  }
}
