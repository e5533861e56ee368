/// What one statement does to tables that were there before it: the locks it takes on them, and
/// the work it does under those locks.
public struct StatementEffect: Hashable, Sendable {
  /// A lock on one table, or on an index or sequence of it.
  public struct Lock: Hashable, Sendable {
    /// Its name as the report shows it: `users`, and with its schema outside of `public`.
    public let relation: String
    public let mode: LockMode

    public init(_ mode: LockMode, on relation: String) {
      self.relation = relation
      self.mode = mode
    }
  }

  /// What takes the longer the larger the table is.
  public struct Work: Hashable, Sendable {
    public enum Kind: String, Sendable, CaseIterable {
      /// Every row is written anew, and every index of the table with them.
      case rewrite
      /// Every row is read.
      case scan
      /// An index is built, for which every row is read and sorted.
      case indexBuild = "index_build"
    }

    public let kind: Kind
    /// As `Lock.relation`.
    public let relation: String

    public init(_ kind: Kind, of relation: String) {
      self.kind = kind
      self.relation = relation
    }
  }

  /// How it is known.
  public enum Source: String, Sendable {
    /// The statement has run in a shadow database, and the server has told.
    case observed
    /// By the table of locks, from the statement's text.
    case predicted
  }

  /// The strongest lock on each relation, strongest first, then by name.
  public var locks: [Lock]
  /// In the order in which it was done.
  public var work: [Work]
  public var source: Source

  public init(locks: [Lock] = [], work: [Work] = [], source: Source) {
    self.locks = locks
    self.work = work
    self.source = source
  }

  /// What it means for an application that uses the tables meanwhile.
  public var lockClass: LockClass {
    LockClass(strongest: locks.map(\.mode).max(), isLong: !work.isEmpty)
  }
}
