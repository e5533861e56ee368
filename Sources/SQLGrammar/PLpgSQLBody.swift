internal import CPgQuery
internal import JSON

/// The statements that a DO block or a function in PL/pgSQL would run.
public struct PLpgSQLBody: Sendable {
  public struct Embedded: Sendable, Hashable {
    /// For `EXECUTE`, the expression that yields the statement; else the statement as it stands.
    public let text: String
    public let isDynamic: Bool
  }

  /// In the order of the text, whatever conditions and loops are around them.
  public let statements: [Embedded]

  /// - Parameter statement: the whole `DO …` or `CREATE FUNCTION …`.
  /// - Returns: nil where it cannot be read as PL/pgSQL.
  public init?(_ statement: String) {
    guard ParseTree.isParsable(statement) else { return nil }
    let answer = LargeStack.run { () -> String? in
      let result = pg_query_parse_plpgsql(statement)
      defer { pg_query_free_plpgsql_parse_result(result) }
      guard result.error == nil, let functions = result.plpgsql_funcs else { return nil }
      return String(cString: functions)
    }
    guard let json = answer ?? nil else { return nil }
    let bytes = Array(json.utf8)
    guard JSONDepth.isAtMost(ParseTree.deepestTree, in: bytes),
      let tree = try? JSONValue(parsing: bytes)
    else { return nil }
    var found: [Embedded] = []
    Self.visit(tree, &found)
    statements = found
  }

  private static func visit(_ node: JSONValue, _ found: inout [Embedded]) {
    switch node {
    case .array(let elements): for element in elements { visit(element, &found) }
    case .object(let object):
      for member in object {
        let dynamic = ["PLpgSQL_stmt_dynexecute", "PLpgSQL_stmt_dynfors"].contains(member.name)
        if dynamic, let text = query(member.value["query"]) {
          found.append(Embedded(text: text, isDynamic: true))
        } else if member.name == "PLpgSQL_stmt_execsql",
          let text = query(member.value["sqlstmt"])
        {
          found.append(Embedded(text: text, isDynamic: false))
        }
        visit(member.value, &found)
      }
    default: break
    }
  }

  private static func query(_ node: JSONValue?) -> String? {
    node?["PLpgSQL_expr"]?["query"]?.string
  }
}
