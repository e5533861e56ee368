internal import CYAML

/// Reads YAML 1.1 with libyaml. No pointer of libyaml's leaves this file.
///
/// The libraries over it compile its sources anew and decode with all of Foundation, which would make
/// the program several times as large; what an import needs is a tree with lines.
public enum YAMLDocument {
  /// More values than this, counted with every alias, or deeper ones, are refused: a short text can
  /// stand for any number of them.
  private static let maximumCount = 4 << 20
  private static let maximumDepth = 256

  /// The first document of a text in UTF-8; nil where there is none.
  ///
  /// - Throws: `YAMLError`.
  public static func parse(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode? {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) != 0 else {
      throw YAMLError(message: "out of memory", line: 1, column: 1)
    }
    defer { yaml_parser_delete(parser) }
    // libyaml reads from this copy until the parser is deleted.
    let copy = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(1, bytes.count))
    _ = copy.initialize(from: bytes)
    defer { copy.deallocate() }
    yaml_parser_set_input_string(parser, copy.baseAddress, bytes.count)
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    let document = UnsafeMutablePointer<yaml_document_t>.allocate(capacity: 1)
    document.initialize(to: yaml_document_t())
    defer { document.deallocate() }
    guard yaml_parser_load(parser, document) != 0 else { throw error(of: parser) }
    defer { yaml_document_delete(document) }
    guard let root = yaml_document_get_root_node(document) else { return nil }
    var count = 0
    return try node(root, in: document, depth: 0, count: &count)
  }

  private static func error(of parser: UnsafeMutablePointer<yaml_parser_t>) -> YAMLError {
    let mark = parser.pointee.problem_mark
    let message = parser.pointee.problem.map { String(cString: $0) } ?? "it cannot be read"
    return YAMLError(message: message, line: mark.line + 1, column: mark.column + 1)
  }

  private static func node(
    _ node: UnsafeMutablePointer<yaml_node_t>, in document: UnsafeMutablePointer<yaml_document_t>,
    depth: Int, count: inout Int
  ) throws(YAMLError) -> YAMLNode {
    let line = node.pointee.start_mark.line + 1
    let column = node.pointee.start_mark.column + 1
    count += 1
    guard depth < maximumDepth, count < maximumCount else {
      throw YAMLError(message: "its aliases stand for too many values", line: line, column: column)
    }
    func part(_ index: Int32) throws(YAMLError) -> YAMLNode {
      guard let part = yaml_document_get_node(document, index) else {
        throw YAMLError(message: "it cannot be read", line: line, column: column)
      }
      return try Self.node(part, in: document, depth: depth + 1, count: &count)
    }
    let content: YAMLNode.Content
    switch node.pointee.type {
    case YAML_SEQUENCE_NODE:
      let items = node.pointee.data.sequence.items
      var elements: [YAMLNode] = []
      var item = items.start
      while let current = item, current != items.top {
        elements.append(try part(current.pointee))
        item = current + 1
      }
      content = .sequence(elements)
    case YAML_MAPPING_NODE:
      let pairs = node.pointee.data.mapping.pairs
      var members: [(key: YAMLNode, value: YAMLNode)] = []
      var pair = pairs.start
      while let current = pair, current != pairs.top {
        members.append((try part(current.pointee.key), try part(current.pointee.value)))
        pair = current + 1
      }
      content = .mapping(members)
    default:
      let scalar = node.pointee.data.scalar
      let text = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      content = .scalar(
        String(decoding: text, as: UTF8.self), isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
    }
    let tag = node.pointee.tag.map { String(cString: $0) } ?? ""
    return YAMLNode(content: content, tag: tag, line: line, column: column)
  }
}
