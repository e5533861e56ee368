/// Reads values with their comments from tokens, and decides what each comment belongs to.
struct FormatNodeReader {
  private var tokens: FormatTokenReader
  /// The token that comes next.
  private(set) var token = FormatToken(kind: .end, lineBreaks: 0)

  init(_ source: any ByteSource) throws {
    tokens = FormatTokenReader(source)
    try advance()
  }

  mutating func advance() throws { token = try tokens.next() }

  /// The comments up to the next token that is none.
  mutating func comments() throws -> [FormatComment] {
    var comments: [FormatComment] = []
    while token.kind == .lineComment || token.kind == .blockComment {
      comments.append(
        FormatComment(
          text: token.text, isLine: token.kind == .lineComment, lineBreaks: token.lineBreaks))
      try advance()
    }
    return comments
  }

  /// Reads the value that comes next, whole.
  mutating func node() throws -> FormatNode {
    guard case .open(let isObject) = token.kind else {
      guard token.kind == .scalar else { throw JSONFormatter.TextChanged() }
      let text = token.text
      try advance()
      return .scalar(text)
    }
    try advance()
    var elements: [FormatElement] = []
    var comments = try comments()
    while token.kind != .close {
      var element = try opening(of: isObject, after: comments)
      element.value = try node()
      (element.trail, comments) = try trail()
      elements.append(element)
    }
    try advance()
    return .container(isObject: isObject, elements: elements, dangling: comments)
  }

  /// Reads an element up to its value, which stays null.
  mutating func opening(
    of isObject: Bool, after comments: [FormatComment]
  ) throws -> FormatElement {
    var element = FormatElement(
      lead: FormatLead(comments, before: token.lineBreaks), value: .scalar([]))
    guard isObject else { return element }
    guard token.kind == .scalar else { throw JSONFormatter.TextChanged() }
    element.name = token.text
    try advance()
    var between = try self.comments()
    guard token.kind == .colon else { throw JSONFormatter.TextChanged() }
    try advance()
    between += try self.comments()
    element.prefix = between.filter(\.fitsInside)
    element.lead.takeUp(between.filter { !$0.fitsInside })
    return element
  }

  /// Reads what follows an element's value, with the comma: what belongs to it, and the comments
  /// that belong to what comes next.
  mutating func trail() throws -> (FormatTrail, [FormatComment]) {
    var trail = FormatTrail()
    let before = try comments()
    guard token.kind == .comma else {
      let onLine = before.prefix { $0.lineBreaks == 0 }
      let rest = onLine.filter { !trail.take($0) }
      return (trail, rest + before.dropFirst(onLine.count))
    }
    var rest = before.filter { !trail.take($0) }
    try advance()
    let after = try comments()
    let onLine = after.prefix { $0.lineBreaks == 0 }
    if onLine.count < after.count || token.lineBreaks > 0 || token.kind == .close {
      rest += onLine.filter { !trail.take($0) } + after.dropFirst(onLine.count)
    } else {
      rest += after
    }
    return (trail, rest)
  }
}
