/// What an object of a catalog is, in the order in which objects can be made.
public enum ObjectKind: String, Sendable, CaseIterable, Comparable {
  case schema
  case fileExtension = "extension"
  case collation
  case enumeration = "enum"
  case domain
  case composite = "composite type"
  case range = "range type"
  case baseType = "base type"
  case sequence
  case language
  case accessMethod = "access method"
  case foreignWrapper = "foreign-data wrapper"
  case foreignServer = "foreign server"
  case userMapping = "user mapping"
  case function
  case procedure
  case aggregate
  case table
  case column
  case constraint
  case index
  case view
  case materializedView = "materialized view"
  case statistics
  case trigger
  case rule
  case policy
  case `operator`
  case operatorFamily = "operator family"
  case operatorClass = "operator class"
  case cast
  case transform
  case conversion
  case textSearchParser = "text search parser"
  case textSearchTemplate = "text search template"
  case textSearchDictionary = "text search dictionary"
  case textSearch = "text search configuration"
  case eventTrigger = "event trigger"
  case publication
  case defaultPrivileges = "default privileges"
  case grant
  case comment
  case securityLabel = "security label"

  /// As people and `"ignore"` in `seedbed.json` write it.
  public var word: String { rawValue }

  public static func < (one: ObjectKind, other: ObjectKind) -> Bool {
    one.place < other.place
  }

  private static let places = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($0.element, $0.offset) })
  private var place: Int { Self.places[self] ?? 0 }

  /// Dropping one throws rows or a counter away.
  var holdsData: Bool { [.table, .column, .sequence].contains(self) }

  /// One that is to be another can be dropped and made again without losing anything.
  var isReplaceable: Bool {
    switch self {
    case .index, .constraint, .trigger, .policy, .rule, .statistics, .cast, .eventTrigger, .view,
      .materializedView, .aggregate, .operator, .conversion, .defaultPrivileges, .textSearchParser,
      .textSearchTemplate:
      true
    default: false
    }
  }

  /// Reads all objects of the kind. Of its columns, `name` and `parent` are the object's; those
  /// called `sql …` are its statements; every other one is the attribute of that name, absent where
  /// it is NULL.
  func query(_ scope: PictureScope) -> String {
    switch self {
    case .schema: scope.schemas
    case .fileExtension: scope.extensions
    case .collation: scope.collations
    case .enumeration: scope.enums
    case .domain: scope.domains
    case .composite: scope.composites
    case .range: scope.ranges
    case .baseType: scope.baseTypes
    case .sequence: scope.sequences
    case .language: scope.languages
    case .accessMethod: scope.accessMethods
    case .foreignWrapper: scope.foreignWrappers
    case .foreignServer: scope.foreignServers
    case .userMapping: scope.userMappings
    case .function: scope.routines("FUNCTION", "f', 'w")
    case .procedure: scope.routines("PROCEDURE", "p")
    case .aggregate: scope.aggregates
    case .table: scope.tables
    case .column: scope.columns
    case .constraint: scope.constraints
    case .index: scope.indexes
    case .view: scope.views
    case .materializedView: scope.materializedViews
    case .statistics: scope.statistics
    case .trigger: scope.triggers
    case .rule: scope.rules
    case .policy: scope.policies
    case .operator: scope.operators
    case .operatorFamily: scope.operatorFamilies
    case .operatorClass: scope.operatorClasses
    case .cast: scope.casts
    case .transform: scope.transforms
    case .conversion: scope.conversions
    case .textSearchParser: scope.textSearchParsers
    case .textSearchTemplate: scope.textSearchTemplates
    case .textSearchDictionary: scope.textSearchDictionaries
    case .textSearch: scope.textSearchConfigurations
    case .eventTrigger: scope.eventTriggers
    case .publication: scope.publications
    case .defaultPrivileges: scope.defaultPrivileges
    case .grant: scope.grants
    case .comment: scope.comments
    case .securityLabel: scope.securityLabels
    }
  }
}
