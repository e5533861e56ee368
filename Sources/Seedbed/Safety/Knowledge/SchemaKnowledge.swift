/// What is known of a schema before a statement runs: from the migrations before it, or from a
/// database's catalog. A value that statements are applied to, one after another.
public struct SchemaKnowledge: Sendable {
  struct Table: Sendable {
    enum Kind: Sendable { case table, partitioned, view, materializedView, foreignTable }
    var kind = Kind.table
    /// nil where it is not known.
    var isLogged: Bool?
    /// Made by the migrations that are looked at: no application that runs knows it.
    var isNew = false
    var columns: [String: Column] = [:]
    /// False where there may be more columns than those.
    var knowsAllColumns = true
    var constraints: [Constraint] = []
    var parent: RelationName?
    /// The one column of its partition key; nil for more, for expressions, and for none.
    var partitionColumn: String?
    var partitions: Set<RelationName> = []
    var defaultPartition: RelationName?
    /// As the catalog estimates it; nil where it does not.
    var rows: Int?
  }

  struct Column: Sendable {
    var type: TypeName?
    var isNotNull = false
    var hasDefault = false
    /// As of a table.
    var isNew = false
  }

  struct Constraint: Sendable {
    enum Kind: Sendable {
      /// With the words of its expression, and the columns that it proves not to be null.
      case check(words: Set<String>, notNull: [String])
      case foreignKey([String], RelationName)
      case unique([String])
      case primaryKey([String])
      case notNull(String)
      case exclude
    }
    var name: String
    var kind: Kind
    var isValidated = true
  }

  struct Index: Sendable {
    var table: RelationName
    /// nil where a part is an expression.
    var columns: [String]?
    var isUnique = false
    var isPartial = false
    /// The words of its expressions and its condition.
    var words: Set<String> = []
    var isNew = false
    var belongsToConstraint = false
  }

  struct Domain: Sendable {
    var base: TypeName?
    var isConstrained: Bool
    var isNew = false
  }

  /// Where unqualified names are looked for.
  public var defaultSchema = "public"
  /// As 15 of 15.18; nil where no server is at hand.
  public var majorVersion: Int?
  /// Whether the session's time is UTC, by which `timestamp` becomes `timestamptz` for nothing.
  var isTimeZoneUTC = false
  /// Known from a catalog: what is not here is not there.
  var isFromCatalog = false
  var tables: [RelationName: Table] = [:]
  /// By their names in the schemas of their tables.
  var indexes: [RelationName: Index] = [:]
  var domains: [RelationName: Domain] = [:]
  var enums: Set<RelationName> = []
  /// Whether functions that are not PostgreSQL's own are volatile, by their names without schema.
  var volatility: [String: Bool] = [:]

  /// Functions in PL/pgSQL that may change the schema: the statements that made them, by their names
  /// without schema.
  var routines: [String: String] = [:]

  public init() {}

  func key(_ name: RelationName) -> RelationName { name.resolved(in: defaultSchema) }

  func table(_ name: RelationName) -> Table? { tables[key(name)] }

  /// Whether a table is one that no application uses yet: what blocks it or breaks it harms nobody.
  func isNew(_ name: RelationName) -> Bool { table(name)?.isNew ?? (name.schema == "pg_temp") }

  func isNew(_ column: String, of table: RelationName) -> Bool {
    guard let known = self.table(table) else { return false }
    return known.isNew || known.columns[column]?.isNew == true
  }

  func index(_ name: RelationName) -> Index? { indexes[key(name)] }

  func indexes(of table: RelationName) -> [(name: RelationName, index: Index)] {
    let key = key(table)
    return indexes.filter { $0.value.table == key }.map { ($0.key, $0.value) }
      .sorted { $0.name.name < $1.name.name }
  }

  /// The columns of its primary key, its unique constraints and its unique indexes.
  func keyColumns(of table: RelationName) -> Set<String> {
    var columns: Set<String> = []
    for constraint in self.table(table)?.constraints ?? [] {
      switch constraint.kind {
      case .unique(let names), .primaryKey(let names): columns.formUnion(names)
      default: break
      }
    }
    for (_, index) in indexes(of: table) where index.isUnique {
      columns.formUnion(index.columns ?? [])
    }
    return columns
  }

  func constraint(_ name: String, of table: RelationName) -> Constraint? {
    self.table(table)?.constraints.first { $0.name == name }
  }

  /// The tables with all whose rows depend on theirs, which TRUNCATE CASCADE empties as well.
  func referring(to names: [RelationName]) -> Set<RelationName> {
    var found = Set(names.map(key))
    var next = found
    while !next.isEmpty {
      next = Set(
        tables.filter { _, table in
          table.constraints.contains { constraint in
            guard case .foreignKey(_, let parent) = constraint.kind else { return false }
            return next.contains(key(parent))
          }
        }.keys
      ).subtracting(found)
      found.formUnion(next)
    }
    return found
  }

  /// Columns that become NOT NULL when a primary key takes the index over, and are not known to be.
  func nullableColumns(ofIndex name: String, of table: RelationName) -> [String] {
    let index = index(RelationName(name, schema: key(table).schema))
    return (index?.columns ?? []).filter { self.table(table)?.provesNotNull($0) != true }
  }

  /// Whether a type is a domain with a constraint; nil for what is not known.
  func isConstrainedDomain(_ type: TypeName) -> Bool? {
    if type.isBuiltIn || type.isArray { return false }
    let parts = type.name.split(separator: ".").map(String.init)
    guard let last = parts.last else { return false }
    let name = key(RelationName(last, schema: parts.count > 1 ? parts[0] : nil))
    if let domain = domains[name] { return domain.isConstrained }
    return enums.contains(name) || isFromCatalog ? false : nil
  }
}
