public import Postgres

/// A relation that fixtures can name, with what seeding has to know of it.
public struct Table: Sendable {
  public let oid: Int
  public let name: QualifiedName
  public let kind: Kind
  public let columns: [Column]
  /// Its unique indexes, the primary key first.
  public let keys: [UniqueKey]
  public let foreignKeys: [ForeignKey]
  public let privileges: Privileges
  /// Policies hide rows from the connected role, or keep it from writing some.
  public let hasRowSecurity: Bool
  /// Triggers see each row before it is written, and may change it.
  public let hasRowTriggers: Bool
  /// Triggers fire for other reasons, and may write anything anywhere.
  public let hasOtherTriggers: Bool
  /// What can be written through it; nil for what is no view.
  public var view: ViewAccess?

  /// `pg_class.relkind`.
  public enum Kind: String, Sendable {
    case table = "r"
    case partitioned = "p"
    case view = "v"
    case materializedView = "m"
    case foreign = "f"
  }

  /// What the connected role may do with it.
  public struct Privileges: Sendable {
    public let select: Bool
    public let insert: Bool
    public let update: Bool
  }

  /// The rows that its unique indexes and foreign keys speak of, as a statement names them: without
  /// those of tables that inherit from it, but with those of its partitions.
  var rows: String { kind == .table ? "ONLY \(name.sql)" : name.sql }

  /// The same rows where they are compared: told apart by `ctid` and `tableoid`, which those of a view
  /// get for the purpose.
  var comparedRows: String {
    guard kind == .view else { return rows }
    return "(SELECT ('(' || pg_catalog.row_number() OVER () || ',0)')::pg_catalog.tid AS ctid, "
      + "\(oid)::pg_catalog.oid AS tableoid, r.* FROM \(name.sql) AS r)"
  }

  public var primaryKey: UniqueKey? { keys.first { $0.isPrimary } }

  /// The position in `columns` of a name as a fixture writes it: exact case first, else folded to
  /// lower case, as an unquoted name would be.
  public func columnIndex(named name: String) -> Int? {
    columns.firstIndex { $0.name == name } ?? columns.firstIndex { $0.name == name.lowercased() }
  }

  public func columnIndex(number: Int) -> Int? { columns.firstIndex { $0.number == number } }

  /// The foreign key that an object in this column goes through: one of that column alone before
  /// one of several columns.
  public func foreignKey(of column: Column) -> ForeignKey? {
    let candidates = foreignKeys.filter { $0.columns.contains(column.number) }
    return candidates.first { $0.columns.count == 1 } ?? candidates.first
  }
}

/// A column as the catalog describes it (manual 53.7, `pg_attribute`).
public struct Column: Sendable {
  /// `attnum`.
  public let number: Int
  public let name: String
  public let type: PostgresType
  /// The type with its modifier, qualified, as `character varying(80)`.
  public let typeText: String
  /// The modifier as stored, -1 where there is none.
  public let typeModifier: Int
  /// The collation where it is not the type's own, qualified and quoted.
  public let collation: String?
  public let isNotNull: Bool
  public let defaultExpression: String?
  public let identity: Identity?
  public let isGenerated: Bool
  /// What the connected role may do with this column.
  public let privileges: Privileges

  public struct Privileges: Sendable {
    public let insert: Bool
    public let update: Bool
  }

  public enum Identity: String, Sendable {
    case always = "a"
    case byDefault = "d"
  }

  public var sql: String { quoted(identifier: name) }

  /// An insert that leaves the column out gets a value all the same.
  public var hasDefault: Bool { defaultExpression != nil || identity != nil || isGenerated }

  /// An insert that leaves the column out takes the next number of a sequence.
  public var countsUp: Bool {
    identity != nil || defaultExpression?.hasPrefix("nextval(") == true
  }
}

extension Table {
  /// What an insert would evaluate for a column when it is left out, nil where that is NULL.
  func defaultSQL(of column: Column) -> String? {
    if let expression = column.defaultExpression { return expression }
    guard column.identity != nil else { return nil }
    // As a query of its own the name is looked up once, and not for each row.
    return "pg_catalog.nextval((SELECT \(ownSequence(of: column))::pg_catalog.regclass))"
  }

  /// The name of the sequence that belongs to a column by `serial` or identity, as an expression of
  /// type text; NULL where it has none.
  func ownSequence(of column: Column) -> String {
    """
    pg_catalog.pg_get_serial_sequence(\(quoted(literal: name.sql)), \(quoted(literal: column.name)))
    """
  }
}

/// A unique index: what can tell rows apart.
public struct UniqueKey: Sendable {
  public let name: String
  public let isPrimary: Bool
  /// False for what a failed CREATE INDEX CONCURRENTLY left behind: it guarantees nothing.
  public let isValid: Bool
  public let isDeferrable: Bool
  public let nullsNotDistinct: Bool
  /// The condition of a partial index.
  public let predicate: String?
  public let parts: [Part]

  public struct Part: Sendable {
    /// `attnum`; nil for an expression.
    public let column: Int?
    /// The column's name or the expression, as the catalog prints it.
    public let text: String
    /// The index's own equality, qualified: `OPERATOR(pg_catalog.=)`.
    public let equality: String
  }

  /// The columns by `attnum`, nil where the index holds an expression.
  public var columns: [Int]? {
    let columns = parts.compactMap(\.column)
    return columns.count == parts.count ? columns : nil
  }

  /// It can stand as the key of fixtures: whole rows by whole columns, now and at every moment.
  public var identifiesRows: Bool { isValid && predicate == nil && columns != nil }
}

/// A foreign key, its columns in pairs.
public struct ForeignKey: Sendable {
  public let name: String
  /// The referencing columns by `attnum`.
  public let columns: [Int]
  /// The referenced table by oid.
  public let table: Int
  /// The referenced columns by `attnum`, in the order of `columns`.
  public let referenced: [Int]
  public let isDeferrable: Bool

  /// The referenced column that stands against one of the referencing ones.
  public func referencedColumn(for column: Int) -> Int? {
    columns.firstIndex(of: column).map { referenced[$0] }
  }
}
