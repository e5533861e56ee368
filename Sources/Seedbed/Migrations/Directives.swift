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
