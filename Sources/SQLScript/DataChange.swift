/// An `UPDATE`, a `DELETE` or an `INSERT … SELECT`, taken apart as far as running it in batches needs:
/// the tables that its rows come from, and the place where a condition on them can be added.
///
/// By tokens alone, so that every server version's expressions pass.
public struct DataChange: Sendable {
  public enum Verb: String, Sendable {
    case update = "UPDATE"
    case delete = "DELETE"
    case insert = "INSERT"
  }

  /// A table whose rows the statement goes through.
  public struct Table: Sendable, Hashable {
    /// As it is written, with its schema if there is one.
    public let name: String
    /// What its columns are qualified by in the statement, as it is written.
    public let reference: String
    /// `ONLY`: without partitions and children.
    public let isAlone: Bool
  }

  public let verb: Verb
  /// The table that is changed, of an `UPDATE` or `DELETE`; of an `INSERT`, those after `FROM`, in
  /// their order.
  public let tables: [Table]
  /// Whether it has a `WHERE`.
  public var hasCondition: Bool { condition != nil }
  /// `ON CONFLICT DO NOTHING`: a second run of it inserts nothing.
  public let skipsConflicts: Bool

  private let statement: Statement
  /// The expression after `WHERE`.
  private let condition: Range<Int>?
  /// Where a `WHERE` belongs if there is none: behind the last token before it.
  private let conditionPlace: Int
  /// The tables, as they would stand after `FROM`.
  private let sources: [Range<Int>]

  /// What keeps a statement from being run in batches.
  public struct Objection: Error, Sendable {
    public let message: String
    public let hint: String
    public let position: SourcePosition
  }

  public init(_ statement: Statement, of script: Script) throws(Objection) {
    var reader = DataChangeReader(statement, of: script)
    try reader.read()
    self.statement = statement
    verb = reader.verb
    tables = reader.tables
    skipsConflicts = reader.skipsConflicts
    condition = reader.condition
    conditionPlace = reader.conditionPlace
    sources = reader.sources
  }

  /// The statement for those rows only that fulfil a further condition.
  public func text(adding further: String) -> String {
    let start = statement.range.lowerBound
    let end = statement.range.upperBound
    guard let condition else {
      return text(start..<conditionPlace) + " WHERE \(further)" + text(conditionPlace..<end)
    }
    return text(start..<condition.lowerBound) + "(\(further)) AND (" + text(condition) + ")"
      + text(condition.upperBound..<end)
  }

  /// `FROM … WHERE …` over the rows that the statement would be run for, fulfilling a further
  /// condition if one is given.
  public func matchingRows(and further: String? = nil) -> String {
    let conditions = [further, condition.map { "(" + text($0) + ")" }].compactMap { $0 }
    return "FROM " + sources.map(text).joined(separator: ", ")
      + (conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND "))
  }

  private func text(_ range: Range<Int>) -> String {
    String(decoding: statement.source[range], as: UTF8.self)
  }
}
