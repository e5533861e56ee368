/// What a seed run did, or would do.
public struct SeedReport: Sendable {
  public var environment: String
  public var tables: [TableChange] = []
  /// Row by row; only where a plan was asked for.
  public var changes: [RowChange] = []
  /// The rows that no record means; only where an assertion asked for them.
  public var extra: [ExtraRow] = []
  public var seconds: Double = 0
  public var purpose: Purpose
  /// Where the fixtures are an assertion, how closely the rows have to be what they say.
  public var expectation: SeedExpectation?

  /// What was asked for.
  public enum Purpose: Sendable {
    case apply
    /// What a run would do, row by row; nothing is written.
    case plan
    /// Whether a run would do anything; nothing is written.
    case verify

    var command: String {
      switch self {
      case .apply: "seed"
      case .plan: "seed plan"
      case .verify: "seed verify"
      }
    }
  }

  public init(environment: String = "", tables: [TableChange] = [], purpose: Purpose) {
    self.environment = environment
    self.tables = tables
    self.purpose = purpose
  }

  public struct TableChange: Sendable, Equatable {
    public var table: String
    public var inserted = 0
    public var updated = 0
    public var unchanged = 0
    public var deleted = 0
    /// Records whose rows are not there, in the mode that makes none.
    public var missing = 0
    /// Rows that no record means; only counted where an assertion asked for it.
    public var extra = 0

    public var isEmpty: Bool { inserted == 0 && updated == 0 && deleted == 0 && extra == 0 }
  }

  public var totals: TableChange {
    tables.reduce(into: TableChange(table: "")) { sum, table in
      sum.inserted += table.inserted
      sum.updated += table.updated
      sum.unchanged += table.unchanged
      sum.deleted += table.deleted
      sum.missing += table.missing
      sum.extra += table.extra
    }
  }

  public var hasChanges: Bool { tables.contains { !$0.isEmpty } }
}

/// One row that differs from its fixture.
public struct RowChange: Sendable {
  public enum Action: String, Sendable { case insert, update, delete }

  public var table: String
  public var action: Action
  /// The key's columns and values, as JSON texts.
  public var key: [(column: String, value: String)]
  /// What changes, as JSON texts; `from` is nil for a new row.
  public var fields: [(column: String, from: String?, to: String)]
  public var source: Problem.Location?
}
