/// Which rows are to become fixtures, and in which form.
public struct DumpRequest: Sendable {
  /// The tables, as fixtures name them.
  public var tables: [String]
  /// Every table of the schemas, besides `tables`.
  public var everyTable = false
  /// An SQL condition on the rows of the one table.
  public var condition: String?
  /// How many rows of each table named, the first by their key.
  public var limit: Int?
  public var children = Children.none
  public var format = FixtureFile.Format.json
  public var masks: [MaskRule] = []
  /// Dumps columns that look like secrets and have no rule.
  public var includesSecrets = false
  /// Writes the ids that the server makes, and refers by them.
  public var keepsIDs = false
  /// Writes fields that hold their column's default as well.
  public var writesDefaults = false

  public init(tables: [String]) { self.tables = tables }

  /// The rows that refer to those asked for.
  public enum Children: Sendable, Equatable {
    case none
    /// To this depth: 1 is the rows that refer to the ones asked for.
    case depth(Int)
    /// Those of these tables only, at any depth.
    case tables([String])

    /// Deeper than any chain of tables.
    static let everything = 1_000_000

    var depth: Int {
      switch self {
      case .none: 0
      case .depth(let depth): min(depth, Self.everything)
      case .tables: Self.everything
      }
    }
  }
}
