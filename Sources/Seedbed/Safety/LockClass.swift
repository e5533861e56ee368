/// What a step of a migration means for an application that uses the tables meanwhile; it decides
/// how the step is run.
public enum LockClass: Int, Sendable, CaseIterable, Comparable {
  /// No lock on a table that was there before which readers or writers would meet.
  case harmless
  /// Holds off nobody, for as long as it takes: `CREATE INDEX CONCURRENTLY`, `VALIDATE CONSTRAINT`.
  case longWeak
  /// Holds off readers or writers for a change of the catalog only. While it waits for its lock,
  /// everything that comes later waits behind it.
  case briefStrong
  /// Holds off readers or writers while it scans, rewrites or builds.
  case longStrong

  /// By the strongest lock on a table that was there before, and whether the step's time grows
  /// with the table.
  public init(strongest mode: LockMode?, isLong: Bool) {
    guard let mode else {
      self = .harmless
      return
    }
    self.init(isStrong: mode.blocksReads || mode.blocksWrites, isLong: isLong)
  }

  /// By whether a lock holds off readers or writers, and whether the step's time grows with the
  /// table.
  init(isStrong: Bool, isLong: Bool) {
    self =
      switch (isStrong, isLong) {
      case (true, true): .longStrong
      case (true, false): .briefStrong
      case (false, true): .longWeak
      case (false, false): .harmless
      }
  }

  /// `long_strong`, as reports for programs have it.
  public var name: String {
    switch self {
    case .harmless: "harmless"
    case .longWeak: "long_weak"
    case .briefStrong: "brief_strong"
    case .longStrong: "long_strong"
    }
  }

  public static func < (one: LockClass, other: LockClass) -> Bool { one.rawValue < other.rawValue }
}
