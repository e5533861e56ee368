/// Brings texts into one canonical form: a record a line where it fits in 100 columns, else an
/// element a line; comments, empty lines between records, numbers' digits, strings' escapes and the
/// order of members stay as they are.
///
/// What it writes it leaves as it is when it reads it again. Memory holds the largest record, not
/// the text.
public struct JSONFormatter {
  public enum Form: Sendable {
    /// One value.
    case document
    /// One value a line.
    case lines
  }

  /// The text was correct when it was checked, and is another one now.
  public struct TextChanged: Error {}

  private var reader: FormatNodeReader
  private var layout = FormatLayout()
  private let isOuter: (_ path: [String]) -> Bool
  private let output: ([UInt8]) throws -> Void

  /// Checks the whole of a text.
  ///
  /// - Throws: `JSONSyntaxError`; what the source throws.
  public static func check(_ source: any ByteSource, form: Form) throws {
    var scanner = JSONScanner(source)
    switch form {
    case .document:
      try scanner.skipValue()
      try scanner.finish()
    case .lines:
      while try scanner.hasMore() { try scanner.skipValue() }
    }
  }

  /// Writes the canonical form of a text, piece by piece.
  ///
  /// - Parameters:
  ///   - source: a text that `check` has found correct.
  ///   - isOuter: whether the array or object to which these members' names lead is spread over
  ///     lines whatever its size, and read element by element; asked only of what is not inside an
  ///     array.
  /// - Throws: `TextChanged`; what `source` and `output` throw.
  public static func format(
    _ source: any ByteSource, form: Form, isOuter: @escaping (_ path: [String]) -> Bool,
    output: @escaping ([UInt8]) throws -> Void
  ) throws {
    var formatter = JSONFormatter(
      reader: try FormatNodeReader(source), isOuter: isOuter, output: output)
    switch form {
    case .document: try formatter.document()
    case .lines: try formatter.lines()
    }
    try formatter.flush()
  }

  private init(
    reader: FormatNodeReader, isOuter: @escaping ([String]) -> Bool,
    output: @escaping ([UInt8]) throws -> Void
  ) {
    self.reader = reader
    self.isOuter = isOuter
    self.output = output
  }

  private mutating func document() throws {
    let comments = try reader.comments()
    let element = try reader.opening(of: false, after: comments)
    let dangling = try write(element, path: [], indent: 0, isFirst: true)
    layout.comments(dangling, indent: 0, isFirst: false)
  }

  private mutating func lines() throws {
    var comments = try reader.comments()
    var isFirst = true
    while reader.token.kind != .end {
      var element = try reader.opening(of: false, after: comments)
      element.value = try reader.node()
      (element.trail, comments) = try reader.trail()
      element.lead.takeUp(element.value.takeCommentsOfLines())
      layout.opening(of: element, indent: 0, isFirst: isFirst)
      layout.append(FormatLayout.line(element.value) ?? [])
      layout.closing(of: element, hasComma: false)
      isFirst = false
      try flush(from: Self.pieceSize)
    }
    layout.comments(comments, indent: 0, isFirst: isFirst)
  }

  /// Writes the element whose value comes next.
  ///
  /// - Returns: the comments behind it that belong to what comes next.
  private mutating func write(
    _ element: FormatElement, path: [String], indent: Int, isFirst: Bool
  ) throws -> [FormatComment] {
    var element = element
    guard case .open(let isObject) = reader.token.kind, isOuter(path) else {
      element.value = try reader.node()
      let (trail, rest) = try reader.trail()
      element.trail = trail
      layout.element(element, indent: indent, isFirst: isFirst, hasComma: hasMore)
      try flush(from: Self.pieceSize)
      return rest
    }
    layout.opening(of: element, indent: indent, isFirst: isFirst)
    try reader.advance()
    var comments = try reader.comments()
    layout.append(isObject ? "{" : "[")
    if reader.token.kind != .close || !comments.isEmpty {
      layout.append("\n")
      var isFirst = true
      while reader.token.kind != .close {
        guard reader.token.kind != .end else { throw TextChanged() }
        let inner = try reader.opening(of: isObject, after: comments)
        // An array's elements are records, and read whole.
        comments =
          isObject
          ? try write(
            inner, path: path + [inner.plainName], indent: indent + FormatLayout.indentation,
            isFirst: isFirst)
          : try writeRecord(inner, indent: indent + FormatLayout.indentation, isFirst: isFirst)
        isFirst = false
      }
      layout.comments(comments, indent: indent + FormatLayout.indentation, isFirst: isFirst)
      layout.space(indent)
    }
    layout.append(isObject ? "}" : "]")
    try reader.advance()
    let (trail, rest) = try reader.trail()
    element.trail = trail
    layout.closing(of: element, hasComma: hasMore)
    return rest
  }

  private mutating func writeRecord(
    _ element: FormatElement, indent: Int, isFirst: Bool
  ) throws -> [FormatComment] {
    var element = element
    element.value = try reader.node()
    let (trail, rest) = try reader.trail()
    element.trail = trail
    layout.element(element, indent: indent, isFirst: isFirst, hasComma: hasMore)
    try flush(from: Self.pieceSize)
    return rest
  }

  /// Whether another element follows in the same array or object.
  private var hasMore: Bool { reader.token.kind != .close && reader.token.kind != .end }

  private static let pieceSize = 1 << 16

  private mutating func flush(from size: Int = 1) throws {
    if layout.text.count >= size { try output(layout.take()) }
  }
}

extension FormatElement {
  fileprivate var plainName: String {
    String(decoding: (name ?? []).dropFirst().dropLast(), as: UTF8.self)
  }
}

extension FormatNode {
  /// Takes out the comments that a single line has no room for.
  fileprivate mutating func takeCommentsOfLines() -> [FormatComment] {
    guard case .container(let isObject, var elements, let dangling) = self else { return [] }
    var taken: [FormatComment] = []
    for index in elements.indices {
      taken += elements[index].lead.own
      elements[index].lead.own = []
      taken += elements[index].value.takeCommentsOfLines()
      taken += elements[index].trail.blocks.filter { !$0.fitsInside }
      elements[index].trail.blocks.removeAll { !$0.fitsInside }
      if let line = elements[index].trail.line { taken.append(line) }
      elements[index].trail.line = nil
    }
    self = .container(isObject: isObject, elements: elements, dangling: [])
    return taken + dangling
  }
}
