internal import CPgQuery
public import JSON

/// The parse tree of one statement, by the grammar of PostgreSQL 15 as libpg_query carries it.
///
/// A statement of a newer grammar has none, and nor has one that is too long or too deep to be worth
/// one: that is no error, and who asks has to do without.
public struct ParseTree: Sendable {
  /// `{"AlterTableStmt": {…}}`. Every `location` counts bytes from the statement's beginning.
  public let statement: JSONValue

  /// Longer texts hold data, and no definitions.
  public static let longestText = 1 << 20

  /// Of the tree's JSON. Beyond it lie only expressions that no person has written.
  static let deepestTree = 200

  public init?(_ sql: String) {
    guard let tree = ParseTree.trees([sql])[0] else { return nil }
    self = tree
  }

  private init?(json: String) {
    let bytes = Array(json.utf8)
    guard JSONDepth.isAtMost(Self.deepestTree, in: bytes),
      let value = try? JSONValue(parsing: bytes),
      let statements = value["stmts"]?.array, statements.count == 1,
      let statement = statements[0]["stmt"]
    else { return nil }
    self.statement = statement
  }

  /// The trees of several texts, each of one statement, made on one thread with a large stack.
  public static func trees(_ texts: [String]) -> [ParseTree?] {
    let answers = LargeStack.run { texts.map(json(parsing:)) } ?? []
    return texts.indices.map { index in
      index < answers.count ? answers[index].flatMap(ParseTree.init(json:)) : nil
    }
  }

  private static func json(parsing text: String) -> String? {
    guard isParsable(text) else { return nil }
    let result = pg_query_parse(text)
    defer { pg_query_free_parse_result(result) }
    guard result.error == nil, let tree = result.parse_tree else { return nil }
    return String(cString: tree)
  }

  /// A zero byte would end the text too early for C.
  static func isParsable(_ text: String) -> Bool {
    text.utf8.count <= longestText && !text.utf8.contains(0)
  }
}

/// How deep the arrays and objects of a JSON text are nested.
enum JSONDepth {
  static func isAtMost(_ limit: Int, in bytes: [UInt8]) -> Bool {
    var depth = 0
    var isInString = false
    var index = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "\\") where isInString: index += 1
      case UInt8(ascii: "\""): isInString.toggle()
      case UInt8(ascii: "{") where !isInString, UInt8(ascii: "[") where !isInString:
        depth += 1
        if depth > limit { return false }
      case UInt8(ascii: "}") where !isInString, UInt8(ascii: "]") where !isInString: depth -= 1
      default: break
      }
      index += 1
    }
    return true
  }
}
