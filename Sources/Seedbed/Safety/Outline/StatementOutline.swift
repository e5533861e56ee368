internal import SQLScript

/// What a statement does to a schema, as far as its text shows: what rules look at.
///
/// It is read from the tokens, which are the same for every version of PostgreSQL and have places
/// in the text, and not from a parse tree, which has neither; a test holds it against the trees of
/// PostgreSQL's own grammar.
struct StatementOutline: Sendable {
  enum Kind: Sendable {
    case alterTable(AlterTable)
    case createTable(CreateTable)
    case createIndex(CreateIndex)
    case createMaterializedView(RelationName)
    case createView(RelationName)
    /// With its base type and whether it is constrained.
    case createDomain(RelationName, TypeName, isConstrained: Bool)
    case createEnum(RelationName)
    case createRoutine(RelationName, isVolatile: Bool)
    case createTrigger(on: RelationName)
    /// A rule or a policy of a table.
    case createRule(on: RelationName)
    case dropOnTable(RelationName)
    case drop(Drop)
    case rename(Rename)
    case addEnumValue(RelationName, value: String)
    case addDomainConstraint(RelationName, isNotValid: Bool)
    case validateDomainConstraint(RelationName)
    case reindex(Reindex)
    case refresh(RelationName, isConcurrent: Bool)
    /// `CLUSTER`; of all tables where none is named.
    case cluster(RelationName?)
    case vacuumFull([RelationName])
    case truncate([RelationName], cascades: Bool)
    case lock([RelationName], mode: LockMode)
    case change(DataChange)
    /// Reads or loads rows: SELECT, INSERT, COPY, MERGE, CALL.
    case rows
    /// `DO`, with the place of its body.
    case block
    case other
  }

  struct AlterTable: Sendable {
    enum Object: Sendable { case table, index, view, materializedView, foreignTable, sequence }
    let object: Object
    let table: RelationName
    /// From `ALTER` to the table's name.
    let head: Range<Int>
    /// Where the table's name begins, behind ONLY.
    var nameStart = 0
    let actions: [TableAction]
  }

  struct CreateTable: Sendable {
    let table: RelationName
    var ifNotExists = false
    var isTemporary = false
    var isLogged = true
    var columns: [ColumnDefinition] = []
    var constraints: [TableConstraint] = []
    var partitionOf: RelationName?
    var isDefaultPartition = false
    var isPartitioned = false
    /// The one column of its partition key by range or list.
    var partitionColumn: String?
    var inherits: [RelationName] = []
    /// From LIKE, OF, AS: there are more columns than `columns` tells.
    var hasOtherColumns = false
    /// From the table's name to the end.
    var rest = 0..<0
    /// `FOR VALUES …` or `DEFAULT`.
    var bounds = 0..<0
  }

  struct CreateIndex: Sendable {
    let name: String?
    let table: RelationName
    var isUnique = false
    var isConcurrent = false
    var ifNotExists = false
    var isOnly = false
    /// Where all parts are plain columns.
    var columns: [String]?
    /// Of `INCLUDE (…)`.
    var includedColumns: [String] = []
    var hasCondition = false
    /// All words of its parts and condition, in which a column is looked for.
    var words: Set<String> = []
    /// Behind the word INDEX, where CONCURRENTLY belongs.
    let afterIndex: Int
  }

  struct Drop: Sendable {
    enum Object: Sendable {
      case table, view, materializedView, index, schema, type, routine, sequence, other
    }
    let object: Object
    let names: [RelationName]
    var isConcurrent = false
    var cascades = false
    /// Behind the word INDEX.
    var afterObject = 0
  }

  struct Rename: Sendable {
    enum Object: Sendable { case table, view, column, schema, enumValue, type, constraint, index }
    let object: Object
    /// The table, or what the new name is for.
    let name: RelationName
    /// The column's or value's old name.
    var part: String?
    /// Where a SET SCHEMA moves it to: the schema.
    let newName: String
    var changesSchema = false
  }

  struct Reindex: Sendable {
    enum Object: Sendable { case index, table, schema, database, system }
    let object: Object
    let name: RelationName?
    let isConcurrent: Bool
    /// Behind the word INDEX or TABLE.
    let afterObject: Int
  }

  struct DataChange: Sendable {
    enum Action: Sendable { case update, delete }
    let action: Action
    let table: RelationName
    /// The words of its condition, in lower case; nil where it has none.
    let condition: Set<String>?
    /// `column = 12`, `column IN (…)`, `BETWEEN`: columns that are compared with fixed values.
    let bounded: Set<String>
    /// The columns that are set.
    let columns: [String]
  }

  let kind: Kind
  /// From the first token to the last.
  let range: Range<Int>
  /// Empty for a statement so long that it holds data.
  let tokens: [Token]
  /// The first words, in capitals.
  let words: [String]
  /// Whether the server refuses it inside a transaction.
  let standsAlone: Bool
}
