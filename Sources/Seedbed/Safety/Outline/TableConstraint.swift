/// A constraint as `CREATE TABLE` and `ADD CONSTRAINT` define it.
struct TableConstraint: Sendable {
  enum Kind: Sendable, Equatable {
    /// With the place of its expression, without the parentheses.
    case check(Range<Int>)
    case unique([String])
    case primaryKey([String])
    /// `UNIQUE USING INDEX name`
    case uniqueUsing(index: String)
    case primaryKeyUsing(index: String)
    case exclude
    case foreignKey([String], RelationName)
    /// A constraint of its own since version 18.
    case notNull(String)
  }

  let kind: Kind
  let name: String?
  private(set) var isNotValid = false
  /// False for `NOT ENFORCED`: nothing is checked.
  private(set) var isEnforced = true
  private(set) var isDeferrable = false
  /// Everything but `CONSTRAINT name`.
  let definition: Range<Int>
  /// `NULLS NOT DISTINCT`, `INCLUDE (…)`: what goes with the index; with its place.
  private(set) var indexParts: [Range<Int>] = []
  /// Of `INCLUDE (…)`.
  private(set) var includedColumns: [String] = []

  /// nil where no constraint stands there.
  init?(_ tokens: TokenCursor) {
    var cursor = tokens
    name = cursor.take("CONSTRAINT") ? cursor.takeIdentifier() : nil
    let start = cursor.offset
    guard let kind = Self.takeKind(&cursor, &indexParts, &includedColumns) else { return nil }
    self.kind = kind
    definition = start..<tokens.range.upperBound
    while !cursor.isAtEnd {
      if cursor.take("NOT", "VALID") {
        isNotValid = true
      } else if cursor.take("NOT", "ENFORCED") {
        isEnforced = false
      } else if cursor.take("NOT", "DEFERRABLE") {
        continue
      } else if cursor.take("DEFERRABLE") || cursor.take("INITIALLY", "DEFERRED") {
        isDeferrable = true
      } else {
        cursor.skip()
      }
    }
  }

  private static func takeKind(
    _ cursor: inout TokenCursor, _ indexParts: inout [Range<Int>],
    _ includedColumns: inout [String]
  ) -> Kind? {
    if cursor.take("CHECK") { return cursor.takeParenthesised().map(Kind.check) }
    if cursor.take("FOREIGN", "KEY") {
      guard let columns = cursor.takeNames(), cursor.take("REFERENCES"),
        let table = cursor.takeName()
      else { return nil }
      return .foreignKey(columns, table)
    }
    if cursor.take("EXCLUDE") { return .exclude }
    if cursor.isNext("NOT", "NULL"), cursor.take("NOT", "NULL") {
      return cursor.takeIdentifier().map(Kind.notNull)
    }
    let isPrimary = cursor.take("PRIMARY", "KEY")
    guard isPrimary || cursor.take("UNIQUE") else { return nil }
    if cursor.take("USING", "INDEX") {
      guard let index = cursor.takeIdentifier() else { return nil }
      return isPrimary ? .primaryKeyUsing(index: index) : .uniqueUsing(index: index)
    }
    let start = cursor.offset
    if cursor.take("NULLS", "NOT", "DISTINCT") || cursor.take("NULLS", "DISTINCT") {
      indexParts.append(start..<cursor.endOfLast)
    }
    guard let columns = cursor.takeNames() else { return nil }
    let rest = cursor.offset
    if cursor.take("INCLUDE"), let names = cursor.takeNames() {
      includedColumns = names
      indexParts.insert(rest..<cursor.endOfLast, at: 0)
    }
    let options = cursor.offset
    if cursor.take("WITH"), cursor.takeParenthesised() != nil {
      indexParts.append(options..<cursor.endOfLast)
    }
    if cursor.take("USING", "INDEX") {
      let tablespace = cursor.offset
      if cursor.take("TABLESPACE"), cursor.takeIdentifier() != nil {
        indexParts.append(tablespace..<cursor.endOfLast)
      }
    }
    return isPrimary ? .primaryKey(columns) : .unique(columns)
  }

  /// Whether the server builds an index for it.
  var buildsIndex: Bool {
    switch kind {
    case .unique, .primaryKey, .exclude: true
    default: false
    }
  }
}
