import CPgQuery

/// The parse tree of a script, by the grammar of PostgreSQL 15 as libpg_query carries it.
public struct ParseTree: Sendable {
  /// The tree as libpg_query writes it: one JSON object with `version` and `stmts`.
  public let json: String

  /// Parses `sql`; nil where that grammar cannot, which newer statements are no error for.
  public init?(_ sql: String) {
    let result = pg_query_parse(sql)
    defer { pg_query_free_parse_result(result) }
    guard result.error == nil, let tree = result.parse_tree else { return nil }
    json = String(cString: tree)
  }
}
