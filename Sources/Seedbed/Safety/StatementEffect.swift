/// What one statement does to relations that were there before it: the locks it takes on them, and
/// the work it does under those locks.
public struct StatementEffect: Hashable, Sendable {
  /// A lock on one relation.
  public struct Lock: Hashable, Sendable {
    /// Its name as the report shows it: `users`, and with its schema outside of `public`.
    public let relation: String
    public let mode: LockMode
    public let kind: RelationKind

    public init(_ mode: LockMode, on relation: String, kind: RelationKind = .table) {
      self.relation = relation
      self.mode = mode
      self.kind = kind
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
    /// How much there is to go through; nil where nobody has looked.
    public var size: Size?

    public init(_ kind: Kind, of relation: String, size: Size? = nil) {
      self.kind = kind
      self.relation = relation
      self.size = size
    }
  }

  /// How much a statement has to go through in one relation.
  public struct Size: Hashable, Sendable {
    public let bytes: Int
    /// As the server estimates it; nil where it has never counted.
    public let rows: Int?

    public init(bytes: Int, rows: Int?) {
      self.bytes = bytes
      self.rows = rows
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
  /// What earlier statements of the same transaction have locked, and still hold while this one
  /// works; in the order of `locks`.
  public var held: [Lock]
  public var source: Source
  /// Why it was not observed, or what else is to be said of it.
  public var note: String?

  public init(
    locks: [Lock] = [], work: [Work] = [], held: [Lock] = [], source: Source, note: String? = nil
  ) {
    self.locks = locks
    self.work = work
    self.held = held
    self.source = source
    self.note = note
  }
}

extension StatementEffect.Lock {
  /// Whether a plain `SELECT` of the relation, or of its table, has to wait.
  public var blocksReads: Bool { mode.blocksReads }

  /// Whether an `INSERT`, `UPDATE` or `DELETE` has to wait; nobody writes into a materialized view.
  public var blocksWrites: Bool {
    kind == .materializedView ? mode.blocksReads : mode.blocksWrites
  }

  var isStrong: Bool { blocksReads || blocksWrites }
}

extension StatementEffect.Size {
  /// What is read or written within some hundredths of a second keeps nobody waiting.
  static let noticeable = 10_000_000
}

extension StatementEffect {
  /// Whether the statement takes longer than its locks may be held: the longer the larger its
  /// tables are, and they are not small.
  public var isLong: Bool {
    work.contains { $0.size.map { $0.bytes >= Size.noticeable } ?? true }
  }

  /// What it means for an application that uses the tables meanwhile. While it works, what its
  /// transaction has locked before stays locked.
  public var lockClass: LockClass {
    LockClass(
      isStrong: (isLong ? locks + held : locks).contains(where: \.isStrong), isLong: isLong)
  }

  /// Whether readers have to wait: for `lockClass` to be over, or for what waits with it.
  public var blocksReads: Bool { (isLong ? locks + held : locks).contains(where: \.blocksReads) }

  public var blocksWrites: Bool { (isLong ? locks + held : locks).contains(where: \.blocksWrites) }
}

extension Collection where Element == StatementEffect {
  /// The worst of them: of a transaction, or of a script.
  public var lockClass: LockClass { map(\.lockClass).max() ?? .harmless }
}

/// What a lock is on.
public enum RelationKind: String, Sendable, Hashable, CaseIterable {
  case table, index, sequence, view
  case materializedView = "materialized_view"

  /// By `pg_class.relkind`; nil for what no application uses by its name.
  init?(catalogLetter letter: String) {
    switch letter {
    case "r", "p", "f": self = .table
    case "i", "I": self = .index
    case "S": self = .sequence
    case "v": self = .view
    case "m": self = .materializedView
    default: return nil
    }
  }
}
