internal import JSON

/// What an expression calls, as its parse tree shows it.
public struct ExpressionTree: Sendable {
  /// The functions, by their names as they are written: `now`, `pg_catalog.now`, `gen_random_uuid`.
  public private(set) var functions: [String] = []
  /// Whether it holds a query of its own.
  public private(set) var hasQuery = false
  /// The columns that it names, without those of other tables.
  public private(set) var columns: [String] = []
  /// The columns that it says are not null, where it is one test of it or several joined by AND.
  public private(set) var columnsNotNull: [String] = []

  /// nil where the grammar does not know the expression.
  public init?(_ expression: String) {
    guard let tree = ParseTree("SELECT (\(expression)\n)"),
      let target = tree.statement["SelectStmt"]?["targetList"]?.array?.first?["ResTarget"]?["val"]
    else { return nil }
    visit(target)
    columnsNotNull = Self.proven(target)
  }

  /// The functions that a whole statement calls; none where the grammar does not know it.
  public static func functions(calledBy statement: String) -> [String] {
    var tree = ExpressionTree()
    if let parsed = ParseTree(statement) { tree.visit(parsed.statement) }
    return tree.functions
  }

  private init() {}

  private mutating func visit(_ node: JSONValue) {
    switch node {
    case .array(let elements): for element in elements { visit(element) }
    case .object(let object):
      for member in object {
        switch member.name {
        case "FuncCall", "funccall":
          functions.append(Self.name(member.value["funcname"]).joined(separator: "."))
        case "SubLink": hasQuery = true
        case "ColumnRef":
          if let last = Self.name(member.value["fields"]).last { columns.append(last) }
        default: break
        }
        visit(member.value)
      }
    default: break
    }
  }

  private static func name(_ node: JSONValue?) -> [String] {
    (node?.array ?? []).compactMap { ($0["String"]?["sval"] ?? $0["String"]?["str"])?.string }
  }

  private static func proven(_ node: JSONValue) -> [String] {
    if let test = node["NullTest"], test["nulltesttype"]?.string == "IS_NOT_NULL",
      let fields = test["arg"]?["ColumnRef"]?["fields"], let column = name(fields).last
    {
      return [column]
    }
    if let junction = node["BoolExpr"], junction["boolop"]?.string == "AND_EXPR" {
      return (junction["args"]?.array ?? []).flatMap(proven)
    }
    return []
  }
}
