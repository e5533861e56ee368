public import JSON

/// What a dump wrote.
public struct DumpReport: Report, Sendable {
  public struct TableRows: Sendable {
    /// As `public.users`.
    public let table: String
    public internal(set) var rows: Int
    /// As it is shown; nil where the rows went to standard output.
    public let file: String?
    public internal(set) var outcome = Outcome.written
  }

  /// What became of a file.
  public enum Outcome: String, Sendable {
    case written
    /// It held the same already.
    case unchanged
  }

  public let environment: String
  public internal(set) var tables: [TableRows] = []
  public internal(set) var seconds: Double = 0

  public var rows: Int { tables.reduce(0) { $0 + $1.rows } }

  /// `{"command","environment","durationMs","tables":[{"table","rows","file","outcome"}],
  /// "totals":{"rows"}}`
  public var json: JSONValue {
    let tables = tables.map { table -> JSONValue in
      var object: JSONObject = ["table": .string(table.table), "rows": .number(table.rows)]
      if let file = table.file {
        object["file"] = .string(file)
        object["outcome"] = .string(table.outcome.rawValue)
      }
      return .object(object)
    }
    return [
      "command": "seed dump", "environment": .string(environment),
      "durationMs": .milliseconds(seconds), "tables": .array(tables),
      "totals": ["rows": .number(rows)],
    ]
  }

  /// A line for each file; nothing where the rows themselves are on standard output.
  public func text(_ style: Style) -> String {
    tables.compactMap { table in
      table.file.map { file in
        table.outcome == .unchanged
          ? style.dim("= \(file)  \(table.rows.rows)")
          : "\(style.green("+")) \(file)  \(table.rows.rows)"
      }
    }.joined(separator: "\n")
  }
}
