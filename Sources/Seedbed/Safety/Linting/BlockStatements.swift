internal import SQLGrammar
internal import SQLScript

/// What a DO block would run, with the places of its statements.
struct BlockStatements {
  struct Embedded {
    /// The one statement; nil where it is known only when it runs.
    let script: Script?
    /// Where it stands in the file, or the expression that yields it.
    let offset: Int
    /// Whether it stands there as it is, so that places in it are places in the file.
    let isExact: Bool
  }

  let list: [Embedded]

  init(_ block: Statement, of script: Script) {
    guard let body = PLpgSQLBody(script.text(of: block)) else {
      list = []
      return
    }
    let bytes = script.bytes[block.range]
    var searched = bytes.startIndex
    list = body.statements.map { embedded in
      // They come in the order of the text, so that one that stands there twice is found twice.
      let found = bytes[searched...].firstRange(of: Array(embedded.text.utf8))
      searched = found?.upperBound ?? searched
      let text = embedded.isDynamic ? Self.statement(from: embedded.text) : embedded.text
      let inner = text.flatMap { try? Script($0) }
      return Embedded(
        script: inner?.statements.count == 1 ? inner : nil,
        offset: found?.lowerBound ?? block.range.lowerBound,
        isExact: found != nil && !embedded.isDynamic)
    }
  }

  /// Of a function that is called from a place of the file.
  init(routine: String, calledAt offset: Int) {
    list = (PLpgSQLBody(routine)?.statements ?? []).map { embedded in
      let text = embedded.isDynamic ? Self.statement(from: embedded.text) : embedded.text
      let inner = text.flatMap { try? Script($0) }
      return Embedded(
        script: inner?.statements.count == 1 ? inner : nil, offset: offset, isExact: false)
    }
  }

  /// The statement that an expression of literals yields, with `"?"` for what is put in when it
  /// runs: `'DROP TABLE ' || quote_ident(t)`, `format('DROP TABLE %I', t)`. nil for a variable.
  static func statement(from expression: String) -> String? {
    guard let script = try? Script(expression),
      let tokens = script.statements.first?.tokens
    else { return nil }
    var cursor = TokenCursor(tokens, of: script.bytes)
    if cursor.word == "FORMAT" {
      cursor.step()
      guard var inside = cursor.takeInside(), let template = inside.takeAnyString() else {
        return nil
      }
      return filled(template)
    }
    var text = ""
    var hasLiteral = false
    var isUnknown = false
    while !cursor.isAtEnd {
      if let literal = cursor.takeAnyString() {
        text += literal
        hasLiteral = true
        isUnknown = false
      } else {
        let isOperator = cursor.text(cursor.tokens[cursor.index].range) == "||"
        if !isOperator, !isUnknown { text += "\"?\"" }
        isUnknown = !isOperator
        cursor.skip()
      }
    }
    return hasLiteral ? text : nil
  }

  /// `%I` and `%s` are names, `%L` is a value.
  private static func filled(_ template: String) -> String {
    var text = ""
    var characters = template.makeIterator()
    while let character = characters.next() {
      guard character == "%" else {
        text.append(character)
        continue
      }
      var next = characters.next()
      while let place = next, place.isNumber || place == "$" || place == "-" {
        next = characters.next()
      }
      switch next {
      case "L": text += "'?'"
      case "%": text += "%"
      default: text += "\"?\""
      }
    }
    return text
  }
}

extension TokenCursor {
  /// A string between quotes or dollar signs.
  fileprivate mutating func takeAnyString() -> String? {
    if let string = takeString() { return string }
    guard !isAtEnd, tokens[index].kind == .dollarString else { return nil }
    let written = text(tokens[index].range)
    step()
    guard let end = written.dropFirst().firstIndex(of: "$") else { return nil }
    let tag = written[...end].count
    return String(written.dropFirst(tag).dropLast(tag))
  }
}
