/// Lays values out: on one line where they fit, else an element a line.
struct FormatLayout {
  static let width = 100
  static let indentation = 2

  private(set) var text: [UInt8] = []

  /// The text so far, which is then forgotten.
  mutating func take() -> [UInt8] {
    defer { text.removeAll(keepingCapacity: true) }
    return text
  }

  mutating func append(_ text: String) { self.text.append(contentsOf: text.utf8) }
  mutating func append(_ text: [UInt8]) { self.text += text }

  // MARK: Elements

  /// Writes an element on lines of its own.
  mutating func element(_ element: FormatElement, indent: Int, isFirst: Bool, hasComma: Bool) {
    opening(of: element, indent: indent, isFirst: isFirst)
    let start = indent + Self.columns(of: Self.head(of: element))
    let behind =
      element.trail.blocks.reduce(hasComma ? 1 : 0) { $0 + 1 + Self.columns(of: $1.text) }
    value(element.value, indent: indent, start: start, behind: behind)
    closing(of: element, hasComma: hasComma)
  }

  /// Writes all that stands before an element's value.
  mutating func opening(of element: FormatElement, indent: Int, isFirst: Bool) {
    comments(element.lead.own, indent: indent, isFirst: isFirst)
    if element.lead.hasBlankLine, !isFirst || !element.lead.own.isEmpty { append("\n") }
    space(indent)
    text += Self.head(of: element)
  }

  /// Writes all that stands behind an element's value, with the line break.
  mutating func closing(of element: FormatElement, hasComma: Bool) {
    for comment in element.trail.blocks {
      append(" ")
      text += comment.text
    }
    if hasComma { append(",") }
    if let line = element.trail.line {
      append(" ")
      text += line.text
    }
    append("\n")
  }

  /// Writes comments on lines of their own.
  mutating func comments(_ comments: [FormatComment], indent: Int, isFirst: Bool) {
    for (index, comment) in comments.enumerated() {
      if comment.lineBreaks > 1, !isFirst || index > 0 { append("\n") }
      space(indent)
      text += comment.text
      append("\n")
    }
  }

  mutating func space(_ count: Int) {
    text.append(contentsOf: repeatElement(UInt8.space, count: count))
  }

  /// The comments and the name before a value.
  private static func head(of element: FormatElement) -> [UInt8] {
    var head: [UInt8] = []
    for comment in element.lead.inline { head += comment.text + [.space] }
    if let name = element.name { head += name + [.colon, .space] }
    for comment in element.prefix { head += comment.text + [.space] }
    return head
  }

  // MARK: Values

  private mutating func value(_ node: FormatNode, indent: Int, start: Int, behind: Int) {
    guard case .container(let isObject, let elements, let dangling) = node else {
      if case .scalar(let scalar) = node { text += scalar }
      return
    }
    if let line = Self.line(node), start + Self.columns(of: line) + behind <= Self.width {
      text += line
      return
    }
    append(isObject ? "{\n" : "[\n")
    let inner = indent + Self.indentation
    if dangling.isEmpty, let numbers = Self.numbers(elements) {
      fill(numbers, indent: inner)
    } else {
      for (index, element) in elements.enumerated() {
        self.element(
          element, indent: inner, isFirst: index == 0, hasComma: index < elements.count - 1)
      }
      comments(dangling, indent: inner, isFirst: elements.isEmpty)
    }
    space(indent)
    append(isObject ? "}" : "]")
  }

  /// As many on a line as fit.
  private mutating func fill(_ numbers: [[UInt8]], indent: Int) {
    space(indent)
    var column = indent
    for (index, number) in numbers.enumerated() {
      let comma = index < numbers.count - 1 ? 1 : 0
      if index > 0 {
        if column + 1 + number.count + comma > Self.width {
          append("\n")
          space(indent)
          column = indent
        } else {
          append(" ")
          column += 1
        }
      }
      text += number
      if comma > 0 { append(",") }
      column += number.count + comma
    }
    append("\n")
  }

  private static func numbers(_ elements: [FormatElement]) -> [[UInt8]]? {
    var numbers: [[UInt8]] = []
    for element in elements {
      guard case .scalar(let text) = element.value, text.first != .quote, element.name == nil,
        element.lead.own.isEmpty, element.lead.inline.isEmpty, element.trail.blocks.isEmpty,
        element.trail.line == nil
      else { return nil }
      numbers.append(text)
    }
    return numbers.isEmpty ? nil : numbers
  }

  // MARK: One line

  /// The value on one line; nil where a comment needs a line's end.
  static func line(_ node: FormatNode) -> [UInt8]? {
    guard case .container(let isObject, let elements, let dangling) = node else {
      guard case .scalar(let text) = node else { return nil }
      return text
    }
    guard dangling.isEmpty else { return nil }
    var text: [UInt8] = [isObject ? .openBrace : .openBracket]
    for (index, element) in elements.enumerated() {
      guard element.lead.own.isEmpty, element.trail.line == nil,
        element.trail.blocks.allSatisfy(\.fitsInside), let value = line(element.value)
      else { return nil }
      if index > 0 { text += [.comma, .space] }
      text += head(of: element) + value
      for comment in element.trail.blocks { text += [.space] + comment.text }
    }
    text.append(isObject ? .closeBrace : .closeBracket)
    return text
  }

  /// Counted in Unicode scalars, as places in errors are.
  static func columns(of text: [UInt8]) -> Int {
    text.reduce(0) { $1.continuesScalar ? $0 : $0 + 1 }
  }
}
