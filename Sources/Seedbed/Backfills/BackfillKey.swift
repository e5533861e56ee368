internal import Postgres

/// By what a table's rows are gone through, from the first to the last.
struct BackfillKey: Sendable, Equatable {
  enum Kind: String, Sendable {
    case primaryKey = "primary_key"
    /// Of columns that are all NOT NULL.
    case uniqueIndex = "unique_index"
    /// The places of rows in the file, for a table without a key: a row that is changed meanwhile
    /// moves, so only a condition can tell what is done.
    case blocks
  }

  struct Column: Sendable, Equatable {
    let name: String
    /// Without a length, which would cut values off.
    let type: String
    /// The index's, quoted, where the column has another.
    let collation: String?
  }

  let kind: Kind
  /// In the index's order; empty for blocks.
  let columns: [Column]
  /// Whether the text of its values depends on settings for dates and times.
  let isTemporal: Bool

  static let blocks = BackfillKey(kind: .blocks, columns: [], isTemporal: false)

  /// The key's values as a table's columns, for a list or a row.
  func references(_ table: String) -> [String] {
    columns.map { column in
      "\(table).\(quoted(identifier: column.name))"
        + (column.collation.map { " COLLATE \($0)" } ?? "")
    }
  }

  /// A condition for the keys after one and up to another; nil is no bound.
  ///
  /// A comparison of rows is a range of the index, not only a filter (manual, "Row and Array
  /// Comparisons"). Of blocks the lower bound belongs to the range and the upper one does not.
  func range(_ table: String, after lower: [String]?, upTo upper: [String]?) -> SQL {
    if kind == .blocks { return blockRange(table, lower?.first, upper?.first) }
    var conditions: [String] = []
    var binds: [String?] = []
    for (values, comparison) in [(lower, ">"), (upper, "<=")] {
      guard let values else { continue }
      let parameters = zip(columns, values).map { column, value in
        binds.append(value)
        return "$\(binds.count)::\(column.type)"
      }
      conditions.append(
        "\(Self.row(references(table))) \(comparison) \(Self.row(parameters))")
    }
    return SQL(
      unsafe: conditions.isEmpty ? "true" : conditions.joined(separator: " AND "), binds: binds)
  }

  /// A condition for the keys before one.
  func range(_ table: String, before key: [String]) -> SQL {
    let parameters = columns.indices.map { "$\($0 + 1)::\(columns[$0].type)" }
    return SQL(
      unsafe: "\(Self.row(references(table))) < \(Self.row(parameters))", binds: key.map { $0 })
  }

  private func blockRange(_ table: String, _ lower: String?, _ upper: String?) -> SQL {
    let conditions = [(lower, ">="), (upper, "<")].compactMap { value, comparison in
      value.flatMap { Int($0) }.map { "\(table).ctid \(comparison) '(\($0),0)'::pg_catalog.tid" }
    }
    return SQL(unsafe: conditions.isEmpty ? "true" : conditions.joined(separator: " AND "))
  }

  private static func row(_ parts: [String]) -> String {
    parts.count == 1 ? parts[0] : "(" + parts.joined(separator: ", ") + ")"
  }

  /// The order of the key, for `ORDER BY`.
  func order(_ table: String, descending: Bool = false) -> String {
    references(table).map { descending ? $0 + " DESC" : $0 }.joined(separator: ", ")
  }
}
