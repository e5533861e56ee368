internal import SQLScript

/// What the comments at the top of a migration ask for: `-- seedbed: …`.
public struct Directives: Sendable, Hashable {
  /// False by `transaction off`: every statement stands alone.
  public internal(set) var usesTransaction = true
  /// By `phase expand` or `phase contract`.
  public internal(set) var phase: Phase?
  /// By `lock-timeout 2s`, in milliseconds.
  public internal(set) var lockTimeout: Int?
  /// By `allow HAZARD because REASON`.
  public internal(set) var allowances: [Allowance] = []
  /// False by `irreversible`: there is no way down.
  public internal(set) var isReversible = true

  public init() {}

  public enum Phase: String, Sendable, CaseIterable {
    /// Adds what an application to come needs; the one that runs does not notice.
    case expand
    /// Removes what no application reads any more.
    case contract
  }

  /// A hazard that the author knows of.
  public struct Allowance: Sendable, Hashable {
    public let hazard: String
    public let reason: String
    public let location: Problem.Location
  }
}

extension Directives {
  /// `500ms`, `2s`, `1min`; PostgreSQL's own spelling and its limit.
  static func milliseconds(_ text: String) -> Int? {
    for (unit, factor) in [("ms", 1), ("min", 60_000), ("s", 1000)] where text.hasSuffix(unit) {
      guard let number = Int(text.dropLast(unit.count)), number >= 0 else { return nil }
      let (product, overflows) = number.multipliedReportingOverflow(by: factor)
      return overflows || product > Int(Int32.max) ? nil : product
    }
    return nil
  }
}
