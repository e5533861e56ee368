/// A lock on a table, from the weakest to the strongest (manual, "Explicit Locking").
public enum LockMode: Int, Sendable, CaseIterable, Comparable {
  case accessShare = 1
  case rowShare, rowExclusive, shareUpdateExclusive, share, shareRowExclusive, exclusive
  case accessExclusive

  /// By the name that `pg_locks.mode` has for it, as `AccessExclusiveLock`.
  public init?(catalogName: String) {
    guard let mode = Self.allCases.first(where: { $0.catalogName == catalogName }) else {
      return nil
    }
    self = mode
  }

  /// `AccessExclusiveLock`
  public var catalogName: String {
    name.split(separator: " ").map { $0.prefix(1) + $0.dropFirst().lowercased() }.joined() + "Lock"
  }

  /// `ACCESS EXCLUSIVE`, as in `LOCK TABLE`.
  public var name: String {
    switch self {
    case .accessShare: "ACCESS SHARE"
    case .rowShare: "ROW SHARE"
    case .rowExclusive: "ROW EXCLUSIVE"
    case .shareUpdateExclusive: "SHARE UPDATE EXCLUSIVE"
    case .share: "SHARE"
    case .shareRowExclusive: "SHARE ROW EXCLUSIVE"
    case .exclusive: "EXCLUSIVE"
    case .accessExclusive: "ACCESS EXCLUSIVE"
    }
  }

  /// Whether another session has to wait for one that holds this mode.
  public func conflicts(with other: LockMode) -> Bool {
    conflicting.contains(other)
  }

  /// Whether a plain `SELECT` has to wait.
  public var blocksReads: Bool { conflicts(with: .accessShare) }

  /// Whether an `INSERT`, `UPDATE` or `DELETE` has to wait.
  public var blocksWrites: Bool { conflicts(with: .rowExclusive) }

  private var conflicting: Set<LockMode> {
    let all = Self.allCases
    return switch self {
    case .accessShare: [.accessExclusive]
    case .rowShare: [.exclusive, .accessExclusive]
    case .rowExclusive: Set(all.filter { $0 >= .share })
    case .shareUpdateExclusive: Set(all.filter { $0 >= .shareUpdateExclusive })
    case .share: Set(all.filter { $0 >= .rowExclusive && $0 != .share })
    case .shareRowExclusive: Set(all.filter { $0 >= .rowExclusive })
    case .exclusive: Set(all.filter { $0 >= .rowShare })
    case .accessExclusive: Set(all)
    }
  }

  public static func < (one: LockMode, other: LockMode) -> Bool { one.rawValue < other.rawValue }
}
